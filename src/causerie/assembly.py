"""A project's files → an assistant that can talk.

What only some projects have, and takes long to import, is imported where it is made: open turns, HTTP clients.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causerie.actions.catalogue import Catalogue
from causerie.actions.in_process import InProcessActions, has_package
from causerie.actions.none import NoActions
from causerie.assistant import Assistant
from causerie.files.domain_json import domain_as_dict
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.files.project import ProjectPaths
from causerie.nlu.direct import DirectNames
from causerie.nlu.pipeline import Pipeline
from causerie.policies.ensemble import Ensemble
from causerie.ports import ActionRunner, Interpreter, ResponseGenerator
from causerie.processor import Processor
from causerie.responses.own import own_responses
from causerie.responses.rephrasing import Rephrased
from causerie.responses.templates import TemplateResponses
from causerie.settings import action_timeout, max_predictions_per_turn
from causerie.stores.brokers.outbox import Outbox
from causerie.stores.brokers.registry import make_broker
from causerie.stores.locks.registry import make_lock_store
from causerie.stores.trackers.registry import make_tracker_store
from causerie.training.archive import load
from causerie.training.latest import find_model
from causerie.training.model import Model
from causerie.training.trust import classes_named_by

if TYPE_CHECKING:
    from causerie.llm.open_turns.open_turns import OpenTurns

RASA_VERSION = "3.6.21"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an assistant lives: its folder, its endpoints, and the package of its actions."""

    folder: Path
    endpoints: Endpoints
    actions: str = "actions"


def assemble(model: Model, around: Surroundings, model_file: str = "") -> Assistant:
    """Everything wired up; raises CauserieError when something configured is missing or broken."""
    broker = make_broker(around.endpoints.event_broker, around.folder)
    return Assistant(
        model,
        make_processor(model, around),
        make_tracker_store(around.endpoints.tracker_store, around.folder),
        make_lock_store(around.endpoints.lock_store, around.folder),
        Outbox(broker) if broker else None,
        model_file=model_file,
    )


def make_processor(model: Model, around: Surroundings, runner: ActionRunner | None = None) -> Processor:
    """What takes a turn with this model; ``runner`` runs custom actions in the place of the project's."""
    open_turns = make_open_turns(model, around)
    return Processor(
        domain=model.domain,
        interpreter=make_interpreter(model, around),
        ensemble=Ensemble(model.policies),
        catalogue=Catalogue(model.domain),
        responses=_rephrased(_responses(model, around), open_turns),
        runner=runner or make_runner(model, around),
        stamp=_stamp(model),
        max_predictions=max_predictions_per_turn(),
        apology=_apology(around.endpoints.action_endpoint),
        open_turns=open_turns,
    )


def assemble_from_files(models: Path, around: Surroundings) -> Assistant:
    """The newest model of a folder (or the one named) as an assistant."""
    model, name = read_model(models, around)
    return assemble(model, around, name)


def read_model(place: Path, around: Surroundings) -> tuple[Model, str]:
    """The newest model of a folder (or the one named) and its file's name.

    It may name those classes of the project's own that the project's files name.
    """
    path = find_model(place)
    return load(path, classes_named_by(ProjectPaths.in_folder(around.folder))), path.name


def make_runner(model: Model, around: Surroundings) -> ActionRunner:
    """A server if one is named, else the project's package, else nothing that runs."""
    endpoint = around.endpoints.action_endpoint
    if endpoint and endpoint.url:
        return _remote(model, endpoint)
    if model.domain.custom_actions and has_package(around.folder, around.actions):
        timeout = float(endpoint.get("timeout", action_timeout())) if endpoint else action_timeout()
        return InProcessActions(
            around.folder,
            around.actions,
            domain_as_dict(model.domain),
            timeout=timeout,
            strict=_apology(endpoint) is not None,
            version=RASA_VERSION,
        )
    return NoActions()


def _remote(model: Model, endpoint: EndpointConfig) -> ActionRunner:
    from causerie.actions.remote import RemoteActions

    headers, params, auth = access(endpoint)
    return RemoteActions(
        endpoint.url or "",
        domain_as_dict(model.domain),
        headers=headers,
        params=params,
        auth=auth,
        selective_domain=bool(endpoint.get("enable_selective_domain", False)),
        timeout=float(endpoint.get("timeout", 300)),
        verify=endpoint.get("cafile") or True,
        version=RASA_VERSION,
    )


def access(endpoint: EndpointConfig) -> tuple[dict[str, Any], dict[str, Any], tuple[str, str] | None]:
    """Headers, query parameters and basic authentication of an endpoint."""
    params = dict(endpoint.get("params") or {})
    if endpoint.get("token"):
        params[endpoint.get("token_name", "token")] = endpoint.get("token")
    basic = endpoint.get("basic_auth")
    auth = (str(basic["username"]), str(basic["password"])) if basic else None
    return dict(endpoint.get("headers") or {}), params, auth


def make_interpreter(model: Model, around: Surroundings) -> Interpreter:
    """The model's pipeline, or the server that endpoints.yml names."""
    remote = around.endpoints.nlu
    understood: Interpreter = model.pipeline or NothingUnderstood(model)
    if remote and remote.url:
        from causerie.nlu.http import HttpInterpreter

        headers, params, auth = access(remote)
        understood = HttpInterpreter(remote.url, headers, params, auth)
    if model.open_turns is None:
        return understood
    from causerie.open_turns_assembly import with_open_questions

    return with_open_questions(understood, model)


def make_open_turns(model: Model, around: Surroundings) -> OpenTurns | None:
    """None for a project without them, which does not pay for importing them either."""
    if model.open_turns is None:
        return None
    from causerie.open_turns_assembly import make_open_turns

    return make_open_turns(model, around.folder, around.endpoints)


def _rephrased(responses: ResponseGenerator, open_turns: OpenTurns | None) -> ResponseGenerator:
    return Rephrased(responses, open_turns) if open_turns else responses


class NothingUnderstood:
    """A model without NLU: only ``/intent`` messages mean something."""

    def __init__(self, model: Model) -> None:
        self._direct = Pipeline((), DirectNames.of(model.domain), model.language)

    async def parse_data(
        self, text: str, metadata: dict[str, Any] | None = None, time: float | None = None
    ) -> dict[str, Any]:
        return await self._direct.parse_data(text, metadata, time)


def _responses(model: Model, around: Surroundings) -> ResponseGenerator:
    nlg = around.endpoints.nlg
    if nlg and nlg.type and "." in nlg.type:
        return own_responses(nlg, model.domain)
    if nlg and nlg.url and (nlg.type or "callback") == "callback":
        from causerie.responses.nlg_server import ServerResponses

        headers, _, _ = access(nlg)
        return ServerResponses(nlg.url, model.domain, headers)
    return TemplateResponses(model.domain.responses)


def _stamp(model: Model) -> dict[str, Any]:
    stamp: dict[str, Any] = {"model_id": model.model_id}
    if model.assistant_id:
        stamp["assistant_id"] = model.assistant_id
    return stamp


def _apology(endpoint: EndpointConfig | None) -> str | None:
    return endpoint.get("apology") if endpoint else None
