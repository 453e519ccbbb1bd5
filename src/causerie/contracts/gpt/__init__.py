"""A GPT on this machine for tests: speaks OpenAI's protocol over real HTTP, answers what you say, fails on demand.

with LocalGpt(lambda messages: "It opens at nine.") as gpt:
    …  # OPENAI_BASE_URL or 'base_url' of 'llm' in endpoints.yml: gpt.base_url
assert gpt.asked[0].body["model"] == "gpt-test"
"""

from causerie.contracts.gpt.faults import Fault
from causerie.contracts.gpt.local_gpt import LocalGpt
from causerie.contracts.gpt.recorded import Recorded

__all__ = ["Fault", "LocalGpt", "Recorded"]
