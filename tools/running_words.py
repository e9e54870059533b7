"""Builds ``running_words.tsv``: where the stem of a division in running text is no place.

A word of use ``cover`` holds the stem and says another thing (大理石, 长治久安, 上海滩); ``word`` is a stem of a province or
prefecture that means something else as often, so that it needs a name of a division beside it; ``sight`` is the stem of a district that jieba counts as a name of its own (西湖). The words that cover come
from the counts of jieba: those of three and more characters, unless they are a name of a division, or a stem and 人, 话, 市
or another generic. The rest is kept by hand, with reasons.
"""

from __future__ import annotations

from coedu_zones.places.romanize import GENERIC_LETTERS
from tools.fetch import Source
from tools.gazetteer import current_names
from tools.stems import dictionary, stems
from tools.tables import read_curated, render

SHORTEST = 3
KNOWN = 50  # a district's stem that is counted more often is the name of something else as well
SELDOM = 3  # a word that is counted less often is left out
OF_THE_PLACE = ("人", "话", *sorted(GENERIC_LETTERS))


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The table, by file name."""
    known = stems(sources, current_names(sources)).decode("utf-8").split("\n")[1:-1]
    names = {stem for line in known if len(stem := line.partition("\t")[0]) > 1}
    found = {row["word"]: row["use"] for row in read_curated("running_words.tsv")}
    for word, (count, tag) in dictionary(sources["jieba"]).items():
        if word in names and tag.startswith("n") and int(count) >= KNOWN:
            found.setdefault(word, "sight")
        if len(word) >= SHORTEST and int(count) >= SELDOM and word not in names and _covers(word, names):
            found.setdefault(word, "cover")
    return {"running_words.tsv": render(("word", "use"), sorted(found.items()))}


def _covers(word: str, names: set[str]) -> bool:
    """Whether a stem stands in a word that is more than it and a generic."""
    size = len(word)
    if word.endswith(OF_THE_PLACE) and word[:-1] in names:
        return False
    if any(word[:cut] in names and word[cut:] in names for cut in range(2, size - 1)):  # 吉林长春
        return False
    return any(word[start:end] in names for start in range(size) for end in range(start + 2, size + 1))
