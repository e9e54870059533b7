"""The HTML page about a run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coedu_zones.files import AnnotationSummary, ProvinceCount, TableError, TextCount, annotate
from coedu_zones.files.report import report_html, tile_chart

EVIL = "<script>alert('x')</script>&\"\x00\x1b"


class Page(HTMLParser):
    """Checks that tags close in order, and gathers what the page asks for."""

    VOID = frozenset({"meta", "rect"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [f"{name}={value}" for name, value in attrs if name in {"src", "href", "action", "srcset"}]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def summary(**changes: object) -> AnnotationSummary:
    text = TextCount(text=EVIL, rows=3, first_row=2, candidates=(EVIL,), remainder=EVIL)
    plain: dict[str, object] = {
        "source": EVIL, "target": EVIL, "columns": (EVIL,), "data_version": EVIL, "rows": 100_000, "resolved": 60_000,
        "ambiguous": 10_000, "conflicting": 10_000, "unresolved": 10_000, "errors": 1, "blank": 9_999, "flagged": 3,
        "in_zones": 12, "zones": (1, 2), "texts_exact": False, "notes": (EVIL,), "seconds": 1.5,
        "provinces": (
            ProvinceCount(name="江西省", rows=59_000, in_zones=12), ProvinceCount(name="北京市", rows=1000, in_zones=0),
        ),
        "unresolved_texts": (text,), "ambiguous_texts": (text,) * 200, "conflicting_texts": (text,), "flagged_texts": (text,),
    }  # fmt: skip
    return AnnotationSummary.model_validate({**plain, **changes})


def test_the_page_is_whole_and_asks_for_nothing() -> None:
    text = report_html(summary())
    page = Page(text)
    assert page.links == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "http" not in re.sub(r"http-equiv", "", text)
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_everything_is_escaped() -> None:
    text = report_html(summary())
    assert "<script" not in text
    assert "\x00" not in text
    assert "\x1b" not in text
    assert text.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;") >= 8


def test_light_dark_and_print() -> None:
    text = report_html(summary())
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    used = set(re.findall(r"var\((--\w+)\)", text))
    assert used <= set(re.findall(r"(--\w+):", text))


def test_figures_and_tables() -> None:
    text = report_html(summary())
    for figure in ("100,000", "60.0%", "59,000", "98.3%", "2 of the 97 zones"):
        assert figure in text
    assert "The 200 most frequent" in text
    long = TextCount(text="长" * 2000, rows=1, first_row=1)
    assert f"<td>{'长' * 200}…</td>" in report_html(summary(unresolved_texts=(long,)))
    assert "rare ones were not counted" in text
    assert text.count("<h2>") == 5


def test_the_chart_has_a_tile_for_each_province() -> None:
    chart = tile_chart(
        [ProvinceCount(name="江西省", rows=1_234_567, in_zones=0), ProvinceCount(name="北京市", rows=1, in_zones=0)]
    )
    assert chart.count("<rect") == 34
    assert "<title>江西省: 1,234,567</title>" in chart
    assert "1.2M" in chart
    assert "var(--s5)" in chart
    assert chart.count("var(--s0)") == 32
    assert tile_chart([]).count("var(--s0)") == 34


def test_nothing_to_look_at() -> None:
    nothing = {f"{kind}_texts": () for kind in ("unresolved", "ambiguous", "conflicting", "flagged")}
    text = report_html(summary(**nothing, provinces=(), rows=0, resolved=0, errors=0))
    assert "Nothing needs a look" in text
    assert "<svg" not in text
    Page(text)


def test_written_beside_the_table(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("地址\n渝水区\n朝阳区\n苹果手机\n", "utf-8")
    page = tmp_path / "r.html"
    annotate(source, report=page)
    text = page.read_text("utf-8")
    assert "苹果手机" in text
    assert "吉林省/长春市/朝阳区 (220104)" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.places.csv", "r.html"]
    with pytest.raises(TableError, match=r"r\.html exists already"):
        annotate(source, tmp_path / "b.csv", report=page)
    assert not (tmp_path / "b.csv").exists()
