"""What a running assistant imports for its policies."""

from __future__ import annotations

import subprocess
import sys

from .learning_from import DOMAIN, STORIES

SERVE = """
import sys
from causerie.dialogue.events import ActionExecuted, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.files.project import read_project_from_strings
from causerie.policies.registry import make_policies
from causerie.ports import PolicyContext

of = read_project_from_strings(sys.stdin.read())
names = ("TEDPolicy", "UnexpecTEDIntentPolicy", "AugmentedMemoizationPolicy", "RulePolicy")
said = UserUttered(text="hi", intent={"name": "greet", "confidence": 1.0})
tracker = Tracker("a", of.domain.slots, (ActionExecuted(name="action_listen"), said))
for policy in make_policies([(name, {}) for name in names]).values():
    policy.train(PolicyContext(of.stories, of.rules, of.domain))
    policy.predict(tracker, of.domain)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"sklearn", "scipy", "tensorflow", "torch"}))
"""


def test_policies_need_no_learning_library() -> None:
    served = subprocess.run(
        [sys.executable, "-c", SERVE], input=DOMAIN + STORIES, text=True, capture_output=True, check=True
    )
    assert served.stdout.strip() == "[]"
