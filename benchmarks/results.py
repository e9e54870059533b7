"""The file of results: how it is written, and what is read off it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from benchmarks.engines import ROOT

Results = dict[str, Any]

RESULTS: Final = ROOT / "docs" / "assets" / "benchmark.json"
GLANCE: Final = ROOT / ".cache" / "benchmark.json"
OURS: Final = "coedu_zones"


def read(path: Path) -> Results:
    """What was measured so far."""
    found: Results = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def write(results: Results, path: Path) -> None:
    """Sorted, each list on one line, numbers to four digits."""
    text = json.dumps(_brief(results), ensure_ascii=False, indent=1, sort_keys=True)
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", "utf-8")


def _brief(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _brief(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_brief(part) for part in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def ours_first(engines: Iterable[str]) -> list[str]:
    """The names of engines in the order of tables and pictures."""
    return sorted(engines, key=lambda name: (not name.startswith(OURS), name))


def shares(accuracy: Results, kinds: Iterable[str], engine: str) -> dict[str, float]:
    """The share of each verdict over all texts of some kinds."""
    counts = [accuracy["kinds"][kind][engine] for kind in kinds]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return {verdict: number / sum(sums) for verdict, number in zip(accuracy["verdicts"], sums, strict=True)}


def texts(accuracy: Results) -> list[str]:
    """All kinds of text that were measured."""
    return [kind for kinds in accuracy["groups"].values() for kind in kinds]


def points(accuracy: Results, kinds: Iterable[str], engine: str) -> float:
    """What a hundred texts of some kinds are worth."""
    found = shares(accuracy, kinds, engine)
    return sum(100 * share * float(accuracy["points"][verdict]) for verdict, share in found.items())


def share_right(row: list[float]) -> float:
    """The share that is right, or right as far as it goes, of [score, right, shallow, wrong]."""
    return (row[1] + row[2]) / sum(row[1:])


def percent(share: float, digits: int = 1) -> str:
    """A share in per cent; 0 and 100 stand for exactly that."""
    if share in {0, 1}:
        return f"{100 * share:.0f}"
    least = 10.0**-digits
    if not least / 2 <= 100 * share < 100 - least / 2:
        return f"<{least:g}" if share < 0.5 else f">{100 - least:g}"
    return f"{100 * share:.{digits}f}"
