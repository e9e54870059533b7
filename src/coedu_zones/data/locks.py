"""The one lock of what threads share: modules and tables that come late, memories that grow.

A fork waits for it. Else a child process could inherit it taken, with nobody
left to release it, and wait for ever at its first text.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_T = TypeVar("_T")

#: Held while something is imported late, loaded, built or remembered; who holds it may take it again.
shared_lock = threading.RLock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=shared_lock.acquire, after_in_parent=shared_lock.release, after_in_child=shared_lock.release
    )


class kept_property(Generic[_T]):  # noqa: N801 - used as property is
    """A property that is worked out once for each object, under the one lock.

    ``functools.cached_property`` of Python 3.11 has a lock of its own, which a fork does not wait for.
    """

    def __init__(self, build: Callable[[Any], _T]) -> None:
        self._build = build
        self.__doc__ = build.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, obj: None, owner: type) -> Self: ...
    @overload
    def __get__(self, obj: object, owner: type) -> _T: ...
    def __get__(self, obj: object | None, owner: type) -> Self | _T:
        if obj is None:
            return self
        kept = obj.__dict__  # found before this method is, from now on
        with shared_lock:
            if self._name not in kept:
                kept[self._name] = self._build(obj)
            found: _T = kept[self._name]
        return found
