"""``convert`` is a work on files, as ``annotate`` is; the report names the zones and the rows in them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from coedu_zones import ConversionSummary, TableError, annotate, convert_file
from coedu_zones.cli import main
from coedu_zones.cli.answers import as_options


def read(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    source = tmp_path / "survey.csv"
    source.write_text(
        "省,市,县,地址\n江西省,新余市,渝水区,仙来大道\n湖南,,祁阳县,\n,,西安市雁塔区,长安路\n江西,新余,,某某区\n浙江,杭州,江干区,\n江西省,新余市,,\n,,,\n"
        "江西,新余,渝水,\n",
        "utf-8",
    )
    return source


def test_it_takes_what_annotate_wrote(survey: Path, tmp_path: Path) -> None:
    annotate(survey, province="省", prefecture="市", county="县", column="地址", split="main")
    places = survey.with_name("survey.places.csv")
    summary = convert_file(places, from_year=2024, to_year=2010)
    rows = read(survey.with_name("survey.places.codes.csv"))
    assert rows[0][-3:] == ["code_2010", "outcome", "targets"]
    assert [row[-3] for row in rows[1:]] == ["360502", "431121", "610113", "360500", "", "360500", "", "360502"]
    assert summary.column == "place_code"
    assert summary.outcomes["same"] == 6
    assert (summary.blank, summary.unknown) == (1, 0)
    assert ConversionSummary.model_validate_json(summary.model_dump_json()) == summary


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"])
def test_every_format(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("openpyxl")
    source = tmp_path / "panel.csv"
    source.write_bytes("代码,人数\n431121,1\n330104,2\n999999,3\n,4\n".encode("gb18030"))
    target, back = tmp_path / f"out{suffix}", tmp_path / "back.csv"
    done: list[int] = []
    summary = convert_file(
        source,
        target,
        from_year=2015,
        to_year=2024,
        report=tmp_path / "r.html",
        progress=lambda rows, _: done.append(rows),
    )
    assert (summary.outcomes, summary.blank, done[-1]) == ({"main": 1, "same": 1, "unknown": 1}, 1, 4)
    assert "999999" in (tmp_path / "r.html").read_text("utf-8")
    convert_file(
        target, back, column="code_2024", from_year=2024, to_year=2015, prefix="back_", output_encoding="utf-8"
    )
    found = read(back)
    assert [row[found[0].index("back_code_2015")] for row in found[1:]] == ["431121", "", "", ""]


def test_a_column_that_cannot_be_told(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("a,b\n431121,330104\n", "utf-8")
    with pytest.raises(TableError, match=r"several columns of codes: 'a', 'b'.*column='NAME'"):
        convert_file(source, from_year=2015, to_year=2024)
    with pytest.raises(TableError, match="no column 'c'"):
        convert_file(source, column="c", from_year=2015, to_year=2024)
    with pytest.raises(TypeError, match="no option 'from_yaer'; did you mean 'from_year'"):
        convert_file(source, from_yaer=2015, to_year=2024)  # type: ignore[call-arg]


def test_the_command_speaks_of_its_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.csv"
    source.write_text("省,县\n江西省,渝水区\n吉林省,安图县\n", "utf-8")
    assert main(["annotate", str(source)]) == 2
    assert "--province 省 --county 县" in capsys.readouterr().err
    (tmp_path / "a.places.csv").write_text("x", "utf-8")
    assert main(["annotate", str(source), "--county", "县"]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["annotate", str(source), "--county", "县", "--within", "鼓楼区", "--force"]) == 2
    assert "--within 鼓楼区 may mean" in capsys.readouterr().err
    assert main(["annotate", str(source), "--county", "县", "--fields", "coed", "--force"]) == 2
    assert "did you mean 'code'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("say force=True to replace it", "say --force to replace it"), ("say header=False, or header=True", "say --no-header, or --header"),
        ("as_of='x'", "--as-of x"), ("column=1 or column=2", "--column 1 or --column 2"), ("x = column", "x = column"),
    ],
)  # fmt: skip
def test_parameters_as_options(said: str, shown: str) -> None:
    assert as_options(said) == shown


def test_annotate_takes_the_options_of_an_answer(survey: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    words = ["--province", "省", "--prefecture", "市", "--county", "县", "--column", "地址", "--terms-of", "2010,2020"]
    assert main(["annotate", str(survey), "-o", str(out), *words, "--fields", "code,coverage", "--candidates"]) == 0
    header, *rows = read(out)
    assert header[4:] == [
        "place_code", "place_coverage", *(f"place_{field}_{year}" for year in (2010, 2020) for field in ("code", "name", "path", "terms")),
        "place_candidates",
    ]  # fmt: skip
    assert [row[6] for row in rows] == ["360502", "431121", "610113", "360500", "330104", "360500", "", "360502"]
    assert [row[5] for row in rows] == ["equal", "equal", "part", "unknown", "unknown", "holds", "", "equal"]
    assert rows[4][-1].startswith("浙江省/杭州市/上城区 (330102) 75;")


def test_the_figures_and_the_report_name_the_zones_and_their_rows(survey: Path, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    found = annotate(survey, province="省", prefecture="市", county="县", column="地址", report=page)
    assert (found.in_zones, found.in_part, found.holding, found.outside, found.not_known) == (3, 1, 1, 0, 2)
    zones = {
        zone.name: (zone.rows, zone.stretches, zone.rows_in_part, zone.stretches_in_part) for zone in found.zone_counts
    }
    assert zones == {
        "渝水区": (2, ((1, 1), (8, 8)), 0, ()), "祁阳市": (1, ((2, 2),), 0, ()), "西安曲江新区": (0, (), 1, ((3, 3),)),
    }  # fmt: skip
    text = page.read_text("utf-8")
    for words in ("Zones and their rows", "西安曲江新区", "1, 8"):
        assert words in text


def test_resolve_prints_terms_parts_and_left_overs(capsys: pytest.CaptureFixture[str]) -> None:
    def run(*args: str) -> tuple[int, list[str]]:
        code: Any = main(["resolve", *args])
        return code, capsys.readouterr().out.splitlines()

    assert "某某区 (looks like a division)" in run("江西省新余市某某区")[1][1]
    assert "– (holds some)" in run("新余市")[1][1]
    assert "431121" in run("祁阳市", "--terms-of", "2010")[1][1]
    code, lines = run("--province", "江西", "--county", "渝水区", "--fields", "code,zone_names")
    assert (code, lines[1].split()) == (0, ["江西", "渝水区", "360502", "渝水区"])
    assert "330102" in run("江干区", "--split", "main")[1][1]
