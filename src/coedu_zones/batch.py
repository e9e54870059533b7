"""A column of texts → columns of answers: the one contract that every engine keeps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from coedu_zones.errors import TextTooLongError
from coedu_zones.inputs import MAX_TEXT_LENGTH, is_missing
from coedu_zones.models import Division, Level, Place
from coedu_zones.normalizer import Normalizer
from coedu_zones.quick import Node
from coedu_zones.resolution import Resolution
from coedu_zones.resolve import default_normalizer
from coedu_zones.rules import tidy
from coedu_zones.text import is_clean
from coedu_zones.zones import covering_numbers

_SEEN: Final = 200_000  # so many distinct texts of one column are remembered

#: The fields of an answer, in order. ``candidates`` comes after them on request.
FIELDS: Final = (
    "status", "code", "name", "level", "province", "prefecture", "county",
    "path", "score", "method", "remainder", "zones",
)  # fmt: skip


def resolve_columns(
    texts: Iterable[object],
    *,
    normalizer: Normalizer | None = None,
    within: str | Division | None = None,
    level: Level | str | None = None,
    candidates: bool = False,
) -> dict[str, list[Any]]:
    """One list a field, each as long as ``texts`` and in its order.

    A missing text (``None``, NaN) gives ``None`` in every field. ``zones`` holds
    the numbers of the zones that cover the place as a tuple, empty when none does;
    it is ``None`` unless the text resolved. ``candidates`` adds a list of
    dictionaries (path, code, score, method) a row. A text that cannot be read at
    all (too long, not a text) gives the status ``"error"`` and the message as its
    remainder: a batch never dies of one row.

    >>> resolve_columns(["渝水区", None])["code"]
    ['360502', None]
    """
    engine = normalizer or default_normalizer()
    fields = (*FIELDS, "candidates") if candidates else FIELDS
    level = Level(level) if level is not None else None
    plain = within is None and level is None and not candidates
    read = engine.quick.read
    rows: list[tuple[Any, ...]] = []
    seen: dict[str, tuple[Any, ...]] = {}
    for text in texts:
        if not isinstance(text, str):
            rows.append(_row(engine, text, within, level)[: len(fields)])
            continue
        row = seen.get(text)
        if row is None:
            node = read(text) if plain and is_clean(text) and len(text) <= MAX_TEXT_LENGTH else None
            if node is not None and engine.quick.score(node) >= engine.cutoff:
                head, zones = node.row or _node_row(engine, node)
                row = (*head, tidy(text[node.end :]), zones)
            else:
                row = _row(engine, text, within, level)[: len(fields)]
            if len(seen) < _SEEN:
                seen[text] = row
        rows.append(row)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(fields)
    return {field: list(column) for field, column in zip(fields, columns, strict=True)}


def _node_row(engine: Normalizer, node: Node) -> tuple[tuple[Any, ...], tuple[int, ...]]:
    """The fields that every text ending at a node shares: all before the remainder, and the zones."""
    candidate = (node.answer or engine.answer(node))[0][0]
    place = candidate.place
    head = (*_place_fields(place), candidate.score, candidate.method.value)
    node.row = (head, covering_numbers(place))
    return node.row


def _row(
    engine: Normalizer, text: object, within: str | Division | None, level: Level | str | None
) -> tuple[Any, ...]:
    if is_missing(text):
        return (None,) * (len(FIELDS) + 1)
    try:
        resolution = engine.resolve(text, within=within, level=level)
    except (TypeError, TextTooLongError) as error:
        return ("error", *(None,) * 9, str(error), None, None)
    return row_of(resolution)


def _place_fields(place: Place) -> tuple[Any, ...]:
    level = place.level.value if isinstance(place, Division) else "functional_area"
    code = place.code if isinstance(place, Division) else None
    return ("resolved", code, place.name, level, *place.level_names, place.path_text)


def row_of(resolution: Resolution) -> tuple[Any, ...]:
    """The fields of one resolution, candidates last."""
    place = resolution.place
    best = resolution.best
    found = [
        {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value}
        for c in resolution.candidates
    ]
    tail = (best.score if best else None, best.method.value if best else None, resolution.remainder)
    if place is None:
        return (resolution.status.value, *(None,) * 7, *tail, None, found)
    return (*_place_fields(place), *tail, covering_numbers(place), found)
