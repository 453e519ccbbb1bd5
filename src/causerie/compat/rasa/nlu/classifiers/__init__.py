"""Intent classifiers."""

LABEL_RANKING_LENGTH = 10
