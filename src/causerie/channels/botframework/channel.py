"""The Bot Framework channel: ``/webhooks/botframework/webhook``."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic import text as text_response

from causerie.channels.botframework.editing import BotFrameworkEditing
from causerie.channels.botframework.login import make_login, request_token
from causerie.channels.botframework.reading import Place, Said, read_activity, read_reaction
from causerie.channels.botframework.rendering import calls_of, typing
from causerie.channels.botframework.settings import BotFrameworkSettings
from causerie.channels.botframework.tokens import InvalidToken, TokenCheck, fetch_keys
from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.drafting import Drafting
from causerie.channels.delivery.places import Places
from causerie.channels.delivery.platform import Platform
from causerie.channels.describing import JSON, TEXT, WORDS, described
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.blueprints import channel_blueprint
from causerie.channels.receiving.feedback import note
from causerie.channels.receiving.reading import json_object
from causerie.channels.receiving.signatures import digest
from causerie.errors import PlatformError, RequestError
from causerie.ports import BotMessage, ConversationAccess, Handler, IncomingMessage

log = logging.getLogger(__name__)
#: The connector waits for fifteen seconds.
PATIENCE = 12.0
#: The only channel of the connector's where messages can be edited.
TEAMS = "msteams"


class BotFrameworkOutput:
    """``place`` is where an answer goes; what the bot says by itself goes where the user was last.

    ``edits``: whether messages can be edited there.
    """

    name = "botframework"

    def __init__(
        self,
        courier: Courier,
        settings: BotFrameworkSettings,
        places: Places,
        place: Place | None = None,
        edits: bool = False,
    ) -> None:
        self.courier = courier
        self.settings = settings
        self.places = places
        self.place = place
        self.streams = settings.streams and edits
        self._drafting = Drafting(courier, BotFrameworkEditing())

    def at(self, place: Place, edits: bool = False) -> BotFrameworkOutput:
        return BotFrameworkOutput(self.courier, self.settings, self.places, place, edits)

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        place = self._place_of(recipient_id)
        if place is None:
            log.error("The Bot Framework can't reach %s, who never wrote to the bot.", recipient_id)
        else:
            calls = calls_of(message, recipient_id, place, self.settings.translates)
            self._drafting.post(recipient_id, calls)

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        if (place := self._place_of(recipient_id)) is not None:

            def render(text: str) -> Sequence[Call]:
                return calls_of(BotMessage(text), recipient_id, place)

            self._drafting.write(recipient_id, piece, render)

    def give_up(self) -> None:
        """The turn is over."""
        self._drafting.give_up()

    def _place_of(self, recipient_id: str) -> Place | None:
        if self.place is not None:
            return self.place
        known = self.places.find(recipient_id)
        return Place.from_json(known) if known is not None else None

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery, and where the user was."""
        self.courier.forget(conversation)
        self.places.forget(conversation)


class BotFrameworkInput:
    name = "botframework"

    def __init__(self, settings: BotFrameworkSettings) -> None:
        self.settings = settings
        self.tokens = TokenCheck(settings)
        self.courier = Courier(self.name, Platform("The Bot Framework", "", login=make_login(settings)))
        self.output = BotFrameworkOutput(self.courier, settings, Places(self.name))
        self._access: ConversationAccess | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> BotFrameworkInput:
        return cls(BotFrameworkSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self._access = access

    def use_folder(self, folder: Path) -> None:
        self.output.places.file = folder / "places.db"

    async def check_platform(self) -> str:
        """Raises PlatformError."""
        await request_token(self.settings)
        await fetch_keys(self.settings)
        return "Microsoft lets the bot log in, and gives its keys"

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = channel_blueprint(self.name, self.courier)

        @described(
            "An activity.", {200: {TEXT: WORDS}}, bodies={JSON: {"type": "object"}}, fails=(400, 401, 503)
        )
        async def receive(request: Request) -> HTTPResponse:
            header = request.headers.get("authorization")
            try:
                token = await self.tokens.read(header)
                activity = json_object(request)
                self.tokens.check(token, activity)
            except InvalidToken as error:
                return text_response(str(error), status=401)
            except PlatformError as error:
                raise RequestError(503, "PlatformUnavailable", str(error)) from error
            said = read_activity(activity, self.settings.answers_edits)
            if said is not None:
                await self.answer(said, handle)
            elif (liked := read_reaction(activity)) is not None:
                await note(self._access, liked.sender, liked.message, liked.value, liked.was)
            return text_response("success")

        blueprint.add_route(receive, "/webhook", methods=["POST"])
        return blueprint

    async def answer(self, said: Said, handle: Handler) -> None:
        self.output.places.remember(said.sender, said.place.as_json())
        if self.settings.types:
            self.courier.post(said.sender, [typing(said.place)])
        message = IncomingMessage(
            text=said.text,
            sender_id=said.sender,
            channel=self.name,
            message_id=f"{said.id}-{digest(said.text)}" if said.id else None,
            metadata=said.metadata,
        )
        await accept(handle, message, self.output.at(said.place, said.channel == TEAMS), PATIENCE)
