"""What the page "try it" asks of the library, and the parts that its Python is made of."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import coedu_zones as cz

ROOT = Path(__file__).resolve().parents[1]
PLACE = ["江西省新余市渝水区仙来大道1号", "朝阳区", "", "苹果手机", "广东省南昌市"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    """The script of the page, in an empty folder as in the browser."""
    monkeypatch.syspath_prepend(ROOT / "docs" / "assets" / "try")
    monkeypatch.chdir(tmp_path)
    yield importlib.import_module("run")
    sys.modules.pop("run")


def looked(run: ModuleType, rows: list[list[str]], name: str = "t.csv", **reading: Any) -> dict[str, Any]:
    Path(name).write_text("\n".join(",".join(row) for row in rows) + "\n", "utf-8")
    found: dict[str, Any] = json.loads(run.look(name, json.dumps(reading)))
    return found


def answered(run: ModuleType, name: str, target: str, **choices: Any) -> dict[str, Any]:
    steps: list[tuple[int, int]] = []
    choices = {"reading": {}, "roles": {"column": 1}, **choices}
    said = run.annotate(name, target, "r.html", json.dumps(choices), lambda *step: steps.append(step))
    found: dict[str, Any] = json.loads(said)
    assert steps[-1] == (found["figures"]["rows"],) * 2
    return found


@pytest.mark.parametrize(
    ("rows", "roles"),
    [
        (
            [["学校", "地址"], ["一小", "江西省新余市渝水区仙来大道1号"], ["二小", "北京市朝阳区三里屯路2号"]],
            {"column": 2},
        ),
        (
            [["省", "市", "县"], ["江西", "新余", "渝水区"], ["吉林", "长春", "朝阳区"]],
            {"province": 1, "prefecture": 2, "county": 3},
        ),
        (
            [["省", "市", "县"], ["吉林", "长春", "朝阳区"], ["北京", "市辖区", "朝阳"], ["湖南", "", "祁阳县"]],
            {"province": 1, "prefecture": 2, "county": 3},
        ),
        ([["区县", "人数"], ["朝阳区", "4"], ["鼓楼区", "5"]], {"column": 1}),
        ([["name", "n"], ["苹果", "1"], ["香蕉", "2"]], {}),
    ],
)
def test_the_columns_of_the_place_are_told_from_their_cells(
    run: ModuleType, rows: list[list[str]], roles: dict[str, int]
) -> None:
    found = looked(run, rows)
    assert (found["roles"], found["columns"], found["rows"]) == (roles, rows[0], len(rows) - 1)


def test_a_first_row_that_reads_as_a_place_is_a_row(run: ModuleType) -> None:
    rows = [["江西省新余市渝水区", "1"], ["北京市海淀区", "2"]]
    assert (looked(run, rows)["header"], looked(run, rows)["rows"]) == (False, 2)
    assert looked(run, rows, header=True)["rows"] == 1


def test_the_answer_holds_figures_rows_and_files(run: ModuleType) -> None:
    Path("t.tsv").write_text("地名\n" + "\n".join(PLACE) + "\n", "utf-8")
    found = answered(run, "t.tsv", "t.places.csv", reading={"header": True, "quotes": False}, encoding="utf-8-sig")
    assert [row["status"] for row in found["rows"]] == ["resolved", "ambiguous", "blank", "unresolved", "conflict"]
    assert found["rows"][0]["code"] == "360502"
    assert found["rows"][0]["zones"] == ["渝水区"]
    assert len(found["rows"][1]["candidates"]) == 2
    assert found["figures"]["rows"] == 5
    written = Path("t.places.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert "360502" in written.decode("utf-8-sig")
    assert "/" not in re.findall("<h1>(.*?)</h1>", Path("r.html").read_text("utf-8"))[0]


def test_three_columns_answer_together_and_a_scope_narrows(run: ModuleType) -> None:
    looked(run, [["省", "市", "县"], ["吉林", "长春", "朝阳区"], ["", "", "朝阳区"]])
    together = answered(run, "t.csv", "o.csv", roles={"province": 1, "prefecture": 2, "county": 3})
    assert [row["code"] for row in together["rows"]] == ["220104", None]
    narrowed = answered(run, "t.csv", "o.csv", roles={"county": 3}, within="北京", level="county")
    assert [row["code"] for row in narrowed["rows"]] == ["110105", "110105"]


def test_only_the_first_rows_are_shown_and_progress_comes_in_steps(run: ModuleType) -> None:
    Path("t.tsv").write_text("地名\n" + "渝水区\n" * 3000, "utf-8")
    steps: list[int] = []
    choices = {"reading": {}, "roles": {"column": 1}}
    found = json.loads(
        run.annotate("t.tsv", "o.csv", "r.html", json.dumps(choices), lambda done, _: steps.append(done))
    )
    assert (len(found["rows"]), found["figures"]["resolved"]) == (run.SHOWN, 3000)
    assert steps == sorted(set(steps))
    assert len(steps) > 2


def test_a_table_that_cannot_be_read_is_an_error_of_the_library(run: ModuleType) -> None:
    Path("empty.csv").write_bytes(b"")
    with pytest.raises(cz.CoeduZonesError, match=r"empty\.csv is empty"):
        run.look("empty.csv")


def site_part(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("mkdocs", reason="needs the site's tools: pip install -e '.[docs]'")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_site")
    return importlib.import_module("browser")


def test_notice_names_every_part_that_the_site_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    parts = site_part(monkeypatch).sources()
    assert len(parts) >= 9
    assert [part.package for part in parts.values() if f"{part.package} {part.version} (" not in notice] == []


def test_a_site_without_the_parts_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    browser = site_part(monkeypatch)

    class Away:
        @property
        def path(self) -> Path:
            raise subprocess.CalledProcessError(1, "pip download")

    monkeypatch.setattr(browser, "sources", lambda: {"pyodide": Away()})
    browser.put(tmp_path)
    folder = tmp_path / browser.FOLDER
    assert json.loads((folder / "parts.json").read_text("utf-8")) == {"ready": False}
    assert "no Python" in (folder / "licences.txt").read_text("utf-8")


def test_a_part_that_is_not_the_pinned_one_ends_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fetch = importlib.import_module("tools.fetch")
    browser = site_part(monkeypatch)
    monkeypatch.setattr(fetch, "CACHE", tmp_path)
    part = browser.sources()["pydantic"]
    (tmp_path / part.file).write_bytes(b"another file")
    monkeypatch.setattr(browser, "sources", lambda: {"pydantic": part})
    with pytest.raises(fetch.SourceError, match="pins"):
        browser.put(tmp_path / "site")


def test_the_parts_fit_one_another_and_nothing_is_compiled_for_another_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = site_part(monkeypatch)
    browser.put(tmp_path)
    folder = tmp_path / browser.FOLDER
    if not json.loads((folder / "parts.json").read_text("utf-8"))["ready"]:
        pytest.skip("needs the network once: python docs/_site/browser.py")
    with zipfile.ZipFile(folder / "packages.zip") as packages:
        names = packages.namelist()
        metadata = packages.read(next(n for n in names if re.match(r"pydantic-[\d.]+\.dist-info/METADATA", n))).decode()
    assert f"pydantic-core=={browser.sources()['pydantic-core'].version}" in metadata
    compiled = [name for name in names if name.endswith((".so", ".pyd", ".dll"))]
    assert [("wasm32" in name) for name in compiled] == [True]
    with zipfile.ZipFile(folder / "coedu_zones.zip") as library:
        ours = set(library.namelist())
    assert {"coedu_zones/__init__.py", "coedu_zones/data/divisions.tsv"} <= ours
    assert not any("__pycache__" in name for name in ours)
    licences = (folder / "licences.txt").read_text("utf-8")
    assert "Mozilla Public License" in licences
    assert licences.count("Permission is hereby granted") >= 6


def test_notes_and_errors_speak_as_the_page_does(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.csv").write_text("", "utf-8")
    run.speak("zh")
    try:
        with pytest.raises(cz.TableError, match="为空"):
            run.look("empty.csv")
    finally:
        run.speak("en")
