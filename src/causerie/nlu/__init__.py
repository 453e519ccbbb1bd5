"""Understanding: text → tokens → features → intent, entities, response."""

from causerie.nlu.message import ExtractedEntity, IntentScore, Message, Token, to_parse_data
from causerie.nlu.pipeline import Pipeline

__all__ = ["ExtractedEntity", "IntentScore", "Message", "Pipeline", "Token", "to_parse_data"]
