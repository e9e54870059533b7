"""What the table of townships costs: ``python benchmarks/townships.py``.

Each figure is the median of processes that have just started, in milliseconds of the
processor: opening the table (unpack, check, split by holder), the first county, the
index over the whole country at the first name, and a name after that. Nothing of it
is paid by a text that no township decides: ``tests/gazetteer/test_townships.py`` holds that.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 9
DATA = Path(__file__).resolve().parent.parent / "src" / "coedu_zones" / "data"
STEPS = ("open", "county", "index", "name")
_ONE_PROCESS = """
import time
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.townships import Townships
Gazetteer.current()
marks = [time.process_time()]
table = Townships.current(); marks.append(time.process_time())
table.of_county("330104"); marks.append(time.process_time())
table.named("九堡街道"); marks.append(time.process_time())
for _ in range(1000):
    table.named("九堡街道")
marks.append(time.process_time())
print(*[1000 * (b - a) for a, b in zip(marks, marks[1:])])
"""


def measure() -> dict[str, float]:
    """Median milliseconds of each step."""
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run([sys.executable, "-c", _ONE_PROCESS], capture_output=True, text=True, check=True)
        rounds.append([float(value) for value in done.stdout.split()])
    found = dict(zip(STEPS, map(statistics.median, zip(*rounds, strict=True)), strict=True))
    found["name"] /= 1000
    return found


def main() -> None:
    for name in ("townships.z", "other_units.z"):
        print(f"{name}: {(DATA / name).stat().st_size:,} bytes")
    for step, value in measure().items():
        print(f"{step}: {value:.3f} ms")


if __name__ == "__main__":
    main()
