"""What only a process that has just started can tell: import, first answer, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.engines import ROOT, environment

TEXT = "江西省新余市渝水区"
RIVAL_CALLS = {
    "cpca": f"import cpca; cpca.transform(['{TEXT}'])",
    "cnloc": f"import cnloc; cnloc.getlocation(['{TEXT}'], county_short=True)",
    "jionlp": f"import jionlp; jionlp.parse_location('{TEXT}')",
    "addressparser": f"import addressparser; addressparser.transform(['{TEXT}'])",
}
COLUMNS = f"import coedu_zones; assert coedu_zones.resolve_columns(['{TEXT}'])['code'] == ['360502']"
FIRST = f"import coedu_zones; assert coedu_zones.resolve('{TEXT}').code == '360502'"

# the column first, so that its own memory is there before anything is counted
#: A whole run over the texts of a file, by engine.
WHOLE = {
    "coedu_zones": "import json; import coedu_zones; coedu_zones.resolve_columns(json.load(open({file!r}, encoding='utf-8')))",
    "cpca": "import json; import cpca; cpca.transform(json.load(open({file!r}, encoding='utf-8')))",
}

_MEMORY = """
import sys
sys.path.insert(0, {root!r})
from benchmarks.inputs import as_read, repetitive
column = as_read(repetitive({rows}))
repetitive.cache_clear()
{measure}
"""
_TRACED = """
import coedu_zones, tracemalloc
coedu_zones.resolve_columns(column[:1000])
tracemalloc.start()
answer = coedu_zones.resolve_columns(column)
print(tracemalloc.get_traced_memory()[1])
"""
_RESIDENT = """
def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024
with open("/proc/self/clear_refs", "w") as knob:
    knob.write("5")
before = peak()
import coedu_zones
answer = coedu_zones.resolve_columns(column)
print(peak() - before)
"""


def run(python: Path | str, code: str, source: Path, clock: str = "wall") -> tuple[float, str]:
    """Run code in a new process: the seconds from start to end, and what it printed."""
    read = time.perf_counter if clock == "wall" else _children
    environ = {**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "utf-8"}
    start = read()
    done = subprocess.run(
        [python, "-W", "ignore", "-c", code],
        env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, encoding="utf-8",
    )  # fmt: skip
    return read() - start, done.stdout


def _children() -> float:
    """The processor seconds of all processes that were started here and have ended."""
    resource: Any = import_module("resource")  # not on Windows
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(used.ru_utime + used.ru_stime)


def starts(source: Path, rivals: list[str], times: int, clock: str) -> dict[str, float]:
    """Milliseconds of whole processes, medians: start to end, in turn, ``times`` times; with 0, the first turn has to do."""
    here = sys.executable
    calls: dict[str, tuple[Path | str, str]] = {
        "python": (here, "pass"),
        "import pydantic": (here, "import pydantic"),
        "import pydantic, coedu_zones": (here, "import pydantic, coedu_zones"),
        "import coedu_zones": (here, "import coedu_zones"),
        "first answer: coedu_zones": (here, FIRST),
        "first columns: coedu_zones": (here, COLUMNS),
    }
    calls |= {f"first answer: {name}": (environment(name), RIVAL_CALLS[name]) for name in rivals}
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(times + 1):
        for name, (python, code) in calls.items():
            seconds, _ = run(python, code, source, clock)
            if turn or not times:  # the first turn fills the disk cache and writes the compiled modules
                taken[name].append(seconds * 1000)
    return {name: median(values) for name, values in taken.items()}


def whole_runs(
    source: Path, rivals: list[str], files: dict[int, Path], times: int, clock: str
) -> dict[str, dict[str, float]]:
    """Rows → engine → the seconds from the start of a process to its end, reading so many texts from a file; medians, in
    turn, ``times`` times.
    """
    found: dict[str, dict[str, float]] = {}
    for rows, file in files.items():
        taken: dict[str, list[float]] = {}
        for _ in range(times):
            for name, code in WHOLE.items():
                if name == "coedu_zones" or name in rivals:
                    python = environment(name) if name in rivals else sys.executable
                    taken.setdefault(name, []).append(run(python, code.format(file=str(file)), source, clock)[0])
        found[str(rows)] = {name: median(seconds) for name, seconds in taken.items()}
    return found


def memory(source: Path, rows: int) -> dict[str, float]:
    """Megabytes (millions of bytes) that the columns of a repetitive column need at their peak.

    ``allocated`` counts what Python allocated during the call; ``resident`` is how far the
    process grew from before the import, gazetteer and all (on Linux).
    """
    found = {}
    measures = {"allocated": _TRACED} | ({"resident": _RESIDENT} if sys.platform == "linux" else {})
    for name, measure in measures.items():
        _, out = run(sys.executable, _MEMORY.format(root=str(ROOT), rows=rows, measure=measure), source)
        found[name] = int(out) / 1e6
    return found


def summary(times: dict[str, float]) -> list[tuple[str, float]]:
    """The lines to print, with what the import adds to pydantic's."""
    added = times["import pydantic, coedu_zones"] - times["import pydantic"]
    return [("import coedu_zones beyond import pydantic", added), *times.items()]
