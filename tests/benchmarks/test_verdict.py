"""The verdict: every promise is measured, a small run gives every figure, and the page shows what the file holds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import killed, loading, verdict
from benchmarks.engines import ROOT
from benchmarks.results import read, write
from benchmarks.verdict import DOORS, PROMISES, VERDICT, Page
from coedu_zones.charts.drawing import Language
from tests.tools.test_corpora import downloaded


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_every_promise_and_when_it_was_measured(language: Language) -> None:
    page, name = Page(language), {"zh": "verdict.md", "en": "verdict.en.md"}[language]
    text = (ROOT / "docs" / name).read_text("utf-8")
    for promise in PROMISES:
        assert f'.measured("{promise}")' in text
        assert read(VERDICT)[promise]["measured"]["date"] in page.measured(promise)
        assert getattr(page, promise)().count("\n") > 2
    assert text.index(".better()") < text.index(".reliability()")
    assert not re.search(r"\d (?:rows|texts|wrong|runs)", text), "figures come from the file"


def test_a_glance_says_so(tmp_path: Path) -> None:
    results = read(VERDICT)
    for quick in (True, False):
        results["fast"]["measured"]["quick"] = quick
        write(results, tmp_path / "verdict.json")
        assert ("a glance" in Page("en", tmp_path / "verdict.json").measured("fast")) == quick


@downloaded
def test_every_door_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    found = verdict.doors(60)
    assert found.keys() <= DOORS.keys()
    assert {row["differ"] for row in found.values()} == {0}
    monkeypatch.setattr(verdict, "DOORS", {"none": lambda texts: [{"code": "0"} for _ in texts]})
    assert verdict.doors(60)["none"]["differ"] == 60


def test_what_was_lost_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = killed.record(lambda *_: Counter({"killed": 2, "half a file": 1}), 4, ["csv", "tsv"])
    assert (found["runs"], found["counts"]["killed"], found["lost"]) == (4, 4, 2)
    monkeypatch.setattr(killed, "record", lambda *_: found)
    assert killed.main([]) == 1


def test_forks_while_the_library_loads_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert loading.main(["--forks", "2"]) == 0
    assert capsys.readouterr().out == "2 forks, 8 threads, 0 wrong, 1 processes\n"
