"""The stories and the conversation as a page that a browser shows while one talks."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from causerie.dialogue.tracker import Tracker
from causerie.evaluation.story_graph import story_graph
from causerie.evaluation.story_picture import story_page
from causerie.files.project import ProjectPaths, read_project
from causerie.training_data import Story
from causerie.training_data.story_of import steps_of

HOST = "127.0.0.1"
PATH = "/visualization.html"
MOST_STORIES = 200
HISTORY = 2
NAME = "this conversation"


class StoryPage:
    """Drawn anew each time it is asked for; served to this machine only."""

    def __init__(self, server: ThreadingHTTPServer, stories: Sequence[Story]) -> None:
        self.stories = stories
        self.conversation: Tracker | None = None
        self._server = server

    @staticmethod
    def served(port: int, paths: ProjectPaths) -> StoryPage | None:
        """A page that is served until ``close``; None, with a warning, when the port is taken."""
        try:
            server = ThreadingHTTPServer((HOST, port), _Handler)
        except OSError as error:
            print(f"warning: the stories are not drawn: port {port}: {error.strerror}.", file=sys.stderr)
            return None
        project = read_project(paths, need_nlu=False)
        page = StoryPage(server, (*project.stories, *project.rules)[:MOST_STORIES])
        server.page = page  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return page

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._server.server_port}{PATH}"

    def html(self) -> str:
        tracker = self.conversation
        steps = tuple(steps_of(tracker.applied_events())) if tracker else ()
        own = [Story(NAME, steps)] if steps else []
        return story_page(story_graph([*self.stories, *own], HISTORY))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.partition("?")[0] != PATH:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = self.server.page.html().encode()  # type: ignore[attr-defined]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The terminal belongs to the conversation."""
