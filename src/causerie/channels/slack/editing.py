"""Messages on Slack that change after they were sent."""

from __future__ import annotations

from causerie.channels.delivery import editing
from causerie.channels.delivery.call import Call, Json
from causerie.channels.delivery.platform import Reply
from causerie.channels.receiving.reading import a_text
from causerie.channels.slack.rendering import POST

#: What ``chat.update`` knows of the arguments of ``chat.postMessage``.
KNOWN = ("as_user", "text", "blocks", "attachments", "link_names", "metadata")
#: Of those it does not know, these need none: the message stays where it is.
PLACES = {"channel", "thread_ts", "type"}


class SlackEditing:
    def pause(self, recipient: str, growing: int) -> float:
        """Slack takes 50 calls of ``chat.update`` a minute from a workspace, for all answers together."""
        return 1.2 * editing.PACE * max(1, growing)

    def name_of(self, call: Call, reply: Reply) -> Json | None:
        """A person's id may have stood for the channel; the reply has the channel's own."""
        channel, ts = a_text(reply.body, "channel"), a_text(reply.body, "ts")
        return {"channel": channel, "ts": ts} if channel and ts else None

    def edited(self, name: Json, call: Call) -> Call | None:
        """Texts are read as ``chat.postMessage`` reads them; ``chat.update`` would find links of its own."""
        if call.path != POST or set(call.json) - {*KNOWN, *PLACES}:
            return None
        same = {key: call.json[key] for key in KNOWN if key in call.json}
        return Call("/chat.update", json={"parse": "none", **same, **name})

    def deleted(self, name: Json) -> Call:
        return Call("/chat.delete", json=dict(name))
