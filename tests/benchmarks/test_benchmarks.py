"""The benchmarks: texts are fixed and their gold is right, a small run gives every figure, the page shows what was measured.

Nothing here needs the network: kinds of texts that are made with packages from PyPI are left out, and what times such
texts is skipped where the packages have not been downloaded.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from argparse import Namespace
from pathlib import Path

import pytest

import coedu_zones as cz
from benchmarks import __main__ as command
from benchmarks import speed
from benchmarks.engines import RIVALS, ROOT, pinned
from benchmarks.inputs import as_read, repetitive
from benchmarks.page import Page
from benchmarks.pictures import pictures
from benchmarks.results import RESULTS, percent, points, read, write
from benchmarks.scoring import CONFLICT, NOTHING, POINTS, SHARED, VERDICTS, Answer, Row, verdict
from benchmarks.tables import Tables
from benchmarks.words import GROUPS, KINDS
from coedu_zones.charts.drawing import Language
from tests.tools.test_corpora import downloaded
from tools.corpora.places import Places, Unit

OFFLINE = (
    "full name", "with parent", "full path", "name + street", "path + street", "doubled level", "stem", "stems of the path",
    "short form", "former name", "province + former name", "romanised", "dropped", "swapped", "shared name",
    "shared name + street", "shared stem", "another province", "another prefecture", "roads", "made-up counties", "elsewhere",
)  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


@downloaded
def test_the_texts_are_fixed_and_as_described() -> None:
    for task in ("addresses", "mixed"):
        texts = speed.texts_of(task, 300, 0)
        assert len(set(texts)) == len(texts) == 300
        assert speed.texts_of(task, 300, 0) == texts
        assert len(set(texts) & set(speed.texts_of(task, 300, 1))) < 30  # other texts in the next round
    column = repetitive(10_000, names=300)
    assert len(column) == 10_000
    assert len(set(column)) == 300


def test_every_cell_is_an_object_of_its_own() -> None:
    cells = as_read(["渝水区", "渝水区"])
    assert cells == ["渝水区", "渝水区"]
    assert cells[0] is not cells[1]


def test_every_rival_has_a_driver_and_pins() -> None:
    for name in RIVALS:
        folder = Path(ROOT, "benchmarks", "rivals")
        assert (folder / f"{name}.py").exists()
        assert f"\n{name}==" in "\n" + (folder / f"requirements-{name}.txt").read_text("utf-8")


@downloaded
def test_a_small_run_gives_every_figure() -> None:
    options = Namespace(
        engines=["columns", "objects"], source=ROOT / "src", clock="wall", rounds=2, budget=1.0, against=None, distinct=60,
        column=600, starts=0,
    )  # fmt: skip
    record = json.loads(json.dumps(speed.measure(options)))
    assert set(record["engines"]) == {"floor", "coedu_zones columns", "coedu_zones objects"}
    for found in record["engines"].values():
        assert found["addresses"]["rows"] == found["mixed"]["rows"] == 60
        assert found["column"]["rows"] == 600
        assert found["column"]["rows per second"] > 0
    assert record["milliseconds"]["first answer: coedu_zones"] > record["milliseconds"]["python"] > 0
    assert set(record["megabytes"]) == {"allocated", *(["resident"] if sys.platform == "linux" else [])}
    assert set(record["whole runs"]) == {"60", "600"}
    assert all(found["coedu_zones"] > 0 for found in record["whole runs"].values())
    assert "coedu_zones columns" in speed.report(record)


def texts_of(tables: Tables, kind: str) -> dict[str, Row]:
    return {row.text: row for row in tables.make(kind, len(tables.rows))}


def test_the_same_seed_makes_the_same_texts(tables: Tables) -> None:
    again = Tables()
    for kind in OFFLINE:
        assert tables.make(kind, 20) == again.make(kind, 20) != []


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("full name", "渝水区", "360502"), ("with parent", "新余市渝水区", "360502"), ("full path", "江西省新余市渝水区", "360502"),
        ("with parent", "北京市朝阳区", "110105"), ("doubled level", "江西省新余市新余市渝水区", "360502"), ("stem", "渝水", "360502"),
        ("stems of the path", "江西新余渝水", "360502"), ("short form", "黔东南州", "522600"), ("former name", "祁阳县", "431181"),
        ("province + former name", "湖南省祁阳县", "431181"),
    ],
)  # fmt: skip
def test_the_gold_of_a_text(tables: Tables, kind: str, text: str, code: str) -> None:
    assert texts_of(tables, kind)[text].gold.code == code


def test_a_text_with_two_answers_is_not_asked_for_one(tables: Tables) -> None:
    for kind, text in (("full name", "朝阳区"), ("stem", "鼓楼"), ("former name", "江干区"), ("full name", "江北区")):
        assert text not in texts_of(tables, kind)


def test_shared_names_hold_every_place_that_has_them(tables: Tables) -> None:
    shared = texts_of(tables, "shared name")
    assert shared["朝阳区"].codes == {"110105", "220104"}
    assert len(shared["鼓楼区"].codes) == 4
    for text, row in shared.items():
        assert {d.code for d in cz.divisions() if d.name == text} == row.codes
    assert "长沙" not in texts_of(tables, "shared stem"), "the county 长沙县 lies in the city 长沙市"


@pytest.mark.parametrize(("kind", "size"), [("another province", 2), ("another prefecture", 4)])
def test_contradictions_contradict(tables: Tables, kind: str, size: int) -> None:
    names = {d.name: d for d in cz.divisions()}
    for text, row in texts_of(tables, kind).items():
        county = names[text.removeprefix(row.gold.name)]
        assert county.id[:size] != row.gold.code[:size]


def test_misspelt_texts_are_none_that_is_right(tables: Tables) -> None:
    for kind in ("dropped", "swapped"):
        for row in tables.make(kind, 200):
            assert row.text not in tables.noise.meanings


def judged(places: Places, row: Row, code: str | None, status: str = "unresolved", candidates: str = "") -> str:
    unit = places.unit(code) if code else None
    return verdict(places, row, Answer(unit, "resolved" if unit else status, candidates=frozenset(candidates.split())))


def test_verdicts_where_there_is_one_answer(places: Places) -> None:
    row = Row("渝水区", places.unit("360502"), "county")
    assert [judged(places, row, code) for code in ("360502", "360500", "360000", "360521", None)] == [
        "right", "partial", "partial", "wrong", "none",
    ]  # fmt: skip
    assert judged(places, row, None, "ambiguous", "360502 360521") == "none"


def test_an_old_name_is_as_good_as_the_new_one(places: Places) -> None:
    row = Row("祁阳市", places.unit("431181"), "county")
    assert verdict(places, row, Answer(Unit("湖南省", "永州市", "祁阳县"), "resolved")) == "right"


def test_verdicts_where_there_is_no_one_answer(places: Places) -> None:
    shared = Row("朝阳区", Unit("", "", ""), SHARED, codes=frozenset({"110105", "220104"}))
    assert judged(places, shared, "110105") == "wrong"
    assert judged(places, shared, None, "ambiguous", "110105 220104 211300") == "right"
    assert judged(places, shared, None, "ambiguous", "110105") == "partial"
    assert judged(places, shared, None) == "none"
    conflict = Row("广东省渝水区", places.unit("440000"), CONFLICT)
    assert judged(places, conflict, None, "conflict") == "right"
    assert [judged(places, conflict, code) for code in ("440000", "360502", "440100", None)] == [
        "partial",
        "wrong",
        "wrong",
        "none",
    ]
    nothing = Row("台北市", Unit("", "", ""), NOTHING, codes=frozenset({"710000"}))
    assert [judged(places, nothing, code) for code in (None, "710000", "360502")] == ["right", "right", "wrong"]


def test_a_small_run_judges_this_library(tmp_path: Path) -> None:
    found = command.accuracy(["coedu_zones"], OFFLINE, quick=True)
    assert set(found["kinds"]) == set(OFFLINE)
    for kind, counts in found["kinds"].items():
        assert sum(counts["coedu_zones"]) == found["rows"][kind] > 0
    right = {kind: counts["coedu_zones"][0] / found["rows"][kind] for kind, counts in found["kinds"].items()}
    assert right["full path"] == right["shared name"] == 1
    write({"accuracy": found}, tmp_path / "benchmark.json")
    assert read(tmp_path / "benchmark.json")["accuracy"]["rows"] == found["rows"]


def test_the_committed_results_have_the_shape_that_the_code_writes(tables: Tables) -> None:
    found = read(RESULTS)
    assert found.keys() == command.SECTIONS.keys()
    accuracy = found["accuracy"]
    assert accuracy["groups"] == {group: list(kinds) for group, kinds in tables.groups.items()}
    assert accuracy["points"] == POINTS
    assert tuple(accuracy["verdicts"]) == VERDICTS
    assert accuracy["engines"] == {"coedu_zones": cz.__version__, **{name: pinned(name) for name in RIVALS}}
    for kind, counts in accuracy["kinds"].items():
        assert {name: sum(numbers) for name, numbers in counts.items()} == dict.fromkeys(
            accuracy["engines"], accuracy["rows"][kind]
        )
    for section in found.values():
        assert section["measured"]["data"] <= cz.data_version(), "measured with data that are not here yet"
        assert not section["measured"]["quick"]


def test_everything_has_a_name_in_both_languages(tables: Tables) -> None:
    assert GROUPS.keys() == tables.groups.keys()
    assert KINDS.keys() == tables.kinds.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_kind_and_engine(language: Language) -> None:
    page = Page(language)
    lines = page.kinds_table().splitlines()
    assert len(lines) == 2 + len(GROUPS) + len(KINDS)
    assert all(len(line.split("|")) == len(lines[0].split("|")) for line in lines)
    for name in RIVALS:
        assert name in lines[0]
        assert name in page.speed_table()
        assert f"{name} {pinned(name)}" in page.rivals()
    assert "≥ 95" in page.scores()
    assert read(RESULTS)["accuracy"]["measured"]["data"] in page.measured("accuracy")


def test_the_page_says_where_others_are_better(tmp_path: Path) -> None:
    found = read(RESULTS)
    kinds = found["accuracy"]["kinds"]
    rows = found["accuracy"]["rows"]["full name"]
    kinds["full name"] |= {"coedu_zones": [rows - 9, 0, 9, 0], "cnloc": [rows, 0, 0, 0]}
    for task in speed.TASKS:
        found["speed"]["engines"]["jionlp"][task]["rows per second"] = 1e9
    (tmp_path / "changed.json").write_text(json.dumps(found), "utf-8")
    said = Page("en", tmp_path / "changed.json").better()
    assert "names in full, the name alone: right cnloc 100 %" in said
    assert said.count("jionlp 1,000,000,000 rows per second") == 3


def test_points_cost_four_times_what_they_give() -> None:
    made = {"verdicts": VERDICTS, "points": POINTS, "kinds": {"full name": {"cpca": [6, 1, 1, 2]}}}
    assert points(made, ["full name"], "cpca") == pytest.approx(20)


def test_pictures_say_in_words_what_they_show() -> None:
    found = read(RESULTS)
    made = pictures(found)
    assert len(made) == 6
    for name, chart in made.items():
        root = ET.fromstring(chart.svg)  # noqa: S314 - our own text
        assert root.attrib["role"] == "img"
        assert (root.findtext("{http://www.w3.org/2000/svg}desc") or "nothing") in chart.text
        saved = RESULTS.with_name(f"benchmark-{name}.svg")
        assert saved.read_text("utf-8") == chart.svg, "draw again: python -m benchmarks --only pictures"
    for name in RIVALS:
        assert name in made["accuracy-en"].text
        assert name in made["speed-zh"].text
    assert f"cutoff {found['calibration']['cutoff']:g}" in made["calibration-en"].text


def test_only_all_and_nothing_are_called_so() -> None:
    assert [percent(share) for share in (0, 1, 0.0001, 0.9999, 0.123)] == ["0", "100", "<0.1", ">99.9", "12.3"]
