"""Addresses: a division, then what real tails hold, each part from the true county."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from tools.corpora.atlas import Atlas, Township
from tools.corpora.names import meanings, write
from tools.corpora.sample import Half, Sample, half_of, ordered
from tools.corpora.slips import seeded

#: Kind → forms of the head, see ``names.FORMS``; the kinds as often as they stand here.
HEADS: Final = (
    ("full path", ("PCD",)), ("full path", ("PCD",)), ("full path", ("PCD",)),
    ("without province", ("CD",)), ("without province", ("CD",)),
    ("name alone", ("D",)), ("without prefecture", ("PD",)),
    ("stems above", ("pcD", "cD", "pD", "PcD")), ("stems above", ("pcD", "cD", "pD")),
    ("stems", ("cd", "pcd", "Cd", "Pd", "pd")), ("stem", ("d",)),
    ("level twice", ("PCCD", "PPD")), ("separators", ("P C D", "C D", "P/C/D")),
    ("placeholder", ("PXD", "P/X/D")),
)  # fmt: skip


def addresses(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """Addresses of one half: of counties, of cities without a county, and those that a township decides."""
    codes = [code for code in atlas.rows if half_of(code) == half and atlas.noise.above[code]]
    for turn in range(40):
        for code in ordered(codes, seed, "addresses", turn):
            draw = seeded(seed, "addresses", turn, code)
            made = by_township(atlas, half, code, draw) if draw.random() < 0.15 else with_head(atlas, half, code, draw)
            if made is not None:
                yield made


def with_head(atlas: Atlas, half: Half, code: str, draw: Random) -> Sample | None:
    """An address whose head names the division and no other, or a full name that counties share."""
    kind, forms = draw.choice(HEADS)
    head = write(atlas, draw.choice(forms), code, draw)
    if head is None or head in atlas.words["everyday_stem"]:
        return None
    shared = not meanings(atlas, head) <= {code}
    if shared and (kind != "name alone" or code.endswith("00")):
        return None
    below = code.endswith("00") and code not in atlas.townships
    rest, township = tail(atlas, "" if below else code, draw)
    kind = "shared county" if shared else "city, " + kind if below else kind
    if not shared and draw.random() < 0.04:
        kind, head = "words before", atlas.pick(draw, "before") + head
    town = township and township.code
    return Sample(head + rest, frozenset({code}), "addresses", kind, half, silent=shared, township=town)


def by_township(atlas: Atlas, half: Half, code: str, draw: Random) -> Sample | None:
    """朝阳区三里屯街道, 昆山花桥, 杭州市九堡街道: the township says which, or where in the city."""
    if code not in atlas.townships or code.endswith("00"):
        return None
    town = draw.choice(atlas.townships[code])
    bearers = {one.parent for one in atlas.bearers(atlas.township_stem(town.name))}
    name = town.name if draw.random() < 0.7 else atlas.township_stem(town.name)
    form = draw.choice(("D", "d", "C", "c", "PC"))
    head = write(atlas, form, code, draw)
    if head is None or len(name) < 2:
        return None
    if form in {"D", "d"}:
        meant = meanings(atlas, head)
        kind = "township, shared county" if len(meant) > 1 else "township, " + ("county" if form == "D" else "stem")
        rivals = {one for one in bearers - {code} if one in meant or one[:4] + "00" in meant}
    else:
        kind = "township, no county"
        rivals = {one for one in bearers - {code} if one[:4] == code[:4]}
        if meanings(atlas, head) - {code[:4] + "00"}:
            return None
    if rivals:
        return None
    rest, _ = tail(atlas, code, draw, with_township=False) if draw.random() < 0.6 else ("", None)
    return Sample(head + name + rest, frozenset({code}), "addresses", kind, half, township=town.code)


def tail(atlas: Atlas, code: str, draw: Random, *, with_township: bool = True) -> tuple[str, Township | None]:
    """What follows the head, and the township that it names; without a code, only what lies anywhere."""
    town = None
    parts = []
    if with_township and draw.random() < 0.45 and atlas.townships.get(code):
        town = draw.choice(atlas.townships[code])
        parts.append(town.name)
    villages = atlas.villages_by_county.get(code)
    village = draw.choice(villages) if villages and town is None else None
    if village is not None and draw.random() < 0.4:
        parts.append(village.listed if draw.random() < 0.3 else village.name)
    style = draw.random()
    if style < 0.55:
        parts.append(road(atlas, draw) + atlas.pick(draw, "number"))
    elif style < 0.65:
        parts.append(atlas.pick(draw, "crossing", a=road(atlas, draw), b=road(atlas, draw)))
    elif style < 0.75:
        parts.append(place_of_work(atlas, draw))
    if draw.random() < 0.45:
        stem = atlas.village_stem(village.name) if village else ""
        estate = stem if len(stem) > 1 and draw.random() < 0.5 else atlas.pick(draw, "estate_stem")
        parts.append(estate + atlas.pick(draw, "estate_end"))
        parts.append(atlas.pick(draw, "part") if draw.random() < 0.35 else "")
        parts.append(atlas.pick(draw, "building") if draw.random() < 0.7 else "")
    if draw.random() < 0.12:
        near = village.name if village else atlas.pick(draw, "place_of_work")
        parts.append(atlas.pick(draw, "aside", v=near, r=road(atlas, draw)))
    return "".join(parts) or road(atlas, draw) + atlas.pick(draw, "number"), town


def road(atlas: Atlas, draw: Random) -> str:
    """A road, one in six called after a prefecture or county anywhere."""
    if draw.random() < 1 / 6:
        return atlas.stem(draw.choice(atlas.namesakes)) + atlas.pick(draw, "road_end")
    return atlas.pick(draw, "road_stem") + atlas.pick(draw, "road_end")


def place_of_work(atlas: Atlas, draw: Random) -> str:
    """A school, a hospital, an office or a site."""
    return atlas.pick(draw, draw.choice(("school", "hospital", "place_of_work")))
