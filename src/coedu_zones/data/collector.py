"""Python's garbage collector at rest while many answers are made.

They hold no circles, but to look for some the collector goes through all that the process holds, again and again: it
took a fifth of the time of texts that are different from one another.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Final

_at_rest: Final[set[int]] = set()  # the threads that have put it to rest


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Do without the collector for a few hundred texts. Where it is off already, it stays so.

    >>> with collector_at_rest():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        yield
        return
    thread = get_ident()
    _at_rest.add(thread)
    gc.disable()
    try:
        yield
    finally:
        _at_rest.discard(thread)
        gc.enable()


def _wake() -> None:
    """A child has no thread that would end the rest."""
    if _at_rest:
        _at_rest.clear()
        gc.enable()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_wake)
