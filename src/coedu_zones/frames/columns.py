"""A column of texts → columns of answers: the one contract that every engine keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from coedu_zones.errors import TextTooLongError
from coedu_zones.inputs import as_text, is_missing, number_as_code, several
from coedu_zones.parse.outcome import remainder
from coedu_zones.parse.parser import Scope
from coedu_zones.parse.text import normalize_text
from coedu_zones.places.models import Division, Level, Place
from coedu_zones.resolution import Candidate, Resolution, Status
from coedu_zones.resolver import Normalizer, PlaceLike, default_normalizer
from coedu_zones.zone_lists.coverage import covering_numbers

#: The fields of an answer, in order. ``candidates`` comes after them on request.
FIELDS: Final = (
    "status", "code", "name", "level", "province", "prefecture", "county",
    "path", "score", "method", "remainder", "zones",
)  # fmt: skip

#: The fields that texts with the same meaning share, in the order of a ``Row``.
SHARED_FIELDS: Final = (*(field for field in FIELDS if field != "remainder"), "candidates")
_MISSING: Final = (None,) * len(SHARED_FIELDS)
_ERROR: Final = ("error", *_MISSING[1:])

_CHUNK: Final = 16_384  # rows that are worked on at once
_SLICE: Final = 512  # rows that are turned into columns at once: so many stay in the processor's cache

Row = tuple[Any, ...]


def resolve_columns(
    texts: Iterable[object],
    *,
    normalizer: Normalizer | None = None,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    candidates: bool = False,
) -> dict[str, list[Any]]:
    """One list a field, each as long as ``texts`` and in its order.

    A whole number of 2, 4, 6, 9 or 12 digits is a code. A missing text (``None``, NaN) gives ``None`` in every field. ``zones`` holds
    the numbers of the zones that cover the place as a tuple, empty when none does;
    it is ``None`` unless the text resolved. ``candidates`` adds a list of
    dictionaries (path, code, score, method) a row. A text that cannot be read at
    all (too long, not a text) gives the status ``"error"`` and the message as its
    remainder: a batch never dies of one row.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        ValueError: ``level`` is no level.

    >>> resolve_columns(["渝水区", None])["code"]
    ['360502', None]
    """
    return ColumnResolver(normalizer=normalizer, within=within, level=level, candidates=candidates).columns(texts)


class ColumnResolver:
    """Answers column after column with the same options, which are checked once.

    Threads may share one.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        ValueError: ``level`` is no level.

    """

    def __init__(
        self,
        *,
        normalizer: Normalizer | None = None,
        within: PlaceLike | None = None,
        level: Level | str | None = None,
        candidates: bool = False,
    ) -> None:
        self._normalizer = normalizer
        if isinstance(within, str):
            engine = normalizer or default_normalizer()
            place = engine.gazetteer.place(engine.scope(within)[0][0])
            within = place if isinstance(place, Division) else within
        self.within = within
        self.level = None if level is None else Level(level)
        self.candidates = candidates
        self.fields = (*FIELDS, "candidates") if candidates else FIELDS

    def columns(self, texts: Iterable[object]) -> dict[str, list[Any]]:
        """The columns of ``resolve_columns``."""
        texts = texts if isinstance(texts, list | tuple) else list(several(texts))
        found: dict[str, list[Any]] = {field: [None] * len(texts) for field in self.fields}
        shared = [found[field] for field in SHARED_FIELDS if field in found]
        for start in range(0, len(texts), _CHUNK):
            rows, rests = self.answers(texts[start : start + _CHUNK])
            end = start + len(rows)
            found["remainder"][start:end] = rests
            for at in range(0, len(rows), _SLICE):
                part = rows[at : at + _SLICE]
                for column, values in zip(shared, zip(*part, strict=True), strict=False):
                    column[start + at : start + at + len(part)] = values
        return found

    def answers(self, texts: Sequence[object]) -> tuple[list[Row], list[str | None]]:
        """The shared fields and the remainder of each text."""
        engine = self._normalizer or default_normalizer()
        scope = engine.scope(self.within) if self.within is not None else ()
        level = self.level.value if self.level is not None else None
        seen: dict[str, tuple[Row, str | None]] = {}
        rows: list[Row] = []
        rests: list[str | None] = []
        for text in texts:
            answer = seen.get(text) if type(text) is str else None
            if answer is None:
                answer = self._one(engine, text, scope, level)
                if type(text) is str:
                    seen[text] = answer
            rows.append(answer[0])
            rests.append(answer[1])
        return rows, rests

    def _one(self, engine: Normalizer, text: object, scope: Scope, level: str | None) -> tuple[Row, str | None]:
        """The shared fields and the remainder of one text."""
        if is_missing(text):
            return _MISSING, None
        try:
            raw = as_text(number_as_code(text) or text)
        except (TypeError, TextTooLongError) as error:
            return _ERROR, str(error)
        if raw is None:
            return _row(Status.UNRESOLVED, ()), ""
        clean = normalize_text(raw)
        special = engine.special(clean, scope, level)
        if special is not None:
            return _row(special.status, special.candidates), special.remainder
        parsed = engine.parse(clean, scope, level)
        if parsed.decision.row is None:
            candidates = tuple(map(engine.explainer.candidate, parsed.decision.options))
            parsed.decision.row = _row(Status(parsed.decision.status), candidates)
        return parsed.decision.row, remainder(clean.text, parsed)


def _place_fields(place: Place) -> Row:
    level = place.level.value if isinstance(place, Division) else "functional_area"
    code = place.code if isinstance(place, Division) else None
    return ("resolved", code, place.name, level, *place.level_names, place.path_text)


def _row(status: Status, candidates: Sequence[Candidate]) -> Row:
    """The shared fields of an outcome, candidates last."""
    best = candidates[0] if candidates else None
    scored = (best.score, best.method.value) if best else (None, None)
    found = [
        {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value} for c in candidates
    ]
    if status is not Status.RESOLVED or best is None:
        return (status.value, *(None,) * 7, *scored, None, found)
    return (*_place_fields(best.place), *scored, covering_numbers(best.place), found)


def row_of(resolution: Resolution) -> tuple[Row, str]:
    """The shared fields of one resolution, candidates last, and its remainder."""
    return _row(resolution.status, resolution.candidates), resolution.remainder
