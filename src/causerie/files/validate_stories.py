"""Actions, responses, forms and slots that stories and rules name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from causerie.domain import Domain
from causerie.domain.names import UTTER_PREFIX
from causerie.errors import Place, Problem
from causerie.files.project import Project
from causerie.files.steps_of import all_steps
from causerie.registry import did_you_mean
from causerie.training_data import ActionStep, LoopStep, SlotStep

Used = dict[str, tuple[str, Place]]
BY_HEART = {"MemoizationPolicy", "AugmentedMemoizationPolicy", "RulePolicy", "UnexpecTEDIntentPolicy"}
SAID_BY_DEFAULT = ("utter_default", "utter_restart", "utter_back", "utter_ask_rephrase")


def check_actions(project: Project) -> Iterator[Problem]:
    """``action_…`` in stories must be declared."""
    for name, (story, place) in _actions(project).items():
        if name.startswith("action_") and name not in project.domain.action_set:
            yield _unknown_action(name, story, place, project.domain)


def check_every_action(project: Project) -> Iterator[Problem]:
    """Whatever is done must be an action, response or form of the domain, or nothing can be learnt.

    Policies that know stories by heart leave that one step out: in stories for them it is a warning.
    """
    policies = {policy.name.rpartition(".")[2] for policy in project.config.policies}
    steps = [(story, step) for story, step in all_steps(project) if isinstance(step, ActionStep)]
    in_rules = {step.name for story, step in steps if story.is_rule}
    for name, (story, place) in _actions(project).items():
        if name not in project.domain.action_set:
            problem = _unknown_action(name, story, place, project.domain)
            is_left_out = policies <= BY_HEART and name not in in_rules and not name.startswith("action_")
            yield replace(problem, severity="warning") if is_left_out else problem


def check_utterances(project: Project) -> Iterator[Problem]:
    """Responses that stories use exist, and those that exist are used."""
    known = {name.partition("/")[0] for name in project.domain.responses}
    used = _actions(project)
    for name, (story, place) in used.items():
        if name.startswith(UTTER_PREFIX) and name not in known and name not in project.domain.responses:
            yield Problem(
                f"'{story}' uses the response '{name}', which does not exist.",
                place,
                advice=f"Write it under 'responses' in the domain. {did_you_mean(name, known)}".strip(),
                severity="warning",
                kind="unknown_response",
                names=(name,),
            )
    for name in sorted(known - set(used) - set(SAID_BY_DEFAULT) - _asked(project.domain)):
        yield Problem(
            f"The response '{name}' is not used in any story or rule.",
            project.places.get(("responses", name), Place()),
            severity="warning",
            kind="unused_response",
            names=(name,),
        )


def check_forms(project: Project) -> Iterator[Problem]:
    """Every ``active_loop`` names a form, or an action that is a loop."""
    told = set()
    for story, step in all_steps(project):
        if not isinstance(step, LoopStep) or not step.name or step.name in told:
            continue
        told.add(step.name)
        if step.name not in project.domain.action_set:
            known = list(project.domain.forms)
            yield Problem(
                f"'{story.name}' uses the form '{step.name}', which the domain does not know.",
                step.place,
                advice=f"Add it to 'forms' in the domain. {did_you_mean(step.name, known)}".strip(),
                kind="unknown_form",
                names=(step.name,),
            )


def check_slots(project: Project) -> Iterator[Problem]:
    """Slots that stories set must be declared."""
    told = set()
    for story, step in all_steps(project):
        if not isinstance(step, SlotStep) or step.name in told or step.name in project.domain.slots:
            continue
        told.add(step.name)
        advice = f"Add it to 'slots' in the domain. {did_you_mean(step.name, list(project.domain.slots))}"
        yield Problem(
            f"'{story.name}' sets the slot '{step.name}', which the domain does not know.",
            step.place,
            advice=advice.strip(),
            kind="unknown_slot",
            names=(step.name,),
        )


def _actions(project: Project) -> Used:
    """Each action with the story and place of its first use."""
    found: Used = {}
    for story, step in all_steps(project):
        if isinstance(step, ActionStep):
            found.setdefault(step.name, (story.name, step.place))
    return found


def _asked(domain: Domain) -> set[str]:
    """What forms say by themselves."""
    return {
        name
        for form in domain.forms.values()
        for slot in form.required_slots
        for name in (f"utter_ask_{form.name}_{slot}", f"utter_ask_{slot}")
    }


def _unknown_action(name: str, story: str, place: Place, domain: Domain) -> Problem:
    kind = "response" if name.startswith(UTTER_PREFIX) else "action"
    where = f"under '{kind}s' in the domain"
    return Problem(
        f"'{story}' uses the {kind} '{name}', which the domain does not know.",
        place,
        advice=f"Add it {where}. {did_you_mean(name, list(domain.action_names))}".strip(),
        kind=f"unknown_{kind}",
        names=(name,),
    )
