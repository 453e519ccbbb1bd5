"""Fits the weights of a search's confidence on the development questions.

    python -m benchmarks.knowledge.fit

Prints what to write into ``src/causerie/llm/knowledge/confidence.py``, and how well it tells answerable
questions from others when it is fitted without the question at hand.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from benchmarks.knowledge.questions import DEVELOPMENT, hotel_knowledge, is_right, read_questions
from causerie.llm.knowledge.confidence import signs
from causerie.llm.knowledge.knowledge import Knowledge
from causerie.llm.knowledge.languages import guess_language
from causerie.llm.knowledge.question import read_question
from causerie.llm.knowledge.ranking import Ranked, rank

NOTHING = Ranked(0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, None, ())
STRENGTH = 1.0  # inverse of the regularisation


def main() -> None:
    fit("WITH_ASKED", hotel_knowledge(), with_asked=True)
    fit("WITHOUT_ASKED", hotel_knowledge(with_answers=False, with_notes=False), with_asked=False)


def fit(name: str, knowledge: Knowledge, with_asked: bool) -> None:
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for question in read_questions(DEVELOPMENT):
        best = best_of(knowledge, question.ask) or NOTHING
        if question.where and not any(
            is_right(one.passage, question) for one in knowledge.search(question.ask)
        ):
            continue
        rows.append(signs(replace(best, like_asked=(best.like_asked or 0.0) if with_asked else None)))
        labels.append(bool(question.where))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1_000)
    held = cross_val_predict(model, rows, labels, cv=LeaveOneOut(), method="predict_proba")[:, 1]
    model.fit(rows, labels)
    area = roc_auc_score(labels, held)
    print(f"{name}: {len(rows)} questions; area under the curve, each left out once: {area:.3f}")
    for threshold in np.arange(0.25, 0.65, 0.05):
        kept = sum(p >= threshold for p, label in zip(held, labels, strict=True) if label)
        declined = sum(p < threshold for p, label in zip(held, labels, strict=True) if not label)
        print(f"  threshold {threshold:.2f}: kept {kept} of {sum(labels)}, declined {declined}")
    print(f"  Fitted({model.intercept_[0]:.2f}, ({', '.join(f'{weight:.2f}' for weight in model.coef_[0])}))")


def best_of(knowledge: Knowledge, ask: str) -> Ranked | None:
    """The best passage in the question's language, or in any when that can't be told."""
    language = guess_language(ask)
    codes = [language] if language in knowledge.lookups else list(knowledge.lookups)
    ranked = [
        rank(read_question(ask, knowledge.lookups[code]), knowledge.lookups[code].index) for code in codes
    ]
    return max((found[0] for found in ranked if found), key=lambda one: one.score, default=None)


if __name__ == "__main__":
    main()
