"""The Bot Framework: whose activities are believed, where the bot's token goes, cards."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
import signing
from fake_platform import FakePlatform, Fault
from talking import Talk, deliver

from causerie.channels.botframework.channel import BotFrameworkInput
from causerie.channels.botframework.reading import Liked, Place, read_activity, read_reaction
from causerie.channels.botframework.rendering import LONGEST, calls_of
from causerie.channels.botframework.settings import BotFrameworkSettings
from causerie.channels.rendering.splitting import utf16_units
from causerie.errors import ComponentError, PlatformError, RequestError
from causerie.ports import BotMessage
from tests.channels.conftest import Running

GIVEN = {"app_id": "botframework-app", "app_password": "botframework-password"}
PLACE = Place("https://smba.trafficmanager.net/emea", "a:1;messageid=2", {"id": "28:bot"})
KEYS = "/v1/.well-known/keys"


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def channel(fake: FakePlatform, **more: Any) -> BotFrameworkInput:
    return BotFrameworkInput.from_credentials({**GIVEN, "api_base_url": fake.url, **more})


def activity(fake: FakePlatform, **more: Any) -> Any:
    return {
        "type": "message",
        "id": "1",
        "serviceUrl": f"{fake.url}/smba.trafficmanager.net/emea/",
        "channelId": "msteams",
        "from": {"id": "ada"},
        "conversation": {"id": "a:1"},
        "recipient": {"id": "28:bot", "name": "Diner"},
        "text": "hello",
        **more,
    }


def signed(**how: Any) -> dict[str, str]:
    return signing.sign({"as": "botframework", **how}, b"", "")


def made(message: BotMessage, translates: bool = False) -> list[Any]:
    return [call.json for call in calls_of(message, "ada", PLACE, translates)]


def said(**fields: Any) -> Any:
    base = {"type": "message", "from": {"id": "ada"}, "conversation": {"id": "c"}, "serviceUrl": "https://s/"}
    return read_activity({**base, "recipient": {"id": "28:bot"}, **fields})


async def test_keys_and_token_are_fetched_when_needed_and_kept(fake: FakePlatform) -> None:
    bot, talk = channel(fake), Talk([BotMessage("Hi.")])
    assert fake.calls() == []
    for number in ("1", "2"):
        await deliver(bot, talk, activity(fake, id=number), signed())
    await bot.courier.close()
    paths = [call.path for call in fake.calls()]
    assert paths[:2] == ["/v1/.well-known/openidconfiguration", KEYS]
    assert [paths.count(KEYS), paths.count("/botframework.com/oauth2/v2.0/token")] == [1, 1]
    assert paths.count("/emea/v3/conversations/a:1/activities") == 2


async def test_a_bot_of_one_tenant_logs_in_there(fake: FakePlatform) -> None:
    bot = channel(fake, tenant_id="tenant-1")
    await deliver(bot, Talk([BotMessage("Hi.")]), activity(fake), signed())
    await bot.courier.close()
    assert "/tenant-1/oauth2/v2.0/token" in [call.path for call in fake.calls()]


async def test_while_microsoft_s_keys_can_t_be_had_nobody_is_believed(fake: FakePlatform) -> None:
    fake.misbehave(Fault(path="openidconfiguration", status=500))
    talk = Talk()
    with pytest.raises(RequestError) as caught:
        await deliver(channel(fake), talk, activity(fake), signed())
    assert caught.value.status == 503
    assert talk.heard == []


@pytest.mark.parametrize(
    ("how", "fields"),
    [
        ({"claims": {"iss": "https://elsewhere.example"}}, {}),
        ({"claims": {"aud": "other"}}, {}),
        ({"claims": {"exp": None}}, {}),
        ({"claims": {"serviceurl": None}}, {}),
        ({"key": "stranger"}, {}),
        ({"age": 3600 + 301}, {}),
        ({"serviceurl": "https://elsewhere.example/"}, {}),
        ({"serviceurl": "https://elsewhere.example/"}, {"serviceUrl": "https://elsewhere.example/"}),
        ({}, {"channelId": "telegram"}),
        ({}, {"serviceUrl": None}),
    ],
)
async def test_what_is_not_from_the_connector_is_refused(
    fake: FakePlatform, how: dict[str, Any], fields: dict[str, Any]
) -> None:
    talk = Talk()
    answer = await deliver(channel(fake), talk, activity(fake, **fields), signed(**how))
    assert (answer.status_code, answer.text) == (401, "Could not validate JWT token.")
    assert talk.heard == []


async def test_clocks_may_differ_a_little(fake: FakePlatform) -> None:
    talk = Talk()
    for age in (-290, 3600 + 290):
        await deliver(channel(fake), talk, activity(fake), signed(age=age))
    assert len(talk.heard) == 2


@pytest.mark.parametrize(
    ("url", "is_known"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://webchat.botframework.com/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/", True),
        ("https://chat.mine.example/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://a@smba.trafficmanager.net/", False),
        ("https://evilbotframework.com/", False),
        ("https://botframework.com.evil.example/", False),
        ("https://[::1/", False),
        ("https://smba.trafficmanager.net:port/", False),
    ],
)
def test_the_bot_s_token_only_goes_to_known_hosts(url: str, is_known: bool) -> None:
    settings = BotFrameworkSettings.read({**GIVEN, "service_hosts": "chat.mine.example"})
    assert settings.is_known(url) is is_known


async def test_what_the_bot_says_by_itself_finds_the_user_after_a_restart(
    fake: FakePlatform, tmp_path: Path
) -> None:
    before = channel(fake)
    before.use_folder(tmp_path)
    await deliver(before, Talk(), activity(fake), signed())
    after = channel(fake)
    after.use_folder(tmp_path)
    await after.output.send("ada", BotMessage("Time is up."))
    await after.courier.idle()
    await after.courier.close()
    assert fake.calls()[-1].path == "/emea/v3/conversations/a:1/activities"
    assert fake.calls()[-1].body["text"] == "Time is up."


async def test_who_never_wrote_can_t_be_reached(fake: FakePlatform, caplog: pytest.LogCaptureFixture) -> None:
    await channel(fake).output.send("stranger", BotMessage("Hi."))
    assert "can't reach stranger, who never wrote to the bot" in caplog.text


async def test_a_login_without_a_token_is_told(fake: FakePlatform, caplog: pytest.LogCaptureFixture) -> None:
    bot = channel(fake, app_password="wrong")
    with pytest.raises(PlatformError, match="Microsoft's login answered 401"):
        await bot.courier.platform.login.headers(bot.courier.platform, False)  # type: ignore[union-attr]


def test_a_card_says_its_value_and_the_rest_is_metadata() -> None:
    found = said(value={"action": "/order", "size": "large"})
    assert (found.text, found.metadata) == ("/order", {"value": {"size": "large"}})
    assert said(value="/order").text == "/order"
    assert said(value={"size": "large"}).metadata == {"value": {"size": "large"}}
    assert said(text="hello", value={"action": "/order"}).text == "hello"


def test_only_the_bot_s_own_mention_is_cut_out() -> None:
    mentions = [
        {"type": "mention", "mentioned": {"id": "28:bot"}, "text": "<at>Diner</at>"},
        {"type": "mention", "mentioned": {"id": "29:bob"}, "text": "<at>Bob</at>"},
    ]
    found = said(text="<at>Diner</at>\u00a0say hello to <at>Bob</at>", entities=mentions)
    assert found.text == "say hello to <at>Bob</at>"


def test_a_conversation_s_id_can_t_leave_its_part_of_the_address() -> None:
    place = Place("https://smba.trafficmanager.net/emea", "../../x?y#z", {})
    (call,) = calls_of(BotMessage("Hi."), "ada", place)
    assert call.path == "https://smba.trafficmanager.net/emea/v3/conversations/..%2F..%2Fx%3Fy%23z/activities"


def test_buttons_become_actions_and_those_with_a_type_stay_unless_translated() -> None:
    link = {"title": "Menu", "type": "web_url", "url": "https://d.example"}
    buttons = [{"title": "A", "payload": "/a"}, {"title": "B", "url": "https://d.example/b"}, link]
    (kept,) = made(BotMessage("Which?", {"buttons": buttons}))
    actions = kept["attachments"][0]["content"]["buttons"]
    assert actions[0] == {
        "type": "messageBack",
        "title": "A",
        "text": "/a",
        "displayText": "A",
        "value": {"payload": "/a"},
    }
    assert actions[1] == {"type": "openUrl", "title": "B", "value": "https://d.example/b"}
    assert actions[2] == link
    (translated,) = made(BotMessage("Which?", {"buttons": buttons}), translates=True)
    assert translated["attachments"][0]["content"]["buttons"][2] == {
        "type": "openUrl",
        "title": "Menu",
        "value": "https://d.example",
    }


def test_limits_of_texts_cards_and_buttons() -> None:
    texts = made(BotMessage("All work and no 🥞. " * 2_000))
    assert len(texts) > 1
    assert all(utf16_units(item["text"]) <= LONGEST for item in texts)
    many = [{"title": str(number), "payload": "/a"} for number in range(13)]
    (asked,) = made(BotMessage("Which?", {"buttons": many}))
    assert [len(card["content"]["buttons"]) for card in asked["attachments"]] == [6, 6, 1]
    rows = made(BotMessage(None, {"elements": [{"title": str(number)} for number in range(11)]}))
    assert [len(row["attachments"]) for row in rows] == [10, 1]


def test_attachments_of_every_form() -> None:
    own = {"contentType": "image/png", "contentUrl": "https://d.example/a.png"}
    assert made(BotMessage(None, {"attachment": own}))[0]["attachments"] == [own]
    image = {"type": "image", "payload": {"src": "https://d.example/a.png"}}
    hero = made(BotMessage(None, {"attachment": image}))[0]["attachments"][0]["content"]
    assert hero == {"images": [{"url": "https://d.example/a.png"}]}
    assert made(BotMessage(None, {"attachment": "https://d.example/a.pdf"}))[0]["text"] == (
        "Attachment: https://d.example/a.pdf"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"app_id": None}, "needs 'app_id': the 'Microsoft App ID' of the Azure bot"),
        ({"app_password": "${MISSING}"}, "needs 'app_password': a client secret of the app"),
        ({"service_hosts": [""]}, "must be a list of host names"),
    ],
)
def test_wrong_credentials_are_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        BotFrameworkInput.from_credentials({**GIVEN, **given})


# -- edits

EDIT = {
    "type": "messageUpdate",
    "channelData": {"eventType": "editMessage"},
    "timestamp": "2026-01-01T10:00:00Z",
}


async def test_an_edit_is_a_new_message_where_that_is_wanted_and_nothing_elsewhere(
    fake: FakePlatform,
) -> None:
    deaf, keen = Talk(), Talk()
    later = {**EDIT, "timestamp": "2026-01-01T10:00:09Z"}
    for fields in (EDIT, EDIT, later):
        await deliver(channel(fake), deaf, activity(fake, **fields), signed())
        await deliver(channel(fake, edits="answer"), keen, activity(fake, **fields), signed())
    assert deaf.texts == []
    assert [message.metadata for message in keen.heard] == [{"edited": True, "message": "1"}] * 3
    first, again, other = (message.message_id for message in keen.heard)
    assert first == again != other


@pytest.mark.parametrize(
    "fields",
    [
        {"channelData": {"eventType": "undeleteMessage"}},
        {"text": ""},
        {"text": None, "value": {"text": "hello"}},
        {"from": None},
    ],
)
def test_what_is_no_edit_of_words_says_nothing(fields: dict[str, Any]) -> None:
    base = {"from": {"id": "ada"}, "conversation": {"id": "c"}, "serviceUrl": "https://s/", "text": "hello"}
    assert read_activity({**base, **EDIT, **fields}, answers_edits=True) is None


def test_a_channel_that_names_no_kind_of_update_means_an_edit() -> None:
    base = {"from": {"id": "ada"}, "conversation": {"id": "c"}, "serviceUrl": "https://s/", "text": "hello"}
    assert read_activity({**base, **EDIT, "channelData": "x"}, answers_edits=True) is not None


# -- reactions


def reaction(**fields: Any) -> Any:
    base = {"type": "messageReaction", "from": {"id": "ada"}, "conversation": {"id": "c"}, "replyToId": "9"}
    return {**base, **fields}


@pytest.mark.parametrize(
    ("fields", "value", "was"),
    [
        ({"reactionsAdded": [{"type": "like"}]}, "up", None),
        ({"reactionsAdded": [{"type": "surprised"}, {"type": "angry"}]}, "down", None),
        ({"reactionsAdded": [{"type": "heart"}], "reactionsRemoved": [{"type": "sad"}]}, "up", None),
        ({"reactionsRemoved": [{"type": "like"}, {"type": "surprised"}]}, None, "up"),
        ({"reactionsRemoved": [{"type": "like"}, {"type": "sad"}]}, None, None),
    ],
)
def test_a_reaction_is_an_opinion_and_one_taken_back_is_none(
    fields: Any, value: str | None, was: str | None
) -> None:
    assert read_reaction(reaction(**fields)) == Liked("ada", "c:9", value, was)


@pytest.mark.parametrize(
    "activity",
    [
        reaction(),
        reaction(reactionsAdded=[{"type": "surprised"}]),
        reaction(reactionsAdded="like", reactionsRemoved=[None, "like", {"type": {}}]),
        reaction(reactionsAdded=[{"type": "like"}], replyToId=None),
        reaction(reactionsAdded=[{"type": "like"}], **{"from": {}}),
        reaction(reactionsAdded=[{"type": "like"}], type="message"),
    ],
)
def test_what_says_no_opinion_is_passed_over(activity: Any) -> None:
    assert read_reaction(activity) is None


async def test_reactions_are_kept_as_feedback_once_there_is_a_conversation(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))

    async def deliver(**fields: Any) -> int:
        body = {**activity(fake, **fields)}
        answer = await running.http.post("/webhooks/botframework/webhook", json=body, headers=signed())
        return answer.status_code

    like = {"type": "messageReaction", "replyToId": "9", "reactionsAdded": [{"type": "like"}]}
    assert await deliver(**like) == 200
    assert await running.feedback("ada") == []
    await deliver(text="/hello")
    await deliver(**like, id="2")
    await deliver(type="messageReaction", replyToId="9", id="3", reactionsRemoved=[{"type": "sad"}])
    await deliver(type="messageReaction", replyToId="9", id="4", reactionsRemoved=[{"type": "like"}])
    assert await running.feedback("ada") == [("a:1:9", "up"), ("a:1:9", None)]
    assert await running.texts("ada") == ["/hello"]


# -- growing answers


@pytest.mark.parametrize(("channel_id", "grows"), [("msteams", True), ("webchat", False), (None, False)])
async def test_answers_grow_only_where_messages_can_be_edited(
    fake: FakePlatform, channel_id: str | None, grows: bool
) -> None:
    found: list[bool] = []

    class Listening(Talk):
        async def handle(self, message: Any, output: Any) -> None:
            found.append(output.streams)

    bot = channel(fake, stream=True)
    said = read_activity(activity(fake, channelId=channel_id))
    assert said is not None
    await bot.answer(said, Listening().handle)
    await bot.courier.close()
    assert found == [grows]
