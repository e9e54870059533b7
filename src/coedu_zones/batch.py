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


# the fields of a row but for its remainder, in the order of the shared tuples
_SHARED: Final = (*(field for field in FIELDS if field != "remainder"), "candidates")
_MISSING: Final = (None,) * len(_SHARED)
_ERROR: Final = ("error", *_MISSING[1:])


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
    level = Level(level) if level is not None else None
    if within is not None and not isinstance(within, Division):
        place = engine.gazetteer.place(engine.scope(within)[0][0])  # looked up once, not for every row
        within = place if isinstance(place, Division) else within
    plain = within is None and level is None and not candidates
    read = engine.quick.read
    heads: list[tuple[Any, ...]] = []  # what rows share: one tuple for all that end at the same names
    rests: list[str | None] = []
    seen: dict[str, int] = {}  # text → the row that answered it
    for text in texts:
        if isinstance(text, str):
            at = seen.get(text)
            if at is not None:
                heads.append(heads[at])
                rests.append(rests[at])
                continue
            if len(seen) < _SEEN:
                seen[text] = len(heads)
            node = read(text) if plain and is_clean(text) and len(text) <= MAX_TEXT_LENGTH else None
            if node is not None and (head := node.row or _node_row(engine, node)):
                heads.append(head)
                rests.append(tidy(text[node.end :]) if node.end < len(text) else "")
                continue
        head, rest = _row(engine, text, within, level)
        heads.append(head)
        rests.append(rest)
    found = {field: [head[i] for head in heads] for i, field in enumerate(_SHARED)}
    found["remainder"] = rests
    return {field: found[field] for field in ((*FIELDS, "candidates") if candidates else FIELDS)}


def _node_row(engine: Normalizer, node: Node) -> tuple[Any, ...] | None:
    """The fields that every text ending at a node shares; ``None`` below the cutoff."""
    if engine.quick.score(node) < engine.cutoff:
        return None
    candidate = (node.answer or engine.answer(node))[0][0]
    place = candidate.place
    node.row = (*_place_fields(place), candidate.score, candidate.method.value, covering_numbers(place), None)
    return node.row


def _row(
    engine: Normalizer, text: object, within: str | Division | None, level: Level | str | None
) -> tuple[tuple[Any, ...], str | None]:
    """The shared fields and the remainder of one text."""
    if is_missing(text):
        return _MISSING, None
    try:
        return row_of(engine.resolve(text, within=within, level=level))
    except (TypeError, TextTooLongError) as error:
        return _ERROR, str(error)


def _place_fields(place: Place) -> tuple[Any, ...]:
    level = place.level.value if isinstance(place, Division) else "functional_area"
    code = place.code if isinstance(place, Division) else None
    return ("resolved", code, place.name, level, *place.level_names, place.path_text)


def row_of(resolution: Resolution) -> tuple[tuple[Any, ...], str]:
    """The shared fields of one resolution, candidates last, and its remainder."""
    place = resolution.place
    best = resolution.best
    found = [
        {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value}
        for c in resolution.candidates
    ]
    tail = (best.score if best else None, best.method.value if best else None)
    if place is None:
        head: tuple[Any, ...] = (resolution.status.value, *(None,) * 7, *tail, None, found)
    else:
        head = (*_place_fields(place), *tail, covering_numbers(place), found)
    return head, resolution.remainder
