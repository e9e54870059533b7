"""A column of texts → columns of answers: the one contract that every engine keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from coedu_zones.models import Division, Level, Resolution
from coedu_zones.resolve import Normalizer, default_normalizer
from coedu_zones.zones import covering_numbers

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
    the numbers of the zones that cover the place as a list, empty when none does;
    it is ``None`` unless the text resolved. ``candidates`` adds a list of
    dictionaries (path, code, score, method) a row. A text that cannot be read at
    all (too long, not a text) gives the status ``"error"`` and the message as its
    remainder: a batch never dies of one row.

    >>> resolve_columns(["渝水区", None])["code"]
    ['360502', None]
    """
    engine = normalizer or default_normalizer()
    fields = (*FIELDS, "candidates") if candidates else FIELDS
    rows: list[Sequence[Any]] = []
    seen: dict[str, Sequence[Any]] = {}
    for text in texts:
        row = seen.get(text) if isinstance(text, str) else None
        if row is None:
            row = _row(engine, text, within, level, len(fields))
            if isinstance(text, str):
                seen[text] = row
        rows.append(row)
    return {field: [row[i] for row in rows] for i, field in enumerate(fields)}


def _row(
    engine: Normalizer, text: object, within: str | Division | None, level: Level | str | None, width: int
) -> Sequence[Any]:
    if text is None or text != text:  # noqa: PLR0124 - NaN and NaT are the values that differ from themselves
        return (None,) * width
    try:
        resolution = engine.resolve(text, within=within, level=level)
    except (TypeError, ValueError) as error:
        return ("error", *(None,) * 9, str(error), None, *([None] if width > len(FIELDS) else []))
    return row_of(resolution)[:width]


def row_of(resolution: Resolution) -> tuple[Any, ...]:
    """The fields of one resolution, candidates last."""
    place = resolution.place
    best = resolution.best
    found = [
        {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value}
        for c in resolution.candidates
    ]
    head = (resolution.status.value, resolution.code)
    tail = (best.score if best else None, best.method.value if best else None, resolution.remainder)
    if place is None:
        return (*head, *(None,) * 6, *tail, None, found)
    level = place.level.value if isinstance(place, Division) else "functional_area"
    key = place.code if isinstance(place, Division) else place.id
    return (*head, place.name, level, *place.level_names, place.path_text, *tail, list(covering_numbers(key)), found)
