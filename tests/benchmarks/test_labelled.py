"""Labelled addresses: how the usual form is read, which county is expected, and what is left out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import labelled
from benchmarks.labelled import Counties, addresses, main, rows
from benchmarks.scoring import Answer
from tools.corpora.places import Places, Unit


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


def written(*spans: str, between: str = " ") -> str:
    """The lines of one address from spans such as ``city:新余市``; what has no label is O."""
    lines = []
    for span in spans:
        label, _, name = span.rpartition(":")
        for i, character in enumerate(name):
            mark = "S" if len(name) == 1 else "B" if i == 0 else "E" if i == len(name) - 1 else "I"
            lines.append(f"{character}{between}{mark + '-' + label if label else 'O'}")
    return "\n".join(lines) + "\n\n"


def named(places: Places, *spans: str) -> str | set[str]:
    """What is expected of one address: the codes of today, or why it is left out."""
    tagged = [tuple(line.split()) for line in written(*spans).split("\n") if line]
    gold = Counties(places).expected(labelled.address((c, t) for c, t in tagged).spans)
    return places.today(gold) if isinstance(gold, Unit) else gold


@pytest.mark.parametrize("between", [" ", "\t", "  "])
def test_the_usual_form_is_read(tmp_path: Path, between: str) -> None:
    lines = written("prov:江西省", "city:新余市", "district:渝水区", "road:抱石大道", "9号", between=between)
    below = tmp_path / "train"
    below.mkdir()
    (below / "a.txt").write_text("\ufeff" + lines + "\n" + lines.rstrip(), "utf-8")
    (tmp_path / ".hidden").write_text("no labels", "utf-8")
    first, second = addresses(tmp_path)
    assert first == second
    assert first.text == "江西省新余市渝水区抱石大道9号"
    assert first.spans == {"prov": {"江西省"}, "city": {"新余市"}, "district": {"渝水区"}}


def test_a_blank_may_carry_a_tag_and_spans_may_touch(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("海 B-district\n淀 I-district\n  O\n朝 B-district\n阳 M-district\n东 I-city", "utf-8")
    (found,) = addresses(tmp_path)
    assert found.text == "海淀 朝阳东"
    assert found.spans == {"prov": set(), "city": {"东"}, "district": {"海淀", "朝阳"}}


@pytest.mark.parametrize("line", ["海淀 B-district", "海 district", "海", "海 X-district", "海 B-"])
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.txt").write_text(f"北 B-prov\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"bad\.txt, line 2"):
        list(addresses(tmp_path))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (("district:渝水区",), {"360502"}),
        (("prov:江西", "district:渝水"), {"360502"}),
        (("prov:北京市", "city:北京市", "district:朝阳区"), {"110105"}),
        (("city:长春", "district:朝阳区"), {"220104"}),
        (("prov:辽宁省", "city:朝阳市", "district:朝阳县"), {"211321"}),
        (("city:永州市", "district:祁阳县"), {"431181"}),  # a city since 2021
        (("prov:湖北省", "city:襄樊市", "district:谷城县"), {"420625"}),  # the city is called 襄阳 now
        (("prov:上海市", "district:闸北区"), {"310106"}),  # became a part of 静安区
        (("district:朝阳区",), "several counties"),
        (("prov:江西省", "district:朝阳区"), "no county"),
        (("prov:江西省", "city:新余市"), "no district"),
        (("district:渝水区", "district:海淀区"), "two of one label"),
        (("district:渝水区", "road:路", "district:渝水区"), {"360502"}),
    ],
)
def test_the_county_that_is_expected(places: Places, spans: tuple[str, ...], expected: str | set[str]) -> None:
    assert named(places, *spans) == expected


def test_the_command_scores_every_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [
        written("prov:江西省", "city:新余市", "district:渝水区", "road:抱石大道"),
        written("city:永州市", "district:祁阳县", "town:浯溪街道"),
        written("district:朝阳区", "road:建设路"),
    ]
    (tmp_path / "a.txt").write_text("".join(made), "utf-8")
    monkeypatch.setattr(labelled, "installed", list)
    monkeypatch.setattr(sys, "argv", ["labelled", str(tmp_path)])
    assert main() == 0
    told, _, _, *_, last = capsys.readouterr().out.splitlines()
    assert told == "2 rows with a district; left out: 1 several counties"
    assert last.split(" | ")[1:7] == ["2", "100.0%", "0", "0", "0.00%", "2"]


def test_a_wrong_answer_costs_four_and_a_province_is_none(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans = ("prov:江西省", "city:新余市", "district:渝水区")
    (tmp_path / "a.txt").write_text(written(*spans) * 3, "utf-8")
    asked, _ = rows(tmp_path, places)
    said = [Unit("江西省", "新余市", "分宜县", "360521"), Unit("江西省", "", "", "360000"), None]
    answers = [Answer(unit, "resolved") for unit in said]
    monkeypatch.setattr(labelled, "engine", lambda _name: lambda _texts: (answers, 1.0))
    *_, line = labelled.table(["coedu_zones"], asked, places)
    assert line[1:7] == ("0", "0.0%", "2", "1", "33.33%", "-4")


def test_a_folder_without_rows_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["labelled", str(tmp_path)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert "no address whose county can be told" in capsys.readouterr().err
