"""What finds the words of a response."""

from causerie.compat.rasa.core.nlg.generator import NaturalLanguageGenerator
from causerie.compat.rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

__all__ = ["NaturalLanguageGenerator", "TemplatedNaturalLanguageGenerator"]
