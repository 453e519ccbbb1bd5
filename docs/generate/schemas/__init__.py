"""JSON Schemas (draft 2020-12) of all files of a project, made from the tables of the code.

Each stands alone, so that an editor needs one file only.
"""

from __future__ import annotations

from docs.generate.schemas.config import config
from docs.generate.schemas.credentials import credentials
from docs.generate.schemas.domain import domain
from docs.generate.schemas.endpoints import endpoints
from docs.generate.schemas.markers import markers
from docs.generate.schemas.pieces import Schema
from docs.generate.schemas.training_data import stories_for_tests, training_data

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, Schema]:
    """Schema by file name without ending."""
    made = {
        "config": config(),
        "credentials": credentials(),
        "domain": domain(),
        "endpoints": endpoints(),
        "markers": markers(),
        "test-stories": stories_for_tests(),
        "training-data": training_data(),
    }
    return {name: {"$schema": DRAFT, **schema} for name, schema in made.items()}
