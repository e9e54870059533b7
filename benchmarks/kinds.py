"""Microseconds a row by kind of text, as users have them: ``python -m benchmarks.kinds``.

Each kind of ``texts.py`` is read twice as different texts: the first half meets heads that the library has never seen,
the second half mostly heads that it knows. ``mixed`` holds all kinds by their shares, other texts in each pass. cpca
answers the same texts in a process of its own. Seconds are those of the processor, so that other work on the machine
counts less; memory is collected by Python as in any program.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.engines import ROOT, environment
from benchmarks.texts import Texts
from coedu_zones import resolve_columns
from tools.corpora import shared_atlas

SEED = 97
RIVAL = """
import json, sys, time
from benchmarks.rivals.cpca import call
call(["江西省新余市渝水区"])
out = []
for texts in json.load(sys.stdin):
    start = time.process_time()
    call(texts)
    out.append(time.process_time() - start)
json.dump(out, sys.stdout)
"""


def passes(rows: int, mixed: int) -> dict[str, list[list[str]]]:
    """Kind → the texts of each pass."""
    atlas = shared_atlas()
    texts = Texts(atlas, SEED)
    found = {"mixed": [Texts(atlas, SEED + n).mixed(mixed) for n in range(1, 4)]}
    for kind in texts.kinds:
        some = texts.of(kind, 2 * rows)
        found[kind] = [some[: len(some) // 2], some[len(some) // 2 :]]
    return found


def ours(given: list[list[str]]) -> list[float]:
    """The seconds of each pass."""
    out = []
    for texts in given:
        start = time.process_time()
        resolve_columns(texts)
        out.append(time.process_time() - start)
    return out


def cpca(python: Path, given: list[list[str]]) -> list[float]:
    """The seconds of each pass, in the rival's environment."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", RIVAL],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000, help="texts of a kind in each half (2,000)")
    parser.add_argument("--mixed", type=int, default=20_000, help="mixed texts in each pass (20,000)")
    parser.add_argument("--alone", action="store_true", help="without cpca")
    options = parser.parse_args()
    given = passes(options.rows, options.mixed)
    python = None if options.alone else environment("cpca")
    resolve_columns(["渝水区"])
    print(f"{'microseconds per row':<28}{'first pass':>12}{'last pass':>12}{'cpca':>8}{'times cpca':>12}")
    for kind, texts in given.items():
        first, *_, last = (s / len(t) * 1e6 for s, t in zip(ours(texts), texts, strict=True))
        line = f"{kind:<28}{first:>12.1f}{last:>12.1f}"
        if python is not None:
            theirs = cpca(python, texts)[-1] / len(texts[-1]) * 1e6
            line += f"{theirs:>8.1f}{theirs / last:>12.2f}"
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
