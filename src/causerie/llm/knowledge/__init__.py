"""What a project knows beyond its stories: pages cut into passages, searched, and quoted.

Reading files is in ``reading`` and ``answers``, which nothing here imports.
"""

from causerie.llm.knowledge.confidence import THRESHOLD
from causerie.llm.knowledge.embed import Embed
from causerie.llm.knowledge.extract import Extract, extract
from causerie.llm.knowledge.found import Found, answerable
from causerie.llm.knowledge.knowledge import Knowledge
from causerie.llm.knowledge.passage import Passage

__all__ = ["THRESHOLD", "Embed", "Extract", "Found", "Knowledge", "Passage", "answerable", "extract"]
