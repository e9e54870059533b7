"""What each weight and each class of cues is worth: ``python -m benchmarks.ablation``.

Each weight in turn is set to nothing, and each class of cue words in turn is no longer known; the texts of the half
that nothing was fitted on are asked again, and so are the golden tables. *Lost* counts the texts that were not wrong
and now are wrong or open where they were right; *gained* the other way round. A weight that loses nothing anywhere
is a weight to drop.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.bands import Reading, judged
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.parser import Parser
from coedu_zones.parse.text import normalize_text
from coedu_zones.parse.weights import weights
from coedu_zones.resolver import default_normalizer
from tools.corpora import CORPORA, Sample, samples

GOLDEN: Final = Path(__file__).parent.parent / "tests" / "golden"
LIMIT: Final = 150
CUTOFF: Final = 80.0
#: What an answer counts: a wrong one costs as much as four right ones bring.
POINTS: Final = {"right": 1.0, "shallow": 0.5, "open": 0.0, "wrong": -4.0}


class Row(NamedTuple):
    """What the texts come to without one thing: points lost on corpora and golden rows, and texts changed."""

    name: str
    points: float
    wrong: int
    changed: int


class Texts:
    """The texts that everything is asked of, with what they came to before."""

    def __init__(self, limit: int) -> None:
        self.samples = [sample for corpus in CORPORA for sample in samples(corpus, "measure", limit)]
        self.samples += list(golden())
        self.parser = default_normalizer().parser
        self.before = [self.verdict(self.parser, sample) for sample in self.samples]

    @staticmethod
    def verdict(parser: Parser, sample: Sample) -> str:
        """Right, shallow, wrong or open."""
        decision = parser.parse(normalize_text(sample.text).text).decision
        if decision.status != "resolved":
            return judged(sample, Reading(None))
        best = decision.options[0]
        return judged(sample, Reading(best.place, best.probability * 100, flagged=True))

    def without(self, name: str, parser: Parser) -> Row:
        """What the texts come to for a parser that lacks something."""
        points, wrong, changed = 0.0, 0, 0
        for sample, before in zip(self.samples, self.before, strict=True):
            now = self.verdict(parser, sample)
            if now != before:
                changed += 1
                points += POINTS[before] - POINTS[now]
                wrong += (now == "wrong") - (before == "wrong")
        return Row(name, points, wrong, changed)


def golden() -> Iterator[Sample]:
    """The rows of the golden tables as samples."""
    for path in sorted(GOLDEN.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                codes = frozenset((row.get("codes") or "").split()) if row.get("status") == "resolved" else frozenset()
                yield Sample(row["text"], codes, "golden", path.stem, "measure")


def of_weights(texts: Texts) -> Iterator[Row]:
    """A row for each weight that is not nothing."""
    table: Mapping[str, float] = weights()
    for name, weight in table.items():
        if weight:
            texts.parser.reweigh({**table, name: 0.0})
            yield texts.without(name, texts.parser)
    texts.parser.reweigh(table)


def of_cues(texts: Texts) -> Iterator[Row]:
    """A row for each class of cue words, which are then characters like others."""
    cues = Cues.current()
    known = dict(cues.letters)
    for letter, name in sorted(cues.classes.items()):
        cues.know({word: own for word, own in known.items() if own != letter})
        yield texts.without(f"cues: {name}", Parser(texts.parser.index, CUTOFF, lambda: default_normalizer().speller))
    cues.know(known)


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=LIMIT, metavar="N", help="texts of a corpus")
    options = parser.parse_args(arguments)
    texts = Texts(options.limit)
    print(f"{len(texts.samples):,} texts; points lost, wrong answers more, texts changed without …")
    for rows in (of_cues(texts), of_weights(texts)):
        for row in sorted(rows, key=lambda r: -r.points):
            print(f"{row.points:>8.1f}{row.wrong:>6}{row.changed:>7}  {row.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
