"""Names of divisions by themselves, in every form that tables use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Final, NamedTuple

from tools.corpora.atlas import Atlas
from tools.corpora.sample import Half, Sample, half_of, ordered
from tools.corpora.slips import seeded

#: D the division's full name, C and P those of the prefecture and province above, d, c and p their stems,
#: S an everyday short form, X a placeholder cell, / a separator that is drawn.
FORMS: Final = {
    "full path": ("PCD", "PCD", "PCD"),
    "name": ("D",),
    "levels left out": ("CD", "PD"),
    "stems above": ("pcD", "pD", "cD", "PcD", "pCD"),
    "stems": ("pcd", "cd", "pd", "PCd", "Cd", "Pd"),
    "stem": ("d",),
    "short form": ("S", "pS", "PCS"),
    "separators": ("P/C/D", "P/D", "C/D", "p/c/d", "c/d", "p/D"),
    "placeholder": ("P/X/D", "PXD", "P/C/X/D", "PX/D"),
    "level twice": ("PCCD", "P/P/D", "PPD", "CCD", "P/D/D", "PDd"),
}


ROUNDS: Final = 40


class Chain(NamedTuple):
    """A division and those above it, as codes; ``city`` is empty where none lies between."""

    code: str
    province: str
    city: str


def chain_of(atlas: Atlas, code: str) -> Chain:
    """The levels that a form can write."""
    above = atlas.noise.above[code]
    return Chain(code, above[0] if above else "", above[1] if len(above) > 1 else "")


def write(atlas: Atlas, form: str, code: str, draw: Random) -> str | None:
    """A division in one form, or None where it has not got a level, a stem or a short form of that kind."""
    chain, rows = chain_of(atlas, code), atlas.rows
    level = {"D": chain.code, "C": chain.city, "P": chain.province}
    separator = " " if draw.random() < 0.3 else draw.choice(atlas.words["separator"])
    parts = []
    for letter in form:
        if letter == "/":
            parts.append(separator)
        elif letter == " ":
            parts.append(letter)
        elif letter == "X":
            parts.append(placeholder(atlas, chain, draw) if "C" in form or not chain.city else "")
        elif letter == "S":
            shorts = (*rows[code]["shorts"].split(), *rows[code]["aliases"].split())
            parts.append(draw.choice(shorts) if shorts else "")
        else:
            place = level[letter.upper()]
            name = rows[place]["name" if letter.isupper() else "stem"] if place else ""
            parts.append(name)
    return "".join(parts) if all(parts) else None


def placeholder(atlas: Atlas, chain: Chain, draw: Random) -> str:
    """What a table puts where a division has no prefecture, or between a city and its district."""
    name = atlas.rows[chain.code]["name"]
    if not chain.province:
        return ""
    if atlas.is_municipal(chain.code):
        kind = "placeholder_district" if name.endswith("区") else "placeholder_county"
        return atlas.pick(draw, kind, p=atlas.stem(chain.province))
    if chain.code.endswith("00"):
        return ""
    if not chain.city:
        return atlas.pick(
            draw,
            "placeholder_direct",
            k="省" if atlas.rows[chain.province]["name"].endswith("省") else "自治区",
        )
    return atlas.pick(draw, "placeholder_prefecture") if name.endswith("区") else ""


@cache
def _meanings(atlas: Atlas) -> dict[str, frozenset[str]]:
    """Every text without separators and placeholders that the forms can write → the divisions it may mean."""
    found: dict[str, set[str]] = defaultdict(set)
    draw = seeded("meanings")
    plain = {form for forms in FORMS.values() for form in forms if not set(form) & set("/XS")}
    for code in atlas.rows:
        for form in plain:
            if text := write(atlas, form, code, draw):
                found[text].add(code)
    for text, codes in atlas.recent.items():
        found[text] |= codes
    return {text: frozenset(codes) for text, codes in found.items()}


def meanings(atlas: Atlas, text: str) -> frozenset[str]:
    """The divisions that a text without tail may mean: today's, and bearers of the last years."""
    return _meanings(atlas).get(text, frozenset())


def names(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """Names of one half, all kinds in turn, until every form of every division was drawn often enough."""
    codes = [code for code in atlas.rows if half_of(code) == half]
    for turn in range(ROUNDS):
        for code in ordered(codes, seed, "names", turn):
            draw = seeded(seed, "names", turn, code)
            kind = draw.choice(list(FORMS))
            form = draw.choice(FORMS[kind])
            text = write(atlas, form, code, draw)
            if text is None or text in atlas.words["everyday_stem"]:
                continue
            meant = meanings(atlas, text) | {code}
            if meant == {code}:
                yield Sample(text, frozenset({code}), "names", kind, half)
            elif form.endswith("D") and len({one.endswith("00") for one in meant}) == 1:
                yield Sample(text, frozenset(), "names", "shared", half, silent=True)
