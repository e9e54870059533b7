"""The site, served on this machine, and a real Chromium to read it with."""

from __future__ import annotations

import importlib.util
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SITE_TOOLS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOOLS = ("playwright", *SITE_TOOLS)


class Quiet(SimpleHTTPRequestHandler):
    """A file server that prints nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Say nothing."""


@pytest.fixture(scope="session")
def chromium() -> str:
    missing = [tool for tool in TOOLS if importlib.util.find_spec(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}: pip install -e '.[docs,browser]'")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs a Chromium: apt-get install chromium")
    return path


@pytest.fixture(scope="session")
def folder(chromium: str, site: Path) -> Path:
    """The built site, where there is a browser to read it."""
    return site


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where the site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, headless=True, args=flags)
        yield started
        started.close()


class Seen:
    """What went wrong or went out while pages were read."""

    def __init__(self, page: Page, address: str) -> None:
        self.problems: list[str] = []
        host = address.partition("/manual")[0]
        page.on(
            "console",
            lambda m: self.problems.append(f"{page.url}: {m.text}") if m.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on(
            "response", lambda r: self.problems.append(f"{page.url}: {r.status} {r.url}") if r.status >= 400 else None
        )
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
