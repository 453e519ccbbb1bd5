"""Memory of a process that serves for long."""

from __future__ import annotations

import gc


def settle() -> None:
    """Take what is there for permanent: the collector need not look at it again and again.

    Conversations are made of frozen values without cycles, so rare collections find little; frequent
    ones would cost more the more conversations are kept.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
