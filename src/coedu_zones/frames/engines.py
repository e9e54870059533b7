"""What every engine does with a column: check the options once, answer the texts, encode the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypedDict

from coedu_zones.errors import MissingBackendError
from coedu_zones.frames.columns import FIELDS, SHARED_FIELDS, ColumnResolver
from coedu_zones.inputs import is_missing, number_as_code
from coedu_zones.places.models import Level
from coedu_zones.resolver import Normalizer, PlaceLike

#: The fields that hold a text; ``score`` is a float, ``zones`` and ``candidates`` are lists.
TEXT_FIELDS: Final = tuple(field for field in FIELDS if field not in {"score", "zones"})
CANDIDATE_FIELDS: Final = ("path", "code", "score", "method")


def missing_backend(extra: str, error: ImportError) -> MissingBackendError:
    """Make the error that says what to install for one backend."""
    return MissingBackendError(
        f"coedu_zones.frames.{extra} needs {error.name or extra}, which cannot be imported ({error}); "
        f'install it with: pip install "coedu_zones[{extra}]"'
    )


class Options(TypedDict, total=False):
    """The options that every engine takes, as keywords; those of ``resolve_columns``."""

    #: One's own aliases or settings instead of the default ``Normalizer``.
    normalizer: Normalizer | None
    #: A name, a code or a division: only places inside it.
    within: PlaceLike | None
    #: Only places of this level.
    level: Level | str | None
    #: Whether to add the field ``candidates``.
    candidates: bool


class Coded(NamedTuple):
    """A column of answers, dictionary-encoded: the different ones field by field, and which of them each row has."""

    #: Field → its values in the different answers; all but the remainder. A missing text has no status.
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
    values = {
        field: [row[place] for row in answers.values()]
        for place, field in enumerate(SHARED_FIELDS)
        if field in resolver.fields
    }
    return Coded(values, [place_of[id(row)] for row in rows], remainders)
