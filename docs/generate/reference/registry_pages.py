"""Pages of what has a name in config.yml, endpoints.yml or credentials.yml."""

from __future__ import annotations

import inspect
from pathlib import Path

from docs.generate.channel_keys import CHANNEL_KEYS
from docs.generate.option_meanings import meaning
from docs.generate.reference.markdown import code, prose, section, table, value
from docs.generate.registered import REGISTRIES, Entry, entries
from docs.generate.schemas.endpoints import OF_BROKER, OF_LOCK, OF_STORE

ROOT = Path(__file__).parents[3]
KINDS = {
    "components": "A component of `pipeline` in config.yml",
    "policies": "A policy of `policies` in config.yml",
    "channels": "A channel in credentials.yml",
    "tracker-stores": "A tracker store in endpoints.yml",
    "lock-stores": "A lock store in endpoints.yml",
    "event-brokers": "An event broker in endpoints.yml",
    "model-storages": "A storage for `--remote-storage`",
}
SECTION_OF = {
    "components": "pipeline:\n- name: {name}",
    "policies": "policies:\n- name: {name}",
    "channels": "{name}:",
    "tracker-stores": "tracker_store:\n  type: {name}",
    "lock-stores": "lock_store:\n  type: {name}",
    "event-brokers": "event_broker:\n  type: {name}",
}


def pages_of(kind: str) -> dict[str, str]:
    found = {f"{kind}/{entry.name}.md": _page(kind, entry) for entry in entries(kind)}
    for name, reason in REGISTRIES[kind].refused.items():
        found[f"{kind}/{name}.md"] = (
            f"# {name}\n\n{KINDS[kind]}.\n\nRasa has it; here it can't be had. {reason}\n"
        )
    return found


def _page(kind: str, entry: Entry) -> str:
    return "".join(
        (
            f"# {entry.name}\n\n{KINDS[kind]}.\n\n{prose(entry.module_doc)}\n",
            f"\n{prose(entry.doc)}\n" if entry.doc else "",
            section("Use", _use(kind, entry)),
            section("Keys", _keys(kind, entry)),
            section("Keys without effect", _idle(entry)),
            section("Source", _source(entry)),
        )
    )


def _use(kind: str, entry: Entry) -> str:
    if kind == "model-storages":
        return code(f"causerie run --remote-storage {entry.name} --model NAME", "sh")
    text = code(SECTION_OF[kind].format(name=entry.name), "yaml")
    needs = getattr(entry.cls, "needs", ())
    return text + (f"\nIt needs before it in the pipeline: {', '.join(needs)}.\n" if needs else "")


def _keys(kind: str, entry: Entry) -> str:
    if kind == "channels":
        return table(["key", "meaning"], [(f"`{x}`", text) for x, text in CHANNEL_KEYS[entry.name].items()])
    of_section = {"tracker-stores": OF_STORE, "lock-stores": OF_LOCK, "event-brokers": OF_BROKER}
    of_endpoint = of_section.get(kind, {}).get(entry.name, {})
    if of_endpoint:
        return table(
            ["key", "meaning"], [(f"`{x}`", y.get("description", "")) for x, y in of_endpoint.items()]
        )
    rows = [(f"`{key}`", value(default), meaning(entry.name, key)) for key, default in entry.defaults.items()]
    return table(["key", "default", "meaning"], rows)


def _idle(entry: Entry) -> str:
    if not entry.idle:
        return ""
    return (
        "Accepted, so that configurations of Rasa run unchanged; training lists those that are given: "
        + ", ".join(f"`{key}`" for key in entry.idle)
        + "."
    )


def _source(entry: Entry) -> str:
    file = Path(inspect.getfile(entry.cls)).resolve().relative_to(ROOT)
    return f"[{file}](../../../{file})\n"
