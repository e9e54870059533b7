"""Fits the weights of the engine: ``python -m tools.fit`` writes ``tools/curated/weights.tsv`` (``--check`` only compares).

Every sample of the fit half of each corpus is read with the present weights; what its readings come to is a
multinomial logistic model over the places that they may mean, a contradiction, and no place at all. The weights
climb the likelihood of what is right, each held to its starting value by a prior, with steps that shrink as a
kind of evidence is seen more often (Duchi, Hazan, Singer 2011). The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from math import exp, log, sqrt
from typing import Final, NamedTuple

from coedu_zones.parse.decide import MOST_READINGS
from coedu_zones.parse.forms import Form
from coedu_zones.parse.names import NameIndex
from coedu_zones.parse.parser import Parser
from coedu_zones.parse.spelling import Speller
from coedu_zones.parse.text import normalize_text
from coedu_zones.parse.weights import stems
from tools.tables import CURATED, read_curated, render

SEED: Final = 2026
EPOCHS: Final = 2
PER_CORPUS: Final = 2200
STEP: Final = 0.05
HOLD: Final = 0.1  # how strongly a weight is held to where it started
HIGH: Final = 5  # a prefecture's stem is written so many times as often as a county's
FEWER: Final = 3  # of words that are names as well, one in so many
COLUMNS: Final = ("evidence", "start", "fitted", "weight", "for", "against", "reason")
CONFLICT: Final = "conflict"
NULL: Final = ""

Features = dict[str, float]


class Target(NamedTuple):
    """A text and the outcomes that are right for it."""

    text: str
    right: frozenset[str]
    corpus: str


class Choice(NamedTuple):
    """One outcome of a text: its score and the evidence that it is made of."""

    score: float
    features: Features


def choices(parser: Parser, text: str) -> dict[str, Choice]:
    """Outcome → the best way to it."""
    decider = parser.decider
    found: dict[str, Choice] = {NULL: Choice(parser.lattice.weights["null"], {"null": 1.0})}
    for reading in parser.readings(normalize_text(text).text)[:MOST_READINGS]:
        features: Features = defaultdict(float)
        for e in reading.evidence:
            features[e.kind] += e.factor
        if reading.conflict:
            if CONFLICT not in found or found[CONFLICT].score < reading.score:
                found[CONFLICT] = Choice(reading.score, features)
            continue
        priors = decider.priors(reading.entries)
        sums = [marks.weight for _, marks in priors]
        best = max(range(len(sums)), key=sums.__getitem__)
        spread = log(len(priors)) if reading.entries[0].form >= Form.TOWNSHIP else 0.0
        for (entry, marks), total in zip(priors, sums, strict=True):
            for place, _, part in decider.todays(entry):
                score = reading.score + total - sums[best] + log(part) - spread
                if place not in found or found[place].score < score:
                    own = defaultdict(float, features)
                    for kind, _, factor in marks.seen:
                        own[kind] += factor
                    for kind, _, factor in priors[best][1].seen:
                        own[kind] -= factor
                    found[place] = Choice(score, own)
    return found


def probabilities(found: dict[str, Choice]) -> dict[str, float]:
    top = max(c.score for c in found.values())
    odds = {key: exp(max(c.score - top, -60.0)) for key, c in found.items()}
    whole = sum(odds.values())
    return {key: value / whole for key, value in odds.items()}


def fit(
    parser: Parser, targets: list[Target], weights: dict[str, float], fixed: frozenset[str]
) -> tuple[Counter[str], Counter[str]]:
    """Move ``weights``, which the parser reads with; how often each kind of evidence spoke for what is right, and not."""
    start = dict(weights)
    seen: dict[str, float] = defaultdict(lambda: 1.0)
    pros: Counter[str] = Counter()
    cons: Counter[str] = Counter()
    draw = random.Random(SEED)  # noqa: S311 - a fit is no secret
    for epoch in range(EPOCHS):
        draw.shuffle(targets)
        loss, clock = 0.0, time.perf_counter()
        for target in targets:
            found = choices(parser, target.text)
            chance = probabilities(found)
            right = {key for key in found if key in target.right or (CONFLICT in target.right and key == CONFLICT)}
            if not right:
                continue  # none of the readings leads to it: no weight can
            mass = sum(chance[key] for key in right)
            loss -= log(max(mass, 1e-12))
            gradient: Features = defaultdict(float)
            for key, choice in found.items():
                pull = (chance[key] / max(mass, 1e-9) if key in right else 0.0) - chance[key]
                if epoch == EPOCHS - 1 and chance[key] > 0.01:
                    for kind in choice.features:
                        (pros if key in right else cons)[kind] += 1
                if abs(pull) > 1e-4:
                    for kind, factor in choice.features.items():
                        gradient[kind] += pull * factor
            for kind, slope in gradient.items():
                if kind in fixed:
                    continue
                held = slope - HOLD * (weights[kind] - start[kind])
                seen[kind] += held * held
                weights[kind] += STEP * held / sqrt(seen[kind])
            parser.reweigh(weights)
        print(
            f"epoch {epoch + 1}: mean loss {loss / len(targets):.4f}, {time.perf_counter() - clock:.0f} s",
            file=sys.stderr,
        )
    return pros, cons


def targets_of(per_corpus: int) -> list[Target]:
    """The samples of the fit half, with what is right for each."""
    from tools.corpora import CORPORA, samples  # noqa: PLC0415 - heavy, and not needed to import this module

    found: list[Target] = []
    words = 0
    for corpus in CORPORA:
        for sample in samples(corpus, "fit", per_corpus):
            right = set(sample.truth)
            if corpus == "villages" and sample.text in stems():
                continue  # the division is written many hundred times as often as one village of its name
            if sample.kind == "word that is a name" and (words := words + 1) % FEWER:
                continue  # a cell that holds nothing but 凤凰 means the county more often than the bird
            if (sample.silent and corpus != "townships") or not right:
                right.add(NULL)
            if corpus == "conflicts":
                right = {NULL, CONFLICT}
            high = sample.kind == "stem" and all(code.endswith("00") for code in right)
            found += [Target(sample.text, frozenset(right), corpus)] * (HIGH if high else 1)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--per-corpus", type=int, default=PER_CORPUS)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    rows = read_curated("weights.tsv")
    index = NameIndex.current()
    engine = Parser(index, 85.0, Speller.current)
    weights = {row["evidence"]: float(row["start"]) for row in rows}
    engine.reweigh(weights)
    fixed = frozenset(row["evidence"] for row in rows if row["fitted"] == "no")
    pros, cons = fit(engine, targets_of(options.per_corpus), weights, fixed)
    lines = [
        (
            r["evidence"],
            r["start"],
            r["fitted"],
            f"{round(weights[r['evidence']], 2) + 0.0:.2f}",
            str(pros[r["evidence"]]) if r["fitted"] == "yes" else r["for"],
            str(cons[r["evidence"]]) if r["fitted"] == "yes" else r["against"],
            r["reason"],
        )
        for r in rows
    ]
    table, fitted = CURATED / "weights.tsv", render(COLUMNS, lines)
    if options.check:
        same = table.read_bytes() == fitted
        print(f"{table.name} is {'' if same else 'not '}what the fit makes")
        return 0 if same else 1
    table.write_bytes(fitted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
