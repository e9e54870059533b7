"""Right, wrong and open answers by corpus and by band of scores: ``python -m benchmarks.bands``.

The texts are those of ``tools/corpora``: names, addresses, misspelt and retired names,
contradictions, and the open world. *Right* is what a sample holds for right, *shallow* a
division above it with the rest reported, *wrong* any other answer, *open* none. An open
answer is fine where a text does not say a division. A band holds what its name promises
when the share of its answers that are not wrong is at least its lower edge.

>>> judged(Sample("渝水村", frozenset({"360502"}), "villages", "village", "fit"), Reading("360500", 91.0, flagged=True))
'shallow'
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, NamedTuple

from benchmarks.reliability import judge
from tools.corpora import CORPORA, Half, Sample, samples

EDGES: Final = (99.0, 95.0, 90.0, 85.0, 0.0)
LIMIT: Final = 5000


class Reading(NamedTuple):
    """What a resolver says of a text: a code only where it names one place; ``flagged`` when it reports a rest."""

    code: str | None
    score: float | None = None
    flagged: bool = False
    township: str | None = None


Read = Callable[[str], Reading]


def reading_of(found: Any) -> Reading:
    """A resolution of this library as a reading; a functional area counts as its parent."""
    if found.status != "resolved":
        return Reading(None, found.score)
    best = found.candidates[0]
    township = getattr(getattr(found, "township", None), "code", None)
    return Reading(best.code or best.place.parent, found.score, bool(found.remainder.strip()), township)


def judged(sample: Sample, reading: Reading) -> str:
    """Right, shallow, wrong or open."""
    return "open" if reading.code is None else judge(reading.code, sample.truth, reading.flagged)


def band_of(score: float | None) -> float:
    """The lower edge of the band that a score lies in."""
    return next(edge for edge in EDGES if (score or 0.0) >= edge)


@dataclass
class Tally:
    """The answers to one corpus or one kind of text."""

    verdicts: Counter[str] = field(default_factory=Counter)
    bands: dict[float, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    silent: int = 0
    townships: Counter[str] = field(default_factory=Counter)

    def add(self, sample: Sample, reading: Reading) -> str:
        """Count one answer and say what it was."""
        verdict = judged(sample, reading)
        self.verdicts[verdict] += 1
        self.silent += verdict == "open" and sample.silent
        if verdict != "open":
            self.bands[band_of(reading.score)][verdict] += 1
        if sample.township and reading.township:
            self.townships["right" if sample.township == reading.township else "wrong"] += 1
        return verdict

    @property
    def answers(self) -> int:
        """How many texts were answered."""
        return self.verdicts.total() - self.verdicts["open"]

    def record(self) -> dict[str, Any]:
        """The counts as JSON; a band is its lower edge, its answers and the wrong ones among them."""
        return {
            "texts": self.verdicts.total(), **{v: self.verdicts[v] for v in VERDICTS}, "silent": self.silent,
            "bands": [[e, self.bands[e].total(), self.bands[e]["wrong"]] for e in EDGES if e in self.bands],
            "townships": dict(self.townships),
        }  # fmt: skip


VERDICTS: Final = ("right", "shallow", "wrong", "open")


class Miss(NamedTuple):
    """A wrong answer."""

    sample: Sample
    reading: Reading


@dataclass
class Measured:
    """All tallies of one run, by corpus and kind, and the wrong answers."""

    kinds: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    corpora: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)


def measure(
    read: Read, half: Half = "measure", corpora: Iterable[str] = CORPORA, limit: int | None = LIMIT
) -> Measured:
    """Ask a resolver for every text of the corpora, of one half, at most ``limit`` of each."""
    found = Measured()
    for corpus in corpora:
        for sample in samples(corpus, half, limit):
            reading = read(sample.text)
            found.kinds[corpus, sample.kind].add(sample, reading)
            if found.corpora[corpus].add(sample, reading) == "wrong":
                found.misses.append(Miss(sample, reading))
    return found


def lines(found: Measured, *, kinds: bool) -> Iterable[str]:
    """The report; ``!`` stands behind a band that does not hold what its lower edge promises."""
    names = ["99+", "95–99", "90–95", "85–90", "under 85"]
    yield f"{'':<42}{'texts':>7}" + "".join(f"{v:>8}" for v in VERDICTS) + "".join(f"{n:>17}" for n in names)
    for corpus, tally in found.corpora.items():
        yield _line(corpus, tally)
        if kinds:
            yield from (_line(f"  {kind}", t) for (c, kind), t in sorted(found.kinds.items()) if c == corpus)


def _line(name: str, tally: Tally) -> str:
    counts = "".join(f"{tally.verdicts[verdict]:>8,}" for verdict in VERDICTS)
    return f"{name:<42}{tally.verdicts.total():>7,}{counts}" + "".join(_cell(tally.bands.get(e), e) for e in EDGES)


def _cell(counts: Counter[str] | None, edge: float) -> str:
    """The answers of a band and the share that is not wrong."""
    if not counts:
        return f"{'-':>17}"
    share = 1 - counts["wrong"] / counts.total()
    return f"{counts.total():>8,}{share:>8.2%}{'!' if share * 100 < edge else ' '}"


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--half", choices=("fit", "measure"), default="measure", help="nothing may be fitted on measure"
    )
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help="texts of a corpus")
    parser.add_argument("--corpora", nargs="+", choices=tuple(CORPORA), default=tuple(CORPORA), metavar="NAME")
    parser.add_argument("--resolver", default="coedu_zones:resolve", metavar="MODULE:NAME", help="text → Resolution")
    parser.add_argument("--kinds", action="store_true", help="a line for every kind of text")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="the surest N wrong answers of a corpus")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    module, _, name = options.resolver.partition(":")
    resolve = getattr(import_module(module), name)
    found = measure(lambda text: reading_of(resolve(text)), options.half, options.corpora, options.limit)
    if options.json:
        print(json.dumps(record(found), ensure_ascii=False, indent=1))
        return 0
    print("\n".join(lines(found, kinds=options.kinds)))
    for corpus in options.corpora if options.misses else ():
        wrong = [miss for miss in found.misses if miss.sample.corpus == corpus]
        for sample, reading in sorted(wrong, key=lambda miss: -(miss.reading.score or 0))[: options.misses]:
            meant = " ".join(sorted(sample.truth)) or "no place"
            print(f"  {reading.score:g}  {sample.text}  said {reading.code}, meant {meant}  [{corpus}, {sample.kind}]")
    return 0


def record(found: Measured) -> dict[str, Any]:
    """The report as JSON: each corpus with its kinds."""
    return {
        corpus: tally.record() | {"kinds": {k: t.record() for (c, k), t in found.kinds.items() if c == corpus}}
        for corpus, tally in found.corpora.items()
    }


if __name__ == "__main__":
    sys.exit(main())
