"""The words that the names of townships end in: class generics, peoples, and how lists write them.

``township_words.tsv`` is shipped too, so that names are cut in one way when the
tables are built and when they are read. Its list of peoples is the only one; the column
``in_counties`` holds the forms in names of counties (蒙古族, in Xinjiang 蒙古).
"""

from __future__ import annotations

from functools import cache

from tools.tables import read_curated, render


@cache
def words(kind: str) -> dict[str, str]:
    """Words of a kind (``generic`` or ``people``) and their letters, longest first."""
    rows = [row for row in read_curated("township_words.tsv") if row["kind"] == kind]
    return {row["word"]: row["letter"] for row in sorted(rows, key=lambda row: -len(row["word"]))}


def shipped_words() -> bytes:
    """The table of words as it is shipped: without the reasons, longest first within a kind."""
    columns = ("kind", "word", "letter", "pinyin", "english")
    rows = [[row[c] for c in columns] for row in read_curated("township_words.tsv")]
    return render(columns, sorted(rows, key=lambda row: (row[0] != "generic", -len(row[1]))))


def generic_of(name: str) -> str:
    """The class generic of a name, empty when it has none.

    >>> generic_of("九堡街道"), generic_of("鄂温克民族苏木"), generic_of("国营农场")
    ('街道', '民族苏木', '')
    """
    return next((word for word in words("generic") if name.endswith(word) and name != word), "")


@cache
def stem_of(name: str) -> str:
    """A name without class generic and peoples; one that is a people's name keeps it.

    >>> stem_of("九堡街道"), stem_of("常营回族乡"), stem_of("音河达斡尔鄂温克民族乡"), stem_of("达斡尔民族乡")
    ('九堡', '常营', '音河', '达斡尔')
    """
    generic = generic_of(name)
    stem = name.removesuffix(generic)
    while stem:
        bare = generic.startswith("民族")
        people = next(
            (p + "族" * whole for p in words("people") for whole in (True, False)
             if (whole or (bare and len(p) > 1)) and stem.endswith(p + "族" * whole)),
            "",
        )  # fmt: skip
        if not people or people == stem:
            return stem
        stem = stem.removesuffix(people)
    return name


@cache
def endings(when: str) -> dict[str, tuple[str, ...]]:
    """Endings of statistical lists and what the ministry writes, longest first; ``when`` as in the table."""
    found: dict[str, tuple[str, ...]] = {}
    for row in sorted(read_curated("township_endings.tsv"), key=lambda row: -len(row["ending"])):
        if row["when"] == when:
            found[row["ending"]] = (*found.get(row["ending"], ()), row["written"])
    return found


def class_of(name: str) -> str:
    """The class of a township: its generic, and 民族乡 for every 乡 of a people.

    >>> class_of("常营回族乡"), class_of("三里屯街道"), class_of("鄂温克民族苏木")
    ('民族乡', '街道', '民族苏木')
    """
    generic = generic_of(name)
    body = name.removesuffix(generic)
    return "民族乡" if generic == "乡" and any(body.endswith(p + "族") for p in words("people")) else generic
