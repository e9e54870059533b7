"""What every engine does with a column: check the options once, answer the texts, encode the answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypedDict, TypeVar

from coedu_zones.errors import MissingBackendError
from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.in_terms import TermsOf
from coedu_zones.inputs import check_options, is_missing, number_as_code
from coedu_zones.places.models import Division, Level
from coedu_zones.resolver import Normalizer

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


def missing_backend(extra: str, error: ImportError) -> MissingBackendError:
    """Make the error that says what to install for one backend."""
    return MissingBackendError(
        f"coedu_zones.frames.{extra} needs {error.name or extra}, which cannot be imported ({error}); "
        f'install it with: pip install "coedu_zones[{extra}]"'
    )


class Options(TypedDict, total=False):
    """The options that every engine takes, as keywords; those of ``resolve_columns``."""

    #: A name, a code or a division: only places inside it.
    within: str | float | Division | None
    #: Only places of this level.
    level: Level | str | None
    #: The year, or the date, that the texts come from.
    as_of: int | date | None
    #: ``"main"``: the main heir of a former division that was split.
    split: str | None
    #: The year in whose terms the place is given, or several.
    terms_of: TermsOf
    #: Whether to add the field ``candidates``.
    candidates: bool
    #: Which fields, ``FIELDS`` by default.
    fields: Iterable[str] | None
    #: One's own aliases or settings instead of the default ``Normalizer``.
    normalizer: Normalizer | None


def takes_options(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """Spell out the options of a function that hands them on, so that ``help()`` shows them and a wrong one is named.

    A type checker reads them from ``Unpack[Options]``.
    """
    own = inspect.signature(function)
    named = [p for p in own.parameters.values() if p.kind is not p.VAR_KEYWORD]
    options = [p for p in inspect.signature(ColumnResolver.__init__).parameters.values() if p.kind is p.KEYWORD_ONLY]
    spelt = own.replace(parameters=[*named, *options])
    known = [name for name in spelt.parameters if name != "self"]

    @wraps(function)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Found:
        check_options(function.__qualname__, kwargs, known)
        return function(*args, **kwargs)

    call.__signature__ = spelt  # type: ignore[attr-defined]
    return call


class Coded(NamedTuple):
    """A column of answers, dictionary-encoded: the different ones field by field, and which of them each row has."""

    #: Field → its values in the different answers, the status always among them; all but the remainder. A missing text has no status.
    values: dict[str, list[Any]]
    #: For each row the place of its answer in ``values``.
    places: list[int]
    #: For each row its remainder.
    remainders: list[str | None]


def holds_codes(cells: Sequence[object]) -> bool:
    """Whether numbers are codes that lost their text on the way: at least one has a code's length, or all are missing."""
    return any(number_as_code(cell) for cell in cells) or all(map(is_missing, cells))


def coded(resolver: ColumnResolver, texts: Sequence[object]) -> Coded:
    """Answer a column; rows that mean the same place in the same way share one answer."""
    rows, remainders = resolver.answers(texts)
    answers = {id(row): row for row in rows}
    place_of = {key: place for place, key in enumerate(answers)}
    values = {field: [row[place] for row in answers.values()] for place, field in enumerate(resolver.shared)}
    return Coded(values, [place_of[id(row)] for row in rows], remainders)


def columns_of(
    column: str | Sequence[str] | None, province: str | None, prefecture: str | None, county: str | None
) -> list[str]:
    """The names of the columns of a frame that form the place, from large to small.

    Raises:
        TypeError: none is named, or a name is no text.

    """
    last = [column] if isinstance(column, str) else list(column or ())
    found = [name for name in (province, prefecture, county) if name is not None] + last
    if not found or not all(isinstance(name, str) for name in found):
        raise TypeError(f"expected the names of columns, such as 'addr', county='county', got {found or 'none'}")
    return found
