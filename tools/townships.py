"""Builds ``seats.tsv``: townships that carry their county's stem and share their name with no other.

昌黎镇 is the seat of 昌黎县 and the only 昌黎镇 in the country, so an address that
starts with it lies in that county. A name that any second township has is left out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from tools.fetch import Source
from tools.tables import render

_KINDS = ("镇", "街道", "乡")


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The table of seat townships, by file name."""
    package = sources["china-division"]
    counties = {
        row["code"]: row["name"] for row in _rows(package, "package/dist/areas.csv") if len(row["name"]) > 2
    }
    townships = _rows(package, "package/dist/streets.csv")
    count = Counter(row["name"] for row in townships)
    seats = [
        (row["name"], row["areaCode"])
        for row in townships
        if count[row["name"]] == 1
        and row["areaCode"] in counties
        and row["name"] in {counties[row["areaCode"]][:-1] + kind for kind in _KINDS}
    ]
    return {"seats.tsv": render(("township", "county"), sorted(seats, key=lambda seat: (seat[1], seat[0])))}


def _rows(package: Source, member: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.read(member).decode("utf-8"))))
