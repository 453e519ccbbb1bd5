"""The reference is what the code says, and nothing is left out."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from docs.generate.channel_responses import KINDS, native_of  # noqa: E402
from docs.generate.outputs import REFERENCE, RESPONSES, outdated  # noqa: E402
from docs.generate.reference import FRAGMENTS  # noqa: E402
from docs.generate.reference.commands import commands  # noqa: E402
from docs.generate.reference.environment import VARIABLES  # noqa: E402
from docs.generate.reference.events import default_actions  # noqa: E402
from docs.generate.reference.routes import described, file_of  # noqa: E402
from docs.generate.registered import REGISTRIES, entries  # noqa: E402

SOURCE = ROOT / "src/causerie"
# Google's library wants a package that nothing here needs.
pytestmark = pytest.mark.filterwarnings("ignore:Please install grpcio-status:ImportWarning")


def test_what_is_committed_is_what_the_generator_gives() -> None:
    assert outdated() == [], "run: python -m docs.generate"


@pytest.mark.parametrize("kind", REGISTRIES)
def test_every_registered_name_has_a_page_that_says_something(kind: str) -> None:
    registry = REGISTRIES[kind]
    for name in (*registry.table, *registry.refused):
        assert (REFERENCE / kind / f"{name}.md").is_file()
    for entry in entries(kind):
        page = (REFERENCE / kind / f"{entry.name}.md").read_text("utf-8")
        assert all(f"`{key}`" in page for key in (*entry.defaults, *entry.idle))
        assert len(entry.module_doc) > 20, f"{entry.name} needs a docstring"


def test_the_table_of_responses_has_every_channel_and_knows_every_kind() -> None:
    page = RESPONSES.read_text("utf-8")
    for name in REGISTRIES["channels"].table:
        assert f"| [{name}](" in page
        assert native_of(name) <= set(KINDS)


def test_every_command_has_a_page_with_all_its_options() -> None:
    for words, command in commands():
        page = (REFERENCE / "commands" / f"{'-'.join(words) or 'causerie'}.md").read_text("utf-8")
        shown = [x for x in command.params if x.param_type_name == "option"]
        assert [name for x in shown for name in x.opts if name not in page] == []
        assert command.help


def test_every_route_has_a_page() -> None:
    for path, methods in described()["paths"].items():
        page = (REFERENCE / "routes" / f"{file_of(path)}.md").read_text("utf-8")
        assert all(f"## {method.upper()} {path}\n" in page for method in methods)


def test_every_default_action_and_event_is_explained() -> None:
    from causerie.dialogue.event_json import _WRITERS

    actions = (REFERENCE / "default-actions.md").read_text("utf-8")
    events = (REFERENCE / "events.md").read_text("utf-8")
    for text, names in ((actions, default_actions()), (events, [kind for kind, _ in _WRITERS.values()])):
        for name in names:
            said = text.partition(f"\n## `{name}`\n\n")[2]
            assert said.strip(), name
            assert not said.startswith(("```", "##")), f"{name} needs a docstring"


READ = re.compile(
    r"""(?:environ(?:\.get)?[\[(]|integer\(|number\(|environment\(|_level\(|_VARIABLE = )\s*"([A-Z][A-Z_]{3,})\""""
)


def test_every_variable_that_is_read_is_listed() -> None:
    found = {name for file in SOURCE.rglob("*.py") for name in READ.findall(file.read_text("utf-8"))}
    assert {"MAX_NUMBER_OF_PREDICTIONS", "BUCKET_NAME", "LOG_LEVEL", "RASA_DUCKLING_HTTP_URL"} <= found
    assert found <= set(VARIABLES)
    code = "".join(file.read_text("utf-8") for file in SOURCE.rglob("*.py"))
    assert [name for name in VARIABLES if f'"{name}"' not in code] == []


def test_every_fragment_is_part_of_a_page() -> None:
    for fragment in FRAGMENTS.rglob("*.md"):
        page = REFERENCE / fragment.relative_to(FRAGMENTS)
        assert fragment.read_text("utf-8").strip() in page.read_text("utf-8")
