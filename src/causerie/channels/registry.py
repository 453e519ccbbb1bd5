"""Names in ``credentials.yml`` → channels."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from causerie.channels.delivery.waiting import Waiting
from causerie.channels.web.channel import WebInput
from causerie.errors import ComponentError
from causerie.ports import InputChannel
from causerie.registry import Registry

if TYPE_CHECKING:
    from causerie.channels.delivery.courier import Courier

CHANNELS = Registry(
    "channel",
    {
        "rest": "causerie.channels.rest.RestInput",
        "cmdline": "causerie.channels.rest.CmdlineInput",
        "web": "causerie.channels.web.channel.WebInput",
        "callback": "causerie.channels.callback.CallbackInput",
        "slack": "causerie.channels.slack.channel.SlackInput",
        "telegram": "causerie.channels.telegram.channel.TelegramInput",
        "whatsapp": "causerie.channels.whatsapp.channel.WhatsAppInput",
        "facebook": "causerie.channels.facebook.channel.FacebookInput",
        "twilio": "causerie.channels.twilio.channel.TwilioInput",
        "twilio_voice": "causerie.channels.twilio_voice.channel.TwilioVoiceInput",
        "socketio": "causerie.channels.socketio.channel.SocketIOInput",
        "mattermost": "causerie.channels.mattermost.channel.MattermostInput",
        "rocketchat": "causerie.channels.rocketchat.channel.RocketChatInput",
        "webexteams": "causerie.channels.webexteams.channel.WebexInput",
        "botframework": "causerie.channels.botframework.channel.BotFrameworkInput",
        "hangouts": "causerie.channels.hangouts.channel.HangoutsInput",
    },
)
LATER = ("rasa",)
#: Where a project keeps what is not to be committed.
PRIVATE = Path(".causerie")


def make_channels(
    credentials: Mapping[str, Any], folder: Path | None = None
) -> tuple[list[InputChannel], list[str]]:
    """The configured channels (REST when there are none), and those that can't be served yet.

    ``folder``: the project's; messages that a platform has not taken yet are kept in it.
    """
    missing = [name for name in credentials if name in LATER]
    found = {name: options for name, options in credentials.items() if name not in missing}
    if not found:
        found = {"rest": None}
    if "rest" in found:
        found.pop("cmdline", None)  # both are at /webhooks/rest
        found.setdefault("web", None)  # as open as REST is: who can talk by the one can by the other
    channels = []
    for name, options in found.items():
        cls = cast(Any, CHANNELS.find(name))
        if not hasattr(cls, "from_credentials"):
            raise ComponentError(
                f"The channel '{name}' has no 'from_credentials(credentials)', which makes it."
            )
        channel = cls.from_credentials(options)
        if isinstance(channel, WebInput) and not channel.settings.enabled:
            continue
        courier: Courier | None = getattr(channel, "courier", None)
        if folder is not None and courier is not None:
            courier.waiting = Waiting(folder / PRIVATE / "undelivered.db")
        if folder is not None and callable(use_folder := getattr(channel, "use_folder", None)):
            use_folder(folder / PRIVATE)
        channels.append(cast(InputChannel, channel))
    return channels, missing
