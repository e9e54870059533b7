"""The built site in a real browser: every page, its links, its search, its languages, its widths, the copy button, its charts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from tests.browser.conftest import Seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (1300, 820, 390)  # a desktop, a tablet, a phone
ROOT = Path(__file__).resolve().parents[2]

#: What a page tells about itself.
PAGE = """() => {
    const all = (what, get) => [...document.querySelectorAll(what)].map(get);
    return {
        ids: all('[id]', e => e.id),
        links: all('a[href]', e => e.getAttribute('href')),
        missing: all('img', i => i.complete && i.naturalWidth ? '' : i.src).filter(Boolean),
        unnamed: all('img', i => i.getAttribute('alt') ? '' : i.outerHTML).filter(Boolean)
            .concat(all('.md-content svg.coedu-chart', s =>
                s.getAttribute('role') === 'img' && s.querySelector('title')?.textContent
                && s.querySelector('desc')?.textContent.length > 50 ? '' : s.outerHTML.slice(0, 200)).filter(Boolean)),
        headings: all('h1', h => h.innerText),
        lang: document.documentElement.lang,
    }
}"""


@pytest.fixture(scope="session")
def pages(browser: Browser, folder: Path, address: str) -> dict[str, dict[str, Any]]:
    """Every page, opened once: what it tells about itself, what went wrong, and where it is too wide."""
    context = browser.new_context(locale="zh-CN")
    index = json.loads((folder / "search" / "search_index.json").read_text("utf-8"))
    nothing = {**index, "docs": index["docs"][:1]}  # indexing everything on every page takes most of the time
    context.route("**/search_index.json", lambda route: route.fulfill(json=nothing))
    opened = context.new_page()
    seen = Seen(opened, address)
    found = {}
    for path in sorted(str(p.parent.relative_to(folder)).replace(".", "") for p in folder.rglob("index.html")):
        before = len(seen.problems)
        opened.set_viewport_size({"width": WIDTHS[0], "height": 900})
        opened.goto(f"{address}{path}/" if path else address, wait_until="load")
        told = opened.evaluate(PAGE)
        told["wide"] = [width for width in WIDTHS if not fits(opened, width)]
        found[path] = {**told, "problems": seen.problems[before:]}
    context.close()
    return found


def fits(page: Page, width: int) -> bool:
    """Whether nothing is wider than the window, once menus that slide have come to rest."""
    from playwright.sync_api import TimeoutError as TooLate

    page.set_viewport_size({"width": width, "height": 900})
    try:
        page.wait_for_function(f"document.documentElement.scrollWidth <= {width}", timeout=5_000)
    except TooLate:
        return False
    return True


def test_every_page_opens_without_an_error(pages: dict[str, dict[str, Any]]) -> None:
    assert len(pages) > 50
    assert {path: told["problems"] for path, told in pages.items() if told["problems"]} == {}
    assert {path: told["missing"] for path, told in pages.items() if told["missing"]} == {}


def test_every_page_has_one_title_in_its_language(pages: dict[str, dict[str, Any]]) -> None:
    for path, told in pages.items():
        assert len(told["headings"]) == 1, path
        assert told["lang"] == ("en" if path.startswith("en") else "zh"), path


def test_no_page_is_wider_than_a_phone_a_tablet_or_a_desktop(pages: dict[str, dict[str, Any]]) -> None:
    assert {path: told["wide"] for path, told in pages.items() if told["wide"]} == {}


def test_every_picture_says_what_it_shows(pages: dict[str, dict[str, Any]]) -> None:
    assert {path: told["unnamed"] for path, told in pages.items() if told["unnamed"]} == {}


def test_every_inner_link_leads_to_a_page_and_to_a_place_on_it(
    pages: dict[str, dict[str, Any]], folder: Path, address: str
) -> None:
    places = {f"{address}{path}/" if path else address: set(told["ids"]) for path, told in pages.items()}
    dead = []
    for here, told in zip(places, pages.values(), strict=True):
        for href in set(told["links"]):
            target, anchor = urldefrag(urljoin(here, href))
            if not target.startswith(address):
                continue
            known = target in places or (folder / unquote(target.removeprefix(address))).is_file()
            if not known or (anchor and target in places and unquote(anchor) not in places[target]):
                dead.append(f"{here} → {href}")
    assert dead == []


def search(page: Page, query: str) -> None:
    """Search as a reader does: a query is read when a key is let go, which filling in a text alone does not do."""
    field = page.locator("input.md-search__input")
    field.click()
    field.fill(query)
    field.press("End")
    page.wait_for_selector(".md-search-result__item a")


@pytest.mark.parametrize(
    ("start", "query", "found"),
    [
        ("", "渝水", "guides/"), ("", "示范区", "glossary/"), ("", "歧义", "guides/ambiguous/"),
        ("", "面板数据", "guides/history/"), ("", "江干区", "guides/history/"), ("", "zones_covering", "reference/places/"),
        ("data/", "许可", "data/"), ("en/", "ambiguous", "guides/ambiguous/"), ("en/", "panel", "guides/history/"),
        ("", "Excel", "guides/excel/"), ("", "引用", ""), ("", "面板", "guides/history/"), ("en/", "cite", ""), ("en/", "Stata", "guides/stata/"),
        ("en/", "Excel", "guides/excel/"), ("en/data/", "pydantic", "guides/forms/"), ("en/", "渝水区", "guides/"), ("en/", "licence", "data/"),
    ],
)  # fmt: skip
def test_search_finds_the_page_in_the_reader_s_language(
    page: Page, address: str, start: str, query: str, found: str
) -> None:
    page.goto(address + start)
    search(page, query)
    links = page.locator(".md-search-result__item a.md-search-result__link").evaluate_all("all => all.map(a => a.href)")
    assert links
    own = f"{address}en/" if start.startswith("en/") else address
    assert all(link.startswith(own) for link in links)
    assert own != address or not any(link.startswith(f"{address}en/") for link in links)
    assert any(link.startswith(own + found) for link in links[:8]), links[:8]


@pytest.mark.parametrize("path", ["", "guides/pandas/", "reference/places/", "notebooks/survey/"])
def test_the_language_switch_keeps_the_page(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    for lang, target in (("en", f"{address}en/{path}"), ("zh", address + path)):
        page.locator(".md-header .md-select__link").first.wait_for(state="attached")
        page.locator(".md-header .md-select > button").hover()
        page.locator(f".md-header .md-select__link[hreflang={lang}]").click()
        page.wait_for_url(target)


@pytest.mark.parametrize(
    "start",
    ["", "en/", "en/guides/pandas/", "guides/three-columns/", "en/guides/stata/", "guides/duckdb/", "guides/ambiguous/", "guides/history/", "guides/zones/", "guides/forms/",
     "guides/romanised/", "guides/misspelt/", "guides/running-text/", "guides/notice/", "guides/charts/"],
)  # fmt: skip
def test_the_copy_buttons_copy_what_runs(page: Page, address: str, start: str) -> None:
    page.goto(address + start)
    code, shown, python = [], "", False
    for block in page.locator(".md-content .highlight").all():
        kind = block.get_attribute("class") or ""
        if "language-python" in kind:
            block.scroll_into_view_if_needed()
            block.hover()
            block.locator("button.md-clipboard, button.md-code__button[data-md-type=copy]").click()
            code.append(page.evaluate("navigator.clipboard.readText()"))
            assert "markdown-exec" not in code[-1]
        elif "language-text" in kind and python:
            shown += block.locator("code").inner_text() + "\n"
        python = "language-python" in kind
    assert code
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(code)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == shown.split()


@pytest.mark.parametrize("path", ["reference/places/", "reference/columns/", "en/reference/tables/"])
def test_every_signature_is_whole_at_every_width(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        blocks = page.locator(".doc-signature :is(pre, code)")
        assert blocks.count() > 10
        assert (
            blocks.evaluate_all(
                "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).map(e => e.textContent)"
            )
            == []
        )


def test_output_has_no_copy_button(page: Page, address: str) -> None:
    page.goto(address)
    buttons = page.locator(".md-content .language-text button")
    assert not any(button.is_visible() for button in buttons.all())


def channels(colour: str) -> list[float]:
    return [float(part) for part in re.findall(r"[\d.]+", colour)]


def over(paper: str, colour: str) -> str:
    """What is seen of a colour that lets some of the paper through."""
    *ink, share = [*channels(colour), 1.0][:4]
    return str([share * above + (1 - share) * below for above, below in zip(ink, channels(paper), strict=True)])


def luminance(colour: str) -> float:
    red, green, blue = (part / 255 for part in channels(colour))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_charts_and_text_can_be_read_in_light_and_in_dark_whichever_the_reader_chooses(
    page: Page, address: str
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}guides/charts/")
    ground = "getComputedStyle(document.body).backgroundColor"
    seen = []
    for _ in range(2):
        paper = page.evaluate(ground)
        tiles = page.evaluate("""[...document.querySelectorAll('.coedu-chart g')].filter(g => /^s[1-5]$/.test(g.getAttribute('class')))
            .flatMap(g => [...g.querySelectorAll('text')].map(t => [getComputedStyle(g.querySelector('rect')).fill, getComputedStyle(t).fill]))""")
        writing = page.evaluate("""[...document.querySelectorAll('.coedu-chart .title, .coedu-chart .label, .coedu-chart .s0 text')]
            .map(e => getComputedStyle(e).fill)
            .concat([...document.querySelectorAll('.md-content p, .md-content p a')].map(e => getComputedStyle(e).color))""")
        assert len(tiles) > 60
        assert len(writing) > 30
        assert min(contrast(*pair) for pair in tiles) >= 4.5
        assert min(contrast(over(paper, colour), paper) for colour in writing) >= 4.5
        seen.append((paper, tiles))
        page.locator("form[data-md-component=palette] label:not([hidden])").first.click()
        page.wait_for_function(f"{ground} !== {paper!r}")
    assert all(light != dark for light, dark in zip(*seen, strict=True))


@pytest.mark.parametrize("path", ["zones/", "guides/pandas/", "notebooks/panel/", "en/data/", "how-it-works/"])
def test_nothing_is_cut_off_on_paper(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between margins of 1 cm
    page.emulate_media(media="print")
    page.goto(address + path)
    wide = page.evaluate("""[...document.querySelectorAll('.md-content :is(table, pre, svg.coedu-chart)')]
        .filter(e => e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth + 1 && e.tagName === 'PRE')
        .map(e => e.textContent.slice(0, 60))""")
    assert wide == []
