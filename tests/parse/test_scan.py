"""Rule: a column read in C and one read without it hold the same rows, whatever stands in them and from whatever thread."""

from __future__ import annotations

import os
import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks.inputs import distinct
from benchmarks.texts import SHARES, Texts
from coedu_zones import Normalizer
from coedu_zones.frames.columns import FIELDS, resolve_columns
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.parse import glance
from coedu_zones.parse.prepared import forms_of
from coedu_zones.parse.scan import FEWEST_SCANNED, MOST_SCANS, Scans, is_compiled, spread
from coedu_zones.parse.text import plain_characters
from coedu_zones.resolver import normalizer_at
from tests.frames.texts import COUNT, EVERY, HOSTILE, varied_texts
from tests.tools.test_corpora import downloaded
from tools.corpora import shared_atlas

pytestmark = pytest.mark.skipif(not is_compiled(), reason="installed without the part in C")

Found = dict[str, list[Any]]

SEED: Final = 20261129
MANY: Final = COUNT if EVERY else 1500  # a part of them is still enough for a scanner
FEWEST: Final = 140  # for which one is made here
STATM: Final = Path("/proc/self/statm")
ADDRESS: Final = "江西省新余市渝水区"
PIECES: Final = (
    *"( ) （ ） 1 23号 AB x 路 镇 街道 市 区 县 省 中 南 东 学 ， - / | 㐀 龘 市辖区 自治区 人民 大学 东路 场 道 城区 新区".split(),
    " ", "\u3000", "\x00", "\ud83c", "\U00020000", "\u200b",
)  # fmt: skip
LENGTHS: Final = (1, 2, 254, 255, 256, 257, 258, 2000, 2001)
REPEATED: Final = (ADDRESS, "渝水区", "宝山", "南路", "市中", "(", "渝水区(", "渝水区人民路", "龘")


class Word(str):
    """A text of a class of its own."""

    __slots__ = ()


class Unreadable:
    """What can be neither shown, compared nor hashed."""

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        raise ValueError

    def __eq__(self, other: object) -> bool:
        raise ValueError


OBJECTS: Final[tuple[object, ...]] = (
    None, float("nan"), float("inf"), 1.5, True, 360502, 360502001, 10**30, Decimal("sNaN"), Decimal(360502), b"x", [1],
    {}, object, Unreadable(), Word(f"{ADDRESS}人民路1号"), Word(""), "",
)  # fmt: skip


def forgetful(texts: Sequence[object], *, scanned: bool, turned: bool = False, **options: Any) -> Found:
    """The columns of texts by a parser that remembers nothing of before; read from the end if ``turned``."""
    engine = normalizer_at(options.get("as_of"), options.get("normalizer"))
    engine.parser.forget()
    engine.parser.closer.forget()
    step = -1 if turned else 1
    with pytest.MonkeyPatch.context() as patch:
        if scanned:
            patch.setattr("coedu_zones.resolver.normalizer.FEWEST_SCANNED", FEWEST)
        else:
            patch.setattr("coedu_zones.resolver.normalizer.is_compiled", lambda: False)
        found = resolve_columns(texts[::step], **options)
    assert bool(engine.parser.scans) == scanned
    return {field: values[::step] for field, values in found.items()}


def assert_same(texts: Sequence[object], **options: Any) -> None:
    """Both ways give the same rows: as they come, and once more in C, from the end, with what was learnt."""
    assert len(texts) >= FEWEST
    plain = forgetful(texts, scanned=False, **options)
    for found in (forgetful(texts, scanned=True, **options), forgetful(texts, scanned=True, turned=True, **options)):
        differ = [
            (text, field, values[at], found[field][at])
            for field, values in plain.items()
            for at, text in enumerate(texts)
            if values[at] != found[field][at]
        ]
        assert not differ, differ[:5]


@pytest.fixture(scope="module")
def mixed() -> list[object]:
    """Texts of every kind: names and addresses, damaged and hostile ones."""
    return [*distinct(MANY // 4, SEED), *varied_texts(MANY // 4, SEED), *patchwork(MANY // 6), *lengths()]


@pytest.fixture(scope="module")
def some(mixed: list[object]) -> list[object]:
    """A few of each kind."""
    return mixed[::2]


@pytest.fixture(scope="module")
def plain(some: list[object]) -> Found:
    """The columns of the few, read without C."""
    return forgetful(some, scanned=False)


def patchwork(count: int) -> list[str]:
    """Names, townships, cues, marks and odd characters in any order."""
    chance, gazetteer = random.Random(SEED), Gazetteer.current()
    counties = [code for code in sorted(gazetteer.rows) if not code.endswith("00")]
    names = [row.name for row in gazetteer.rows.values()] + [row.stem for row in gazetteer.rows.values() if row.stem]

    def piece() -> str:
        drawn = chance.randrange(7)
        if drawn < 3:
            return chance.choice(names)
        if drawn == 3:
            units = Townships.current().of_county(chance.choice(counties))
            return chance.choice(units).name if units else "镇"
        return chance.choice(PIECES) if drawn < 6 else chr(chance.randrange(0x4E00, 0x9FA6))

    return ["".join(piece() for _ in range(chance.randrange(1, 9))) for _ in range(count)]


def lengths() -> list[str]:
    """Texts as long as the scanner reads, and longer, of few characters."""
    made = [(part * size)[:size] for size in LENGTHS for part in REPEATED]
    return made + [ADDRESS + text[: max(0, len(text) - len(ADDRESS))] for text in made]


@contextmanager
def quick_switches() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


# the same rows


def test_texts_of_every_kind(mixed: list[object]) -> None:
    assert_same([*mixed, *HOSTILE])


@downloaded
def test_texts_of_the_speed_benchmark() -> None:
    texts = Texts(shared_atlas(), SEED)
    assert_same([text for kind in SHARES for text in texts.of(kind, 300 if EVERY else 100)])


def test_every_division_in_every_prepared_form() -> None:
    chance, gazetteer = random.Random(SEED), Gazetteer.current()
    tails = ("", "", "人民路1号", "东路", "第一中学", "(东区)", "市场", "镇", "大学", ",3号")
    texts = [text + chance.choice(tails) for code in gazetteer.rows for _, text in forms_of(gazetteer, code)]
    assert_same(chance.sample(texts, MANY * 2 // 3), fields=["code", "township_code", "score", "method", "remainder"])


def test_every_division_with_separators_and_in_other_scripts_and_widths() -> None:
    chance, gazetteer, variants = random.Random(SEED), Gazetteer.current(), dict[str, list[str]]()
    for raw, plain in enumerate(plain_characters()):
        if plain and plain != raw:
            variants.setdefault(chr(plain), []).append(chr(raw))
    texts = []
    for code in gazetteer.rows:
        names = [gazetteer.rows[place].name for place in gazetteer.path_ids(code)]
        texts.append(chance.choice(" /，,-、|:(\u3000").join(names))
        whole = "".join(names) + chance.choice(("", "人民路1号A座", "(第一中学)"))
        texts.append("".join(chance.choice([char, *variants.get(char, [])]) for char in whole))
    assert_same(chance.sample(texts, min(MANY * 2 // 3, len(texts))))


def test_objects_that_are_no_texts(mixed: list[object]) -> None:
    assert_same([one for pair in zip(mixed[: MANY // 6], OBJECTS * MANY, strict=False) for one in pair])
    assert_same([Word(text) for text in distinct(FEWEST_SCANNED, SEED)])


CONTEXTS: Final[list[dict[str, Any]]] = [
    {"within": "江西"}, {"within": "360500", "level": "county"}, {"level": "prefecture"}, {"as_of": 2005}, {"terms_of": 2010},
    {"terms_of": [2000, 2010]}, {"split": "main"}, {"candidates": True}, {"fields": ["remainder"]}, {"fields": ["township"]},
    {"fields": ["code", "township_code"]}, {"fields": [*FIELDS, "pinyin", "english", "point", "evidence"]},
]  # fmt: skip


@pytest.mark.parametrize("options", CONTEXTS, ids=str)
def test_in_every_context(options: dict[str, Any], some: list[object]) -> None:
    """Other texts in each, so that all have their turn."""
    step = 3 if EVERY else 4
    assert_same(some[CONTEXTS.index(options) % step :: step], **options)


def test_with_names_and_settings_of_ones_own(some: list[object]) -> None:
    aliases = {
        "大渝": "360502",
        "Big Yu": "360502",
        "yushuiqu": "360502",
        "渝水": "500000",
        "人民路": "110105",
        "A区": "110101",
    }
    heads = (
        "大渝",
        "Big Yu",
        "BIG YU",
        "yushuiqu",
        "渝水",
        "江西省Big Yu",
        "江西省大渝",
        "新余大渝区",
        "北京市A区",
        "人民路",
    )
    texts = [head + tail for head in heads for tail in ("", "人民路1号", "区", "A", "abc", "镇", " x", "(", "东路")]
    assert_same([*some[::2], *texts], normalizer=Normalizer(aliases=aliases))
    assert_same(some[1::2], normalizer=Normalizer(cutoff=99.5))


# threads and processes


def test_threads_at_once(some: list[object], plain: Found) -> None:
    found = [Found()] * 3
    normalizer = Normalizer()

    def work(at: int) -> None:
        own = some[at * 100 :] + some[: at * 100]
        rows = resolve_columns(own, normalizer=normalizer)
        found[at] = {
            field: values[len(own) - at * 100 :] + values[: len(own) - at * 100] for field, values in rows.items()
        }

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(found))]
    with quick_switches():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert normalizer.parser.scans
    assert all(each == plain for each in found)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_child_goes_on_where_its_parent_was(some: list[object], plain: Found) -> None:
    forgetful(some[:FEWEST_SCANNED], scanned=True)
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            os._exit(0 if resolve_columns(some) == plain else 1)
        children.append(child)
    assert resolve_columns(some) == plain
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]


# what is kept


def test_shared_rows_are_released(mixed: list[object]) -> None:
    """A row is held by the scanner and by those who asked, and by nobody for ever."""
    parser = normalizer_at(None, None).parser
    parser.forget()
    resolve_columns(mixed)
    (scans,) = parser.scans.values()
    texts = [text for text in mixed if type(text) is str]
    first = scans.read(texts)
    counts = [sys.getrefcount(row) for row in first.rows]
    for _ in range(20):
        scans.read(texts)
    again = [sys.getrefcount(row) for row in first.rows]
    assert len(first.left) < len(texts) / 2
    assert [(text, one, other) for text, one, other in zip(texts, counts, again, strict=True) if other > one] == []


@pytest.mark.skipif(not STATM.exists(), reason="memory is read on Linux")
@pytest.mark.parametrize("renewed", [False, True], ids=["one scanner", "a scanner each time"])
def test_memory_stays_flat(renewed: bool) -> None:
    texts = distinct(3000, SEED)

    def again(times: int) -> int:
        for _ in range(times):
            if renewed:
                normalizer_at(None, None).parser.scans.clear()
            resolve_columns([text[:1] + text[1:] for text in texts])
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    before = again(4 if renewed else 8)  # a scanner alone is megabytes
    assert again(6 if renewed else 12) - before < 4_000_000


def test_forgotten_heads_are_forgotten_in_c_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else ten million texts would leave all their heads behind."""
    texts = distinct(2500, SEED)
    plain = forgetful(texts, scanned=False)
    monkeypatch.setattr(glance, "MOST_HEADS", 100)
    begun: list[int] = []
    begin = Scans._begin

    def counted(self: Scans) -> None:
        begun.append(1)
        begin(self)

    monkeypatch.setattr(Scans, "_begin", counted)
    assert forgetful(texts, scanned=True) == plain
    assert len(begun) > 2


def test_few_scanners_are_kept() -> None:
    normalizer = Normalizer()
    texts = distinct(FEWEST_SCANNED, SEED)
    for name in ("江西", "湖南", "湖北", "广东", "广西", "四川", "河南", "河北", "山东", "山西"):
        resolve_columns(texts, within=name, normalizer=normalizer)
        assert 0 < len(normalizer.parser.scans) <= MOST_SCANS


# what stands alone


@pytest.mark.parametrize(
    ("rows", "lists", "start"),
    [
        ([(1, 2)], [[None]], 0), ([(1,)], [[]], 0), ([(1,)], [[None]], 1), ([(1,)], [[None]], -1), ([[1]], [[None]], 0),
        ([(1,)], [(None,)], 0),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(rows: Any, lists: Any, start: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        spread(rows, lists, start)


@pytest.fixture(scope="module")
def in_terms_of_2010() -> tuple[list[str], Found]:
    """Names and addresses, and what they are without C."""
    towns = (f"北京市朝阳区{unit.name}" for unit in Townships.current().of_county("110105"))
    texts = [*distinct(FEWEST_SCANNED, SEED), *towns]
    return texts, forgetful(texts, scanned=False, terms_of=2010)


@pytest.mark.parametrize(
    "question", ["head", "answer", "kind_of_char", "kind_so_far", "townships", "further", "least_length", "row_in"]
)
def test_an_error_of_what_is_asked_is_handed_on(
    question: str, monkeypatch: pytest.MonkeyPatch, in_terms_of_2010: tuple[list[str], Found]
) -> None:
    """And the next column is read as if nothing had been."""
    texts, plain = in_terms_of_2010
    normalizer_at(None, None).parser.forget()
    calls: list[str] = []
    asked: Callable[..., Any] = getattr(Scans, question)

    def fails(*args: Any) -> Any:
        calls.append(question)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return asked(*args)

    with monkeypatch.context() as patch:
        patch.setattr(Scans, question, fails)
        with pytest.raises(KeyboardInterrupt):
            resolve_columns(texts, terms_of=2010)
    assert resolve_columns(texts, terms_of=2010) == plain
