"""Divisions behind a province or prefecture in which they never lay, and cities beside one another."""

from __future__ import annotations

from collections.abc import Iterator

from tools.corpora.addresses import tail
from tools.corpora.atlas import Atlas
from tools.corpora.sample import Half, Sample, half_of, ordered
from tools.corpora.slips import seeded


def contradicts(atlas: Atlas, above: str, size: int, code: str) -> bool:
    """Whether a written parent, in all that it may mean, never held the division or one of its names."""
    names = (atlas.rows[code]["name"], atlas.rows[code]["stem"])
    homes = {home[:size] for name in names for home in atlas.noise.lived_at.get(name, ())}
    meant = atlas.noise.lived_at.get(above, frozenset())
    return bool(meant) and not homes & {one[:size] for one in meant}


def conflicts(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """Wrong parents and lists of cities, four to one."""
    cities = two_cities(atlas, half, seed)
    for i, sample in enumerate(wrong_parents(atlas, half, seed)):
        yield sample
        if i % 4 == 3 and (city := next(cities, None)) is not None:
            yield city


def two_cities(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """A city behind another one of its province or behind another province, all by their stems: 青岛、烟台, 甘肃银川."""
    codes = [code for code in atlas.rows if code.endswith("00") and atlas.rows[code]["stem"]]
    provinces = [code for code in codes if code.endswith("0000")]
    cities = [code for code in codes if not code.endswith("0000")]
    for turn in range(8):
        for code in ordered([one for one in cities if half_of(one) == half], seed, "cities", turn):
            draw = seeded(seed, "cities", turn, code)
            beside = draw.random() < 0.5
            near = [one for one in cities if one != code and one[:2] == code[:2]]
            others = near if beside else provinces
            if not others:
                continue
            above, size = atlas.rows[draw.choice(others)]["stem"], 4 if beside else 2
            name = atlas.rows[code]["stem"]
            within = above == atlas.rows[code[:2] + "0000"]["stem"]  # 吉林 is the province of 吉林辽源
            if above != name and not within and contradicts(atlas, above, size, code):
                middle = draw.choice(("", "、", "和", "/")) if beside else ""
                kind = "two cities" if beside else "a city behind another province"
                yield Sample(above + middle + name, frozenset(), "conflicts", kind, half, silent=True)


def wrong_parents(atlas: Atlas, half: Half, seed: int) -> Iterator[Sample]:
    """A wrong parent as name or stem, with or without a separator, the right path behind it or a tail."""
    codes = [code for code in atlas.rows if half_of(code) == half and not code.endswith("00")]
    provinces = [code for code in atlas.rows if code.endswith("0000")]
    prefectures = [code for code in atlas.rows if code.endswith("00") and not code.endswith("0000")]
    for turn in range(8):
        for code in ordered(codes, seed, "conflicts", turn):
            draw = seeded(seed, "conflicts", turn, code)
            size = draw.choice((2, 4))
            other = draw.choice(provinces if size == 2 else prefectures)
            column = draw.choice(("name", "stem"))
            above, name = atlas.rows[other][column], atlas.rows[code]["name"]
            if atlas.noise.meanings[name] != {code} or not above or not contradicts(atlas, above, size, code):
                continue
            middle = draw.choice(("", "", "", " ", "/"))
            full = "".join(atlas.rows[one]["name"] for one in (*atlas.noise.above[code], code))
            written = full if size == 2 and draw.random() < 0.2 else name
            rest = tail(atlas, code, draw)[0] if draw.random() < 0.25 else ""
            kind = f"another {'province' if size == 2 else 'prefecture'}, {column}" + (", address" if rest else "")
            yield Sample(above + middle + written + rest, frozenset(), "conflicts", kind, half, silent=True)
