"""What the page "try it" asks of the library: how a table looks, and the table with its places.

It runs in the browser and, for its tests, anywhere else. Answers are JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import coedu_zones as cz
from coedu_zones.files.formats import open_source
from coedu_zones.files.model import Chunk, Options, Source

#: Rows that the page shows; the file holds all of them.
SHOWN: Final = 200
_SAMPLE: Final = 100
_SHARE: Final = 0.6  # of the texts of a column are places, if it is the place
_FEW: Final = 0.3
_CANDIDATES: Final = 4
_ROLES: Final = ("province", "prefecture", "county", "column")


def speak(lang: str) -> None:
    """Choose the language of notes and errors, that of the page."""
    cz.set_language(lang)


def look(path: str, reading: str = "{}") -> str:
    """The columns of a table, its number of rows, and which columns hold the place, as far as its cells tell.

    The first row is taken for the names of the columns, unless one of its cells reads as a place.
    """
    options = Options(**json.loads(reading))
    table = open_source(Path(path), options)
    if options.header is None and table.headed and "resolved" in _status(table.columns):
        options = replace(options, header=False)
        table = open_source(Path(path), options)
    found = {"columns": table.columns, "rows": table.rows, "header": options.header, "roles": _roles(table)}
    return json.dumps(found, ensure_ascii=False)


def _status(texts: list[str]) -> list[str | None]:
    return list(cz.resolve_columns(texts)["status"])


def _roles(table: Source) -> dict[str, int]:
    """Role → position of a column from 1; empty where no column reads as places, or too many do.

    Beside columns of other levels a column needs fewer places: that of the prefectures is full of 市辖区.
    """
    sample = next(table.chunks(_SAMPLE), Chunk([]))
    seen = {n + 1: found for n in range(len(table.columns)) if (found := _level(sample.column(n))) is not None}
    levels = {n: level for n, (level, share) in seen.items() if share >= _SHARE}
    if len(levels) > 1:
        levels |= {n: level for n, (level, _) in seen.items() if level not in {"column", *levels.values()}}
    if len(levels) == 1:
        return {"column": next(iter(levels))}
    return {level: n for n, level in levels.items()} if len(set(levels.values())) == len(levels) else {}


def _level(cells: Any) -> tuple[str, float] | None:
    """The level that the cells of a column name (``"column"`` where they hold more than bare names), and how many do."""
    texts = list(dict.fromkeys(str(cell) for cell in cells if cell not in (None, "")))
    if not texts or all(text.isdecimal() for text in texts):
        return None
    answers = cz.resolve_columns(texts)
    share = sum(status in {"resolved", "ambiguous", "conflict"} for status in answers["status"]) / len(texts)
    if share < _FEW:
        return None
    bare = [level for level, rest in zip(answers["level"], answers["remainder"], strict=True) if level and not rest]
    if len(bare) < len(texts) / 4:
        return ("column" if any(answers["remainder"]) else "county"), share  # only shared names: 朝阳区, 鼓楼区
    level, rows = Counter(bare).most_common(1)[0]
    return (level if level in _ROLES and rows > 0.8 * len(bare) else "column"), share


def annotate(path: str, target: str, report: str, choices: str, progress: Callable[[int, int], object]) -> str:
    """Write the table with its places and the report; returns the figures and the first rows."""
    chosen: dict[str, Any] = json.loads(choices)
    where = {key: chosen[key] for key in ("within", "level") if chosen.get(key)}
    roles = {role: chosen["roles"][role] for role in _ROLES if chosen["roles"].get(role)}
    summary = cz.annotate(
        path, target, **roles, **where, **chosen["reading"], report=report, force=True, progress=progress,
        output_encoding=chosen.get("encoding"),
    )  # fmt: skip
    table = open_source(Path(path), Options(**chosen["reading"]))
    texts = [_text(row, list(roles.values())) for row in next(table.chunks(SHOWN), Chunk([])).rows]
    return json.dumps(
        {"figures": _figures(summary), "rows": _rows(texts, where), "notes": summary.notes, "seconds": summary.seconds},
        ensure_ascii=False,
    )


def _text(row: Any, positions: list[int]) -> str:
    cells = [str(row[position - 1]).strip() for position in positions if row[position - 1] not in (None, "")]
    return "/".join(cells)


def _figures(summary: cz.AnnotationSummary) -> dict[str, int]:
    names = ("rows", "resolved", "ambiguous", "conflicting", "unresolved", "errors", "blank", "in_zones")
    return {name: getattr(summary, name) for name in names}


def _rows(texts: list[str], where: dict[str, Any]) -> list[dict[str, Any]]:
    answers = cz.resolve_columns([text or None for text in texts], candidates=True, **where)
    return [
        {
            "text": text,
            "status": answers["status"][n] or "blank",
            "path": answers["path"][n],
            "code": answers["code"][n],
            "zones": [str(cz.get_zone(number).name) for number in answers["zones"][n] or ()],
            "candidates": [c["path"] for c in (answers["candidates"][n] or ())[:_CANDIDATES]],
        }
        for n, text in enumerate(texts)
    ]
