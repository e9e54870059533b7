"""The errors of the package, one small tree.

::

    CoeduZonesError
    ├── UnknownCodeError       (LookupError)   a code or a zone number that the data does not hold
    ├── AmbiguousNameError     (ValueError)    several places fit; it carries the candidates
    ├── UnresolvedNameError    (ValueError)    no place fits, or the parts contradict one another
    ├── NoticeFormatError      (ValueError)    a page that holds no list, or a damaged one
    ├── UnknownYearError       (ValueError)    a year that the history tables do not hold
    ├── TextTooLongError       (ValueError)    a text over the documented maximum
    ├── MissingBackendError    (ImportError)   an optional library that is not installed
    └── DataIntegrityError                     the tables of the package are missing or damaged
"""

from __future__ import annotations

from typing import Any


class CoeduZonesError(Exception):
    """The base of every error that this package raises on purpose."""


class UnknownCodeError(CoeduZonesError, LookupError):
    """A division code, area id or zone number that the data does not hold."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class _NameError(CoeduZonesError, ValueError):
    """A text that did not resolve; ``candidates`` holds what it may have meant.

    They are :class:`Candidate` objects; for a former division that was split, its :class:`Succession` objects.
    """

    def __init__(self, message: str, candidates: tuple[Any, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates

    def __reduce__(self) -> tuple[type[_NameError], tuple[str, tuple[Any, ...]]]:
        return (type(self), (str(self), self.candidates))


class AmbiguousNameError(_NameError):
    """Several places fit the text; ``candidates`` holds each of them, best first."""


class UnresolvedNameError(_NameError):
    """No place fits the text, or its parts contradict one another."""


class NoticeFormatError(CoeduZonesError, ValueError):
    """A page without a list of zones, or with a list that contradicts itself."""


class UnknownYearError(CoeduZonesError, ValueError):
    """A year that the history tables do not hold."""


class TextTooLongError(CoeduZonesError, ValueError):
    """A text that is longer than ``MAX_TEXT_LENGTH`` characters."""


class MissingBackendError(CoeduZonesError, ImportError):
    """An optional library is needed and not installed; the message says what to install."""


class DataIntegrityError(CoeduZonesError):
    """A table of the package is missing, unreadable or not the file that was built."""


def install(extra: str) -> str:
    """The command that installs an extra; it works for an installed copy from anywhere, and in any shell.

    >>> install("files")
    'pip install "coedu_zones[files]"'
    """
    return f'pip install "coedu_zones[{extra}]"'


_SHOWN = 80


def looks(value: object) -> str:
    """What a value looks like in a message: its ``repr``, cut short, or its type where it has none.

    >>> looks("渝水区"), len(looks("x" * 5000))
    ("'渝水区'", 81)
    """
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a foreign object may raise anything, and a number of 5,000 digits does
        return f"<{type_name(value)}>"
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def shown(value: object) -> str:
    """The type of a value and what it looks like, for the message of an error.

    >>> shown(["渝水区"])
    "list: ['渝水区']"
    """
    return f"{type_name(value)}: {looks(value)}"


def type_name(value: object) -> str:
    """The name of the type of a value, whatever the type itself says of it."""
    name: str = type.__dict__["__name__"].__get__(type(value))  # a class may answer otherwise
    return name
