"""The built site in a real browser: every page, its links, its search, its languages, a phone's width, the copy button."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = 390
ROOT = Path(__file__).resolve().parents[2]


class Seen:
    """What went wrong or went out while pages were read."""

    def __init__(self, page: Page, address: str) -> None:
        self.problems: list[str] = []
        host = address.partition("/manual")[0]
        page.on("console", lambda m: self.problems.append(f"{page.url}: {m.text}") if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("response", lambda r: self.problems.append(f"{page.url}: {r.status} {r.url}") if r.status >= 400 else None)
        page.on("request", lambda r: None if r.url.startswith((host, "data:", "blob:"))
                else self.problems.append(f"{page.url}: asks another host for {r.url}"))  # fmt: skip


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1300, "height": 900}, locale="zh-CN")
    context.set_default_timeout(150_000)  # the first search waits for the whole index, also on a busy machine
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    seen = Seen(opened, address)
    yield opened
    context.close()
    assert seen.problems == []


def all_pages(folder: Path) -> list[str]:
    """The addresses of the pages, below the site's own."""
    return sorted(str(p.parent.relative_to(folder)).replace(".", "") for p in folder.rglob("index.html"))


def test_every_page_opens_without_an_error_and_fits_a_phone(page: Page, folder: Path, address: str) -> None:
    pages = all_pages(folder)
    assert len(pages) > 50
    wide = []
    page.set_viewport_size({"width": PHONE, "height": 844})
    for path in pages:
        page.goto(f"{address}{path}/" if path else address, wait_until="load")
        if page.evaluate("document.documentElement.scrollWidth") > PHONE:
            wide.append(path)
        assert page.evaluate("[...document.images].filter(i => !i.complete || !i.naturalWidth).length") == 0, path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.lang") == ("en" if path.startswith("en") else "zh"), path
    assert wide == []


def test_every_inner_link_leads_to_a_page_and_to_a_place_on_it(page: Page, folder: Path, address: str) -> None:
    places: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for path in all_pages(folder):
        here = f"{address}{path}/" if path else address
        page.goto(here, wait_until="domcontentloaded")
        places[here] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        links[here] = set(page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"))
    dead = []
    for here, hrefs in links.items():
        for href in hrefs:
            target, anchor = urldefrag(urljoin(here, href))
            if not target.startswith(address):
                continue
            known = target in places or (folder / unquote(target.removeprefix(address))).is_file()
            if not known or (anchor and target in places and unquote(anchor) not in places[target]):
                dead.append(f"{here} → {href}")
    assert dead == []


def search(page: Page, query: str) -> None:
    """Type a query until the page, whose script may still be starting, shows results."""
    from playwright.sync_api import TimeoutError as TooLate

    for _ in range(6):
        page.locator("input.md-search__input").fill("")
        page.locator("input.md-search__input").press_sequentially(query)
        try:
            page.wait_for_selector(".md-search-result__item a", timeout=15_000)
        except TooLate:
            continue
        return
    pytest.fail(f"no results for {query!r}")


@pytest.mark.parametrize(
    ("start", "query", "found"),
    [
        ("", "渝水", "guides/"), ("", "示范区", "glossary/"), ("", "歧义", "guides/ambiguous/"),
        ("", "面板数据", "guides/history/"), ("", "江干区", "guides/history/"), ("", "zones_covering", "reference/places/"),
        ("data/", "许可", "data/"), ("en/", "ambiguous", "guides/ambiguous/"), ("en/", "panel", "guides/history/"),
        ("en/data/", "pydantic", "guides/forms/"), ("en/", "渝水区", "guides/"), ("en/", "licence", "data/"),
    ],
)  # fmt: skip
def test_search_finds_the_page_in_the_reader_s_language(page: Page, address: str, start: str, query: str, found: str) -> None:
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


@pytest.mark.parametrize("start", ["", "en/", "en/guides/forms/", "guides/zones/"])
def test_the_copy_button_copies_what_runs(page: Page, address: str, start: str) -> None:
    page.goto(address + start)
    block = page.locator(".highlight").first
    block.hover()
    page.locator("button.md-clipboard, button.md-code__button[data-md-type=copy]").first.click()
    code = page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shown = page.locator(".highlight").nth(1).locator("code").inner_text()
    assert done.stdout.split() == shown.split()


def test_dark_and_light_can_be_chosen(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}guides/charts/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("form[data-md-component=palette] label:not([hidden])").first.click()
    page.wait_for_function(f"{ground} !== {light!r}")


def test_charts_have_a_text_alternative(page: Page, address: str) -> None:
    page.goto(f"{address}guides/charts/")
    charts = page.locator("svg.coedu-chart")
    assert charts.count() == 2
    for chart in charts.all():
        assert chart.get_attribute("role") == "img"
        assert len(chart.locator("desc").evaluate("e => e.textContent")) > 50
