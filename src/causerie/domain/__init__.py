"""What an assistant knows of: intents, entities, slots, forms, responses, actions. Values only."""

from causerie.domain.domain import Domain, SessionConfig
from causerie.domain.forms import Form
from causerie.domain.intents import Entity, Intent
from causerie.domain.mappings import Condition, Mapping, MappingType
from causerie.domain.responses import ResponseCondition, Variation
from causerie.domain.slots import Slot

__all__ = [
    "Condition",
    "Domain",
    "Entity",
    "Form",
    "Intent",
    "Mapping",
    "MappingType",
    "ResponseCondition",
    "SessionConfig",
    "Slot",
    "Variation",
]
