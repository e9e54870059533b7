"""A long run leaves nothing behind: ``python -m benchmarks.long_run``.

Texts that are all different, addresses with a number of their own, go through columns and through ``resolve``. After
every tenth of them the memory of the process is printed. It is flat when at no time of the second half it is more than
``--allowed`` percent above that at half time. At the end the first texts are asked again, and must be answered as they
were. The exit code is 1 where one of the two does not hold.

What is remembered of texts grows until it reaches its bounds: with few texts, the whole run may be before that.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import coedu_zones as cz
from benchmarks.inputs import SEED, Divisions, address
from benchmarks.speed import machine
from benchmarks.verdict import tell_long

TENTHS: Final = 10
BATCH: Final = 10_000
STATM: Final = Path("/proc/self/statm")

Answers = list[Any]
Way = Callable[[Sequence[str]], Answers]


class Run(NamedTuple):
    """What came of one way of asking."""

    texts: int
    seconds: float  # of the processor
    memory: list[float]  # MB, at the start and after each tenth
    differ: int

    @property
    def growth(self) -> float:
        """What the second half added at most, in percent of the memory at half time."""
        half = self.memory[TENTHS // 2]
        return 100 * (max(self.memory[TENTHS // 2 :]) - half) / half


def texts(seed: int = SEED) -> Iterator[str]:
    """Addresses without end, no two of them the same."""
    chance, places, number = random.Random(seed), Divisions(), 0
    while True:
        number += 1
        yield f"{address(chance, places)}{number}室"


def by_columns(batch: Sequence[str]) -> Answers:
    """The rows of the columns, codes, scores and remainders among them."""
    return list(zip(*cz.resolve_columns(batch).values(), strict=True))


def by_resolve(batch: Sequence[str]) -> Answers:
    """The records of the resolutions."""
    return [cz.resolve(text).to_record() for text in batch]


WAYS: Final[dict[str, Way]] = {"columns": by_columns, "resolve": by_resolve}


def run(way: Way, size: int, first: int, tell: Callable[[float], object] = lambda _: None) -> Run:
    """Put ``size`` texts through one of them, and the first of them again at the end; ``tell`` is told the memory."""
    source = texts()
    asked = list(islice(source, first))
    answers = way(asked)
    memory = [megabytes()]
    tell(memory[-1])
    done, start = 0, time.process_time()
    for tenth in range(1, TENTHS + 1):
        while done < size * tenth // TENTHS:
            batch = list(islice(source, min(BATCH, size * tenth // TENTHS - done)))
            way(batch)
            done += len(batch)
        memory.append(megabytes())
        tell(memory[-1])
    seconds = time.process_time() - start
    differ = sum(now != then for now, then in zip(way(asked), answers, strict=True))
    return Run(done, seconds, memory, differ)


def megabytes() -> float:
    """The memory that the process holds."""
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Print a table; return 1 where memory grows or an answer changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=10_000_000, metavar="N", help="texts through columns")
    parser.add_argument("--resolve", type=int, default=10_000_000, metavar="N", help="texts through resolve")
    parser.add_argument("--first", type=int, default=1000, metavar="N", help="texts that are asked again")
    parser.add_argument("--allowed", type=float, default=3, metavar="PERCENT", help="what the second half may add")
    parser.add_argument("--page", action="store_true", help="write the counts into the page of the verdict")
    args = parser.parse_args()
    if not STATM.exists():
        parser.error(f"{STATM} is not there: memory is read on Linux")
    print(f"{', '.join(f'{what}: {it}' for what, it in machine().items())}; Python {platform.python_version()}\n")
    counts = Counter({"texts": 0, "answers changed": 0, "not flat": 0})
    for name, way in WAYS.items():
        print(f"{name}, MB at the start and after each tenth:", end="", flush=True)
        found = run(way, getattr(args, name), args.first, lambda held: print(f" {held:,.0f}", end="", flush=True))
        flat = found.growth <= args.allowed
        counts.update({"texts": found.texts, "answers changed": found.differ, "not flat": not flat})
        print(
            f"\n  {found.texts:,} texts in {found.seconds:,.0f} s of the processor; "
            f"{found.differ:,} of the first {args.first:,} answers changed"
        )
        print(f"  {'flat' if flat else 'NOT FLAT'}: the second half added {found.growth:.1f} %")
    if args.page:
        tell_long(dict(counts))
    return 1 if counts["answers changed"] or counts["not flat"] else 0


if __name__ == "__main__":
    sys.exit(main())
