"""Rule: what the table of heads says of a text is what the ordered rules say of it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from coedu_zones import Normalizer
from coedu_zones.answer import Answer
from coedu_zones.batch import FIELDS, resolve_columns, row_of, table_of_heads
from coedu_zones.default import default_normalizer
from coedu_zones.names import NameIndex
from tests.test_quick import HEADS, TAILS
from tests.test_resolve import TABLES, golden

TABLE = table_of_heads()
# what may follow a county's name: roads called after places, words that begin or end like names, other scripts
MORE_TAILS = (
    "北京路1号", "民主路9号", "和平街3号", "中南路", "南", "中", "场口镇", "域内", "友谊路", "主街", "雄安大道", "中新天津生态城",
    "和湾里管理局", "渝水劳动路", "ABC大厦", "A座(东门)", "12-3号", "一中、二中", "长白山管委会", "劳動路", "劳动 路", "省道旁", "市场路",
    "渝水劳动路", "中山路", "朝阳镇", "劳动路1号\n", "\n劳动路", "劳" * 399, "劳" * 500,
)  # fmt: skip


def unlike(texts: list[str]) -> tuple[int, list[str]]:
    """How many texts the table answers, and those of them that the ordered rules answer otherwise."""
    rows, rests = TABLE.look_up(texts)
    answered, found = 0, []
    for text, row, rest in zip(texts, rows, rests, strict=True):
        if row is None:
            continue
        answered += 1
        wanted, remainder = row_of(Answer(default_normalizer(), text, (), None).resolution())
        if (row[:-1], rest) != (wanted[:-1], remainder):
            found.append(f"{text!r}: {row} {rest!r}, by the rules {wanted[:-1]} {remainder!r}")
    return answered, found


def test_every_head_by_itself() -> None:
    answered, wrong = unlike(sorted(TABLE.whole))
    assert answered == len(TABLE.whole) > 50_000
    assert wrong == []


def test_every_head_before_an_address() -> None:
    chance = random.Random(11)
    heads = sorted(TABLE.heads)
    answered, wrong = unlike([head + chance.choice(TAILS + MORE_TAILS) for head in heads])
    assert answered > len(heads) / 3
    assert wrong == []


def test_names_behind_a_head() -> None:
    chance = random.Random(12)
    heads, names = sorted(TABLE.heads), sorted(NameIndex.current().names)
    texts = [
        chance.choice(HEADS[:8]) + chance.choice(heads) + chance.choice(names) + chance.choice(TAILS) for _ in range(20_000)
    ]
    answered, wrong = unlike(texts)
    assert answered > 400
    assert wrong == []


def test_the_golden_tables() -> None:
    answered, wrong = unlike([row.text for name in TABLES for row in golden(name)])
    assert answered > 100
    assert wrong == []


@pytest.mark.parametrize("separator", [" ", "/", "-", ",", "，", "、", "|", ">"])
def test_names_with_a_separator_between_them(separator: str) -> None:
    paths = [row[7].split("/") for row in {*TABLE.heads.values()}]
    texts = [separator.join(path) for path in paths] + [separator.join(path[-2:]) for path in paths]
    chance = random.Random(13)
    texts += [text[:at] + separator + text[at:] for text in texts for at in [chance.randrange(len(text))]]
    answered = 0
    for text in chance.sample(texts, 1_500):
        row = TABLE.parted(text)
        if row is not None:
            answered += 1
            assert (row[:-1], "") == _by_rules(text), text
    assert answered > 500


def _by_rules(text: str) -> tuple[Any, str]:
    wanted, remainder = row_of(Answer(default_normalizer(), text, (), None).resolution())
    return wanted[:-1], remainder


def test_a_name_that_places_share_is_not_in_it() -> None:
    assert not {"朝阳区", "鼓楼区", "吉林", "湖南长沙", "江北区"} & TABLE.whole.keys()
    assert TABLE.look_up(["朝阳区北京路1号", "渝水区北京路1号", "渝水区\n安图县"])[0][1:2] != [None]
    assert TABLE.look_up(["朝阳区北京路1号", "渝水区\n安图县"])[0] == [None, None]


def test_a_long_column_is_answered_as_its_texts_are() -> None:
    chance = random.Random(14)
    golden_texts = [row.text for name in TABLES for row in golden(name)]
    heads = sorted(TABLE.heads)
    texts: list[Any] = [chance.choice(heads) + chance.choice(TAILS + MORE_TAILS) for _ in range(4_000)]
    texts += golden_texts + [None, float("nan"), 7, b"x", "长" * 2001, "", "\n"] * 5
    chance.shuffle(texts)
    columns = resolve_columns(texts)
    for place in chance.sample(range(len(texts)), 1_500):
        one = resolve_columns([texts[place]])
        assert [columns[field][place] for field in FIELDS] == [one[field][0] for field in FIELDS], texts[place]


def test_many_resolutions_at_once_are_those_one_by_one() -> None:
    chance = random.Random(15)
    heads = sorted(TABLE.heads)
    texts: list[Any] = [chance.choice(heads) + chance.choice(TAILS + MORE_TAILS) for _ in range(1_500)]
    texts += [row.text for name in TABLES for row in golden(name)] + ["朝阳区北京路1号", "朝阳区南京路2号", "江 西省", "\n", None, ""]
    normalizer = Normalizer()
    for _ in range(2):  # the second time with all heads known
        for text, found in zip(texts, normalizer.resolve_many(texts), strict=True):
            assert found == Answer(normalizer, text, (), None).resolution() if text and text.strip() else not found.candidates, text
