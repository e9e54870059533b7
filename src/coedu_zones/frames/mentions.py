"""A column of running texts → one row per mention, for any dataframe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from coedu_zones.messages import say
from coedu_zones.places.inputs import as_text, several
from coedu_zones.places.models import Level
from coedu_zones.resolution.answers import FIELDS
from coedu_zones.resolver import PlaceLike, normalizer_at

#: The columns of ``extract_columns``: the position of the text, then the record of the mention.
MENTION_FIELDS: Final = ("row", "start", "end", "text", *FIELDS)


def extract_columns(
    texts: Iterable[object],
    *,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    stems: bool | None = None,
) -> dict[str, list[Any]]:
    """One list per field, with a row for every mention of every text: a table that joins the texts by ``row``.

    Args:
        texts: of any length. ``row`` is the position of a text among them, from 0; a missing text has no mention.
        within: only places inside it count.
        level: only places of that level count.
        as_of: the year or date whose divisions are meant.
        stems: whether bare stems count; see :func:`coedu_zones.extract`.

    Returns:
        The fields ``row``, ``start``, ``end`` and those of a resolution's record, each as a list.

    Raises:
        TypeError: a text is neither text nor a missing value; the message gives its row.
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

    >>> found = extract_columns(["渝水区和安图县", None, "在郑州"])
    >>> list(zip(found["row"], found["text"], found["code"]))
    [(0, '渝水区', '360502'), (0, '安图县', '222426'), (2, '郑州', '410100')]
    """
    engine = normalizer_at(as_of)
    found: dict[str, list[Any]] = {field: [] for field in MENTION_FIELDS}
    for row, text in enumerate(several(texts)):
        try:
            as_text(text, limited=False)
        except TypeError as error:
            raise TypeError(say("row {row}: {error}", row=row, error=error)) from None
        for mention in engine.extract(text, within=within, level=level, stems=stems):
            for field, value in ({"row": row} | mention.to_record()).items():
                found[field].append(value)
    return found
