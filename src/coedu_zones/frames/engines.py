"""What every engine does with a column: check the options once, answer the texts, encode the answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from typing import Any, Final, NamedTuple, ParamSpec, TypedDict, TypeVar, cast

from coedu_zones.errors import MissingBackendError, install
from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.messages import say
from coedu_zones.parse.in_terms import TermsOf
from coedu_zones.places.inputs import check_options, is_missing, number_as_code
from coedu_zones.places.models import Level
from coedu_zones.resolver import Normalizer, PlaceLike

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")
_Chosen = TypeVar("_Chosen", bound="Options")


def missing_backend(extra: str, error: ImportError) -> MissingBackendError:
    """Make the error that says what to install for one backend."""
    return MissingBackendError(
        say(
            "coedu_zones.frames.{extra} needs {package}, which cannot be imported ({error}); install it with: {command}",
            extra=extra,
            package=error.name or extra,
            error=error,
            command=install(extra),
        )
    )


class Options(TypedDict, total=False):
    """The options that every engine takes, as keywords; those of ``resolve_columns``."""

    #: A name, a code or a division: only places inside it.
    within: PlaceLike | None
    #: Only places of this level.
    level: Level | str | None
    #: The year, or the date, that the texts come from.
    as_of: int | date | None
    #: ``"main"``: the main successor of a former division that was split.
    split: str | None
    #: The year in whose terms the place is given, or several.
    terms_of: TermsOf
    #: Whether to add the field ``candidates``.
    candidates: bool
    #: Which fields, ``FIELDS`` by default.
    fields: Iterable[str] | None
    #: One's own aliases or settings instead of the default ``Normalizer``.
    normalizer: Normalizer | None


class FrameOptions(Options, total=False):
    """The options of a method of a frame: also the names of the columns that come before the last one."""

    province: str | None
    prefecture: str | None
    county: str | None


class SeriesOptions(Options, total=False):
    """The options of a method of a series: also the series, or lists, that are put before its texts."""

    province: Iterable[object] | None
    prefecture: Iterable[object] | None
    county: Iterable[object] | None


COLUMNS: Final = ("province", "prefecture", "county")


def parted(options: Any) -> tuple[list[Any], Options]:
    """The columns among some options, from large to small, and the other options."""
    columns = [options.get(name) for name in COLUMNS]
    return columns, cast("Options", {name: value for name, value in options.items() if name not in COLUMNS})


def takes_columns(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """``takes_options`` for a function that takes ``province``, ``prefecture`` and ``county`` too."""
    return _spelt(function, (*inspect.signature(_columns).parameters.values(), *_OPTIONS))


def takes_options(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """Spell out the options of a function that hands them on, so that ``help()`` shows them and a wrong one is named.

    A type checker reads them from ``Unpack[Options]``.
    """
    return _spelt(function, _OPTIONS)


def _columns(*, province: Any = None, prefecture: Any = None, county: Any = None) -> None:
    """The columns as a signature."""


_OPTIONS: Final = tuple(
    p for p in inspect.signature(ColumnResolver.__init__).parameters.values() if p.kind is p.KEYWORD_ONLY
)


def _spelt(function: Callable[_Given, _Found], options: Sequence[inspect.Parameter]) -> Callable[_Given, _Found]:
    own = inspect.signature(function)
    named = [p for p in own.parameters.values() if p.kind is not p.VAR_KEYWORD]
    spelt = own.replace(parameters=[*named, *options])
    known = [name for name in spelt.parameters if name != "self"]

    @wraps(function)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Found:
        check_options(function.__qualname__, kwargs, known)
        return function(*args, **kwargs)

    call.__signature__ = spelt  # type: ignore[attr-defined]
    return call


def alone(field: str, options: _Chosen) -> _Chosen:
    """The options of a method that gives one field.

    Raises:
        TypeError: they ask for other fields.

    """
    if options.get("fields") is not None or options.get("candidates"):
        raise TypeError(
            say("{field}() gives the field {field!r} alone; resolve() takes fields= and candidates=", field=field)
        )
    return cast("_Chosen", {**options, "fields": [field]})


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


def columns_of(column: object, options: FrameOptions) -> tuple[list[Any], Options]:
    """The names of the columns of a frame that form the place, from large to small, and the other options.

    Raises:
        TypeError: no column is named.

    """
    first, others = parted(options)
    last = column if isinstance(column, list | tuple) else [] if column is None else [column]
    found = [name for name in (*first, *last) if name is not None]
    if not found:
        raise TypeError(
            say("no column: name one, such as 'addr', or several, such as province='province', county='county'")
        )
    return found, others
