"""The error of this package, and the import of optional libraries."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from coedu_zones.errors import CoeduZonesError, MissingBackendError, install
from coedu_zones.messages import language, say, word


class TableError(CoeduZonesError, ValueError):
    """A table that cannot be read, written or understood; the message names the file, the row and the way out."""


def table_error(message: str, /, **values: Any) -> TableError:
    """The error with its message in the language that is set, filled with values."""
    return TableError(say(message, **values))


def backend(module: str, why: str) -> Any:
    """An optional library, loaded when it is needed.

    Raises:
        MissingBackendError: it is not installed; the message says what to install.

    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingBackendError(
            say(
                "{why} needs {package}, which is not installed; install it with: {command}",
                why=word(why),
                package=package,
                command=install("files"),
            )
        ) from error


def count(number: int, what: str) -> str:
    """A number with its noun: ``1 row``, ``1,200 rows``."""
    if language() == "zh":
        return f"{number:,} {word(what)}"
    return f"{number:,} {what if number == 1 else what + 's'}"


def quoted(names: list[str], most: int = 30) -> str:
    """Column names as a list for a message, the first ``most`` of them."""
    shown = ", ".join(repr(name[:60]) for name in names[:most])
    return say("{names} and {more} more", names=shown, more=len(names) - most) if len(names) > most else shown
