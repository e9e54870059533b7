"""A column of texts → columns of answers: the one contract that every engine keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from coedu_zones.coverage import covering_numbers
from coedu_zones.default import default_normalizer
from coedu_zones.errors import TextTooLongError
from coedu_zones.gazetteer import level_of
from coedu_zones.heads import HeadTable, Row
from coedu_zones.inputs import MAX_TEXT_LENGTH, is_missing, number_as_code, several
from coedu_zones.models import Division, Level, Place, level_names
from coedu_zones.name_tree import Node
from coedu_zones.names import METHODS, SHORT, NameIndex
from coedu_zones.normalizer import Normalizer
from coedu_zones.resolution import Candidate, Method, Resolution, Status
from coedu_zones.rules import BASE_SCORES, SUPPORT_SCORES, tidy
from coedu_zones.shipped import load_once
from coedu_zones.text import normalize_text
from coedu_zones.threads import shared_lock

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
_WORTH_A_TABLE: Final = 2_000  # for fewer rows the table of heads is not made
_SAMPLE: Final = 1_024  # rows of a chunk that tell whether it repeats itself
_MEMO_TEXTS: Final = 65_536  # how many answers are remembered, and of texts up to which length
_MEMO_LENGTH: Final = 64


def resolve_columns(
    texts: Iterable[object],
    *,
    normalizer: Normalizer | None = None,
    within: str | float | Division | None = None,
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


class _Known(NamedTuple):
    """Answers that only ever grow, and the place of each text in them; threads may read while one adds."""

    places: dict[object, int]
    rows: list[Row]
    rests: list[str | None]


class ColumnResolver:
    """Answers column after column with the same options, which are checked once.

    Texts that had to go through the ordered rules are remembered, and the texts of
    columns that repeat themselves. The memory is bounded by ``_MEMO_TEXTS`` and
    ``_MEMO_LENGTH``, and does not travel with a pickle. Threads may share one.

    Raises:
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        ValueError: ``level`` is no level.

    """

    def __init__(
        self,
        *,
        normalizer: Normalizer | None = None,
        within: str | float | Division | None = None,
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
        self._plain = within is None and level is None and not candidates
        self._asked = 0  # rows so far
        self._memo: dict[str, tuple[Row, str | None]] = {}  # what the ordered rules said
        self._known = _Known({}, [], [])  # all that was said in columns that repeat themselves

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_memo": {}, "_known": _Known({}, [], []), "_asked": 0}

    def columns(self, texts: Iterable[object]) -> dict[str, list[Any]]:
        """The columns of ``resolve_columns``."""
        texts = texts if isinstance(texts, list | tuple) else list(several(texts))
        found: dict[str, list[Any]] = {field: [None] * len(texts) for field in self.fields}
        shared = [found[field] for field in SHARED_FIELDS if field in found]
        for start in range(0, len(texts), _CHUNK):
            rows, rests = self.answers(texts[start : start + _CHUNK], len(texts))
            end = start + len(rows)
            found["remainder"][start:end] = rests
            for at in range(0, len(rows), _SLICE):
                part = rows[at : at + _SLICE]
                for column, values in zip(shared, zip(*part, strict=True), strict=False):
                    column[start + at : start + at + len(part)] = values
        return found

    def answers(self, texts: Sequence[object], expected: int = 0) -> tuple[list[Row], list[str | None]]:
        """The shared fields and the remainder of each text, of a column of ``expected`` rows."""
        self._asked += len(texts)
        if not _are_texts(texts):
            texts = [t if isinstance(t, str) else None if is_missing(t) else number_as_code(t) or t for t in texts]
        if not (_are_texts(texts) and _repeats(texts)):
            return self._each(texts, expected)
        known = self._known if len(self._known.rows) < _MEMO_TEXTS else _Known({}, [], [])
        self._known = known
        places: list[Any] = [*map(known.places.get, texts)]
        if None in places:
            new: list[Any] = [*dict.fromkeys(text for text, place in zip(texts, places, strict=True) if place is None)]
            rows, rests = self._each(new, expected)
            with shared_lock:
                first = len(known.rows)
                known.rows.extend(rows)
                known.rests.extend(rests)
                known.places.update((text, place) for place, text in enumerate(new, first))
            if sum(map(len, filter(None, new))) > _MEMO_LENGTH * len(new):
                self._known = _Known({}, [], [])  # long texts are not kept for the next column
            places = [known.places[text] for text in texts]
        return [*map(known.rows.__getitem__, places)], [*map(known.rests.__getitem__, places)]

    def _each(self, texts: Sequence[object], expected: int) -> tuple[list[Row], list[str | None]]:
        """The answers of texts that are mostly different."""
        rows: list[Any] = [None] * len(texts)
        rests: list[Any] = rows.copy()
        engine = self._normalizer or default_normalizer()
        table = self._table(engine, max(expected, self._asked))
        if table is not None:
            rows, rests = table.look_up([text if isinstance(text, str) else "" for text in texts])
        for place in [place for place, row in enumerate(rows) if row is None]:
            text = texts[place]
            row = table.parted(text) if table is not None and isinstance(text, str) else None
            rows[place], rests[place] = (row, "") if row else self._one(engine, text)
        return rows, rests

    def _table(self, engine: Normalizer, rows: int) -> HeadTable | None:
        """The table of heads, where it holds for these options and so many rows are worth it."""
        shared = engine.index is NameIndex.current() and engine.cutoff <= SUPPORT_SCORES["closed"]
        return table_of_heads() if self._plain and shared and rows >= _WORTH_A_TABLE else None

    def _one(self, engine: Normalizer, text: object) -> tuple[Row, str | None]:
        """The shared fields and the remainder of one text."""
        if not isinstance(text, str):
            return (_MISSING, None) if is_missing(text) else self._by_rules(engine, text)
        known = self._memo.get(text)
        if known is not None:
            return known
        if self._plain and len(text) <= MAX_TEXT_LENGTH:
            clean = normalize_text(text).text
            node = engine.quick.read(clean)
            if node is not None:
                row = _node_row(engine, node, clean) if node.row is None else node.row
                if row:
                    return row, tidy(clean[node.end :]) if node.end < len(clean) else ""
        found = self._by_rules(engine, text)
        if len(text) <= _MEMO_LENGTH:
            if len(self._memo) >= _MEMO_TEXTS:
                self._memo = {}
            self._memo[text] = found
        return found

    def _by_rules(self, engine: Normalizer, text: object) -> tuple[Row, str | None]:
        try:
            return row_of(engine.resolve(text, within=self.within, level=self.level))
        except (TypeError, TextTooLongError) as error:
            return _ERROR, str(error)


def _are_texts(texts: Sequence[object]) -> bool:
    """Whether all cells are texts or ``None``."""
    return set(map(type, texts)) <= {str, type(None)}


def _repeats(texts: Sequence[object]) -> bool:
    """Whether a chunk seems to hold the same texts over and over."""
    sample = texts[:_SAMPLE]
    return len(set(sample)) < 0.9 * len(sample)


@load_once
def table_of_heads() -> HeadTable:
    """The table of the default normalizer, made when a long column first asks for it."""
    engine = default_normalizer()

    def row(code: str, strength: int) -> Row:
        support = "closed" if strength > SHORT else ""
        return _place_row(engine, code, min(BASE_SCORES[strength], SUPPORT_SCORES[support]), METHODS[strength])

    return HeadTable(engine.index, row, lambda name: engine.namesakes(name) is not None)


def _node_row(engine: Normalizer, node: Node, text: str) -> Row | None:
    """The fields that every text ending at a node shares; empty where the ordered rules must decide."""
    if node.single and (len(node.readings) > 1 or engine.namesakes(text[: node.end]) is None):
        score = engine.quick.score(node)
        place, strength = node.entries[0]
        node.row = _place_row(engine, place, score, METHODS[strength]) if score >= engine.cutoff else ()
    else:
        outcome = engine.answer(node, text)
        node.row = _row(*outcome[:2]) if outcome else ()
    return node.row


def _place_row(engine: Normalizer, place_id: str, score: float, method: Method) -> Row:
    """The shared fields of a place that was resolved, without making its model: columns hold text."""
    key = (place_id, score, method)
    row = engine.rows.get(key)
    if row is None:
        gazetteer = engine.gazetteer
        if place_id in gazetteer.rows and gazetteer.year is None:
            path = tuple(gazetteer.rows[code].name for code in gazetteer.ancestors[place_id])
            level = level_of(place_id)
            fields = ("resolved", place_id, path[-1], level.value, *level_names(path, level), "/".join(path))
            row = (*fields, score, method.value, covering_numbers(place_id), None)
        else:
            place = gazetteer.place(place_id)
            row = (*_place_fields(place), score, method.value, covering_numbers(place), None)
        engine.rows[key] = row
    return row


def _place_fields(place: Place) -> Row:
    level = place.level.value if isinstance(place, Division) else "functional_area"
    code = place.code if isinstance(place, Division) else None
    return ("resolved", code, place.name, level, *place.level_names, place.path_text)


def _row(status: Status, candidates: Sequence[Candidate]) -> Row:
    """The shared fields of an outcome, without its candidates."""
    best = candidates[0] if candidates else None
    told = (best.score, best.method.value) if best else (None, None)
    if status is not Status.RESOLVED or best is None:
        return (status.value, *(None,) * 7, *told, None, None)
    return (*_place_fields(best.place), *told, covering_numbers(best.place), None)


def row_of(resolution: Resolution) -> tuple[Row, str]:
    """The shared fields of one resolution, candidates last, and its remainder."""
    found = [
        {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value}
        for c in resolution.candidates
    ]
    return (*_row(resolution.status, resolution.candidates)[:-1], found), resolution.remainder
