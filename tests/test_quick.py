"""Rule: where the short way answers, the ordered rules give the same answer."""

from __future__ import annotations

import random
from collections.abc import Iterator

import coedu_zones as cz
from coedu_zones import Normalizer, Resolution
from coedu_zones.answer import Answer
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.names import NameIndex
from tests.test_resolve import TABLES, golden

TAILS = (
    "", "劳动北路1号", "第一中学", "人民政府", "教育局", "高新区", "某某区", "城北街道", "罗坊镇", "市场", "区域", "县", "市", "区",
    "旗舰店", "盟友", "中学", "路5号", " 劳动路", ",劳动路", "(东区)", "12号", "A座", "市中区", "新区", "经济技术开发区", "社区",
    "朝阳区", "北京", "江西省", "中山路", "人", "的做法", "祁阳县", "昭乌达盟", "·", " ", "村", "城", "州", "大学",
)  # fmt: skip
HEADS = ("", "中国", "地址:", "在", "(", "原", "新", "兵团", "赣", "北京市", "江西省", "吉林", "海南")


def compare(texts: Iterator[str], normalizer: Normalizer) -> int:
    """Hold the short way against the ordered rules; how many texts it answered."""
    answered = 0
    unlike = []
    for text in texts:
        quick = normalizer._quickly(text)
        if quick is None:
            continue
        answered += 1
        ordered = Answer(normalizer, text, (), None).resolution()
        if vars(quick) != vars(ordered):
            unlike.append(f"quick: {_shown(quick)}; ordered: {_shown(ordered)}")
    assert not unlike, "\n".join(unlike[:10])
    return answered


def _shown(resolution: Resolution) -> str:
    return f"{resolution} {[str(step) for step in resolution.trace]}"


def ways(code: str) -> Iterator[str]:
    """The ways of writing a division: each of its names, after each choice of its parents' names."""
    gazetteer = Gazetteer.current()

    def names(of: str) -> list[str]:
        row = gazetteer.rows[of]
        return list(
            dict.fromkeys(
                [row.name, *([row.stem] if row.stem else []), *row.shorts.split(), *row.aliases.split()]
            )
        )

    above = gazetteer.path_ids(code)[:-1]
    fronts = ["", "".join(names(c)[0] for c in above), "".join(names(c)[:2][-1] for c in above)]
    if above:
        fronts.append(names(above[-1])[:2][-1])
    for front in dict.fromkeys(fronts):
        for name in names(code):
            yield front + name


def test_every_way_of_writing_every_division() -> None:
    texts = (text for code in Gazetteer.current().rows for text in ways(code))
    assert compare(texts, Normalizer()) > 20_000


def test_divisions_with_something_around_them() -> None:
    chance = random.Random(97)
    codes = sorted(Gazetteer.current().rows)

    def texts() -> Iterator[str]:
        for code in codes:
            for way in chance.sample(list(ways(code)), 2):
                yield way + chance.choice(TAILS)
                yield chance.choice(HEADS) + way + chance.choice(TAILS)

    assert compare(texts(), Normalizer()) > 2_000


def test_mutated_texts() -> None:
    chance = random.Random(2024)
    codes = sorted(Gazetteer.current().rows)
    names = sorted(NameIndex.current().names)

    def texts() -> Iterator[str]:
        for _ in range(12_000):
            text = chance.choice(list(ways(chance.choice(codes))))
            at = chance.randrange(len(text) + 1)
            yield chance.choice(
                [
                    text[:at] + chance.choice(names) + text[at:],
                    text[:at] + text[at + 1 :],
                    text[:at] + chance.choice("省市区县旗州盟路中新大 ,(") + text[at:],
                    chance.choice(names) + chance.choice(names),
                    chance.choice(names) + chance.choice(names) + chance.choice(names),
                    text + text,
                ]
            )

    assert compare(texts(), Normalizer()) > 1_000


def test_the_golden_tables() -> None:
    rows = [row.text for name in TABLES for row in golden(name)]
    assert compare(iter(rows), Normalizer()) > 200


def test_other_settings() -> None:
    rows = [row.text for name in TABLES for row in golden(name)]
    for normalizer in (
        Normalizer(as_of=2000),
        Normalizer(aliases={"咱们区": "360502", "渝水": "360500"}),
        Normalizer(cutoff=98.0),
    ):
        assert compare(iter([*rows, "咱们区", "江西咱们区", "咱们区1号"]), normalizer) > 200


def test_a_context_takes_the_long_way() -> None:
    assert cz.resolve("渝水区", within="江西").code == cz.resolve("渝水区").code == "360502"
