"""Names inside the domain that must fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from causerie.domain import Condition, Mapping, MappingType, Slot
from causerie.domain.names import UTTER_PREFIX
from causerie.errors import Place, Problem
from causerie.files.project import Project
from causerie.registry import did_you_mean


def check_form_slots(project: Project) -> Iterator[Problem]:
    """Every slot a form asks for is declared."""
    known = list(project.domain.slots)
    for form in project.domain.forms.values():
        for name in form.required_slots:
            if name not in project.domain.slots:
                yield Problem(
                    f"The form '{form.name}' asks for the slot '{name}', which is not declared.",
                    project.places.get(("forms", form.name), Place()),
                    advice=f"Add it to 'slots'. {did_you_mean(name, known)}".strip(),
                    kind="unknown_slot",
                    names=(name, form.name),
                )


def check_mapping_conditions(project: Project) -> Iterator[Problem]:
    """A condition names a form that exists and that asks for the slot."""
    for slot in project.domain.slots.values():
        place = project.places.get(("slots", slot.name), Place())
        for mapping in slot.mappings:
            for condition in mapping.conditions:
                yield from _check_condition(slot, mapping, condition, place, project)


def _check_condition(
    slot: Slot, mapping: Mapping, condition: Condition, place: Place, project: Project
) -> Iterator[Problem]:
    forms = project.domain.forms
    name = condition.active_loop
    if not name:
        return
    if name not in forms:
        yield Problem(
            f"A mapping of the slot '{slot.name}' waits for the form '{name}', which does not exist.",
            place,
            advice=f"Add it to 'forms'. {did_you_mean(name, list(forms))}".strip(),
            kind="unknown_form",
            names=(name, slot.name),
        )
        return
    asked = forms[name].required_slots
    if asked and slot.name not in asked and mapping.type is not MappingType.FROM_TRIGGER_INTENT:
        yield Problem(
            f"A mapping of the slot '{slot.name}' waits for the form '{name}', which does not ask for it.",
            place,
            expected=f"'{slot.name}' among the required_slots of '{name}'",
            found=", ".join(asked),
            advice="Add the slot to the form, or remove the condition.",
            kind="mapping_condition",
            names=(slot.name, name),
        )


def check_missing_responses(project: Project) -> Iterator[Problem]:
    """``utter_…`` among the actions needs a response of that name."""
    domain = project.domain
    known = {*domain.responses, *(name.partition("/")[0] for name in domain.responses)}
    for name in domain.actions:
        if name.startswith(UTTER_PREFIX) and name not in known:
            yield Problem(
                f"'{name}' is listed under 'actions', but there is no such response.",
                project.places.get(("actions", name), Place()),
                advice=f"Write it under 'responses'. {did_you_mean(name, known)}".strip(),
                severity="warning",
                kind="missing_response",
                names=(name,),
            )
