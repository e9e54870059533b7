"""Places in running text, found and missed: ``python -m benchmarks.extract``.

Two corpora have their places marked. ``running_text.txt`` holds sentences of our own. The other is composed: sentences
around places of the table, written as newspapers write them, mixed with the sentences that name no place. A mention is
right when it takes exactly the marked characters and means the marked place; an ambiguous one, when it holds it.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import coedu_zones as cz

TEXTS: Final = Path(__file__).with_name("running_text.txt")
SENTENCES: Final = 4000
MARKED: Final = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")

# {0} … are places, each with its code; what stands between them is ours
FRAMES: Final = (
    "{0}教育局发布通知，{1}的学校下周开学。", "来自{0}的代表说，{1}也在推进这项工作。", "会议在{0}召开，{1}、{2}和{3}参加。",
    "{0}与{1}结对帮扶已经三年。", "据统计，{0}共有学校120所，{1}有98所。", "本报{0}讯：{1}、{2}等地今日降温。",
    "他先后在{0}、{1}工作，后来调到{2}。", "（{0}）{1}的家长学校办得有声有色", "为此，{0}专门成立了领导小组；{1}紧随其后。",
    "记者在{0}采访时了解到，{1}的做法已在全省推广。", "由{0}牵头，{1}和{2}配合。", "{0}，{1}，{2}，都有自己的办法。",
)  # fmt: skip


class Marked(NamedTuple):
    """A text and its places: start, end, the codes that may be meant."""

    text: str
    places: tuple[tuple[int, int, frozenset[str]], ...]


def read(line: str) -> Marked:
    """A line with marks → its text and its places.

    >>> read("在[郑州|410100]。")
    Marked(text='在郑州。', places=((1, 3, frozenset({'410100'})),))
    """
    text, places, done = "", [], 0
    for found in MARKED.finditer(line):
        text += line[done : found.start()]
        places.append((len(text), len(text) + len(found[1]), frozenset(found[2].split(","))))
        text += found[1]
        done = found.end()
    return Marked(text + line[done:], tuple(places))


def own() -> list[Marked]:
    """The sentences of our own."""
    return [read(line) for line in TEXTS.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def written(rng: random.Random) -> str:
    """One place of the table with its mark, written in one of the ways of newspapers."""
    level = rng.choice(("province", "prefecture", "prefecture", "county", "county", "county"))
    pool = _pool(level)
    place = rng.choice(pool)
    above = place.path[:-1]
    if level == "county":
        text = rng.choice((place.name, "".join(place.path[-2:]), "".join(place.path)))
    elif level == "prefecture":
        text = rng.choice(
            (
                place.name,
                place.stem or place.name,
                "".join(place.path),
                (cz.get_province(above[0]).stem or above[0]) + (place.stem or place.name),
            )
        )
    else:
        text = rng.choice((place.name, place.stem or place.name))
    codes = {c.code for c in cz.resolve(text).candidates if c.code} | {place.code}
    shared = {d.code for d in pool if d.name == place.name} if text == place.name else {place.code}
    return f"[{text}|{','.join(sorted(code for code in codes & shared if code))}]"


@cache
def _pool(level: str) -> list[cz.Division]:
    """The divisions of a level that have a code."""
    return [d for d in cz.divisions(level=level) if d.code]


def composed(count: int = SENTENCES, seed: int = 15) -> Iterator[Marked]:
    """Sentences around places of the table, one in three of them with a sentence that names none behind it."""
    rng = random.Random(seed)
    empty = [marked.text for marked in own() if not marked.places]
    for _ in range(count):
        line = rng.choice(FRAMES).format(*(written(rng) for _ in range(4)))
        yield read(line + (rng.choice(empty) if rng.random() < 1 / 3 else ""))


class Score(NamedTuple):
    """How many mentions were found, how many of them are right, and how many places are marked."""

    found: int
    right: int
    marked: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    def __str__(self) -> str:
        return f"precision {self.precision:.2%} ({self.right} of {self.found}), recall {self.recall:.2%} ({self.right} of {self.marked})"


def score(corpus: list[Marked], wrong: Counter[str] | None = None, *, stems: bool | None = None) -> Score:
    """Put a corpus through ``extract``; ``wrong`` collects what is wrong or missed."""
    found = right = marked = 0
    for text, places in corpus:
        marks = {(start, end): codes for start, end, codes in places}
        marked += len(marks)
        mentions = cz.extract(text) if stems is None else cz.extract(text, stems=stems)
        found += len(mentions)
        hit = set()
        for mention in mentions:
            codes = marks.get((mention.start, mention.end), frozenset())
            if codes & {c.code for c in mention.resolution.candidates}:
                right += 1
                hit.add((mention.start, mention.end))
            elif wrong is not None:
                wrong[f"wrong: {mention} in {text[max(0, mention.start - 6) : mention.end + 6]}"] += 1
        if wrong is not None:
            wrong.update(f"missed: {text[s:e]} in {text[max(0, s - 6) : e + 6]}" for s, e in marks.keys() - hit)
    return Score(found, right, marked)


def main() -> int:
    shown = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    for name, corpus in (("our own sentences", own()), ("composed sentences", list(composed()))):
        wrong: Counter[str] = Counter()
        print(f"{name}: {score(corpus, wrong)}")
        for line, count in wrong.most_common(shown):
            print(f"    {count} × {line}")
    names = "、".join(d.name for d in cz.divisions(level="county"))
    long = (names * 100)[:1_000_000]
    prose = "".join(text for text, _ in own())
    for name, text in (
        ("a million characters of names", long),
        ("a million characters of sentences", (prose * 1000)[:1_000_000]),
    ):
        cz.extract(text[:20_000])
        start = time.process_time()
        count = len(cz.extract(text))
        print(f"{name}: {count:,} mentions, {time.process_time() - start:.1f} s of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
