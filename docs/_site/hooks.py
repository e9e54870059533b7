"""Hooks of the site's build: a working folder for the pages' commands, one search index a language.

Pages run the command line in ``.cache/site``, where a copy of the sample table
lies. The i18n plugin makes one search index of both languages and links the home
pages from the root of the host; here each language gets its own index, and all
links are relative, so that the site works in any folder of any host.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).parent))  # a hook is a file and no module of a package
import browser
from notebooks import expand
from sessions import run_sessions
from values import show_values

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".cache" / "site"
SAMPLES = ("assets/schools.csv", "notebooks/survey.csv")
ENGLISH = "en/"
TRY = ("try.md", "try.en.md")

_FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_CHINESE = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BREAK = re.compile(rf"(?<=[{_CHINESE}])\n(?=[{_CHINESE}])")


def on_startup(**_: Any) -> None:
    """Lay the working folder anew and let pages find the command that they show."""
    os.environ["COEDU_ZONES_LANG"] = "en"  # whatever the system speaks; pages say --lang zh where they want it
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in SAMPLES:
        shutil.copy(ROOT / "docs" / name, WORK)
    os.environ["ROWS"] = "20000"  # the notebook of a million rows, shorter
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Put notebooks into their pages, let blocks show their values, join the lines of a Chinese paragraph.

    A browser would part the lines by spaces, which Chinese does not have.
    """
    lang = "en" if page.url.startswith(ENGLISH) else "zh"
    run_sessions(markdown, page.file.src_uri)
    markdown = show_values(expand(markdown, ROOT / "docs" / "notebooks", lang))
    pieces = _FENCE.split(markdown)
    return "".join(piece if i % 2 else _BREAK.sub("", piece) for i, piece in enumerate(pieces))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Let the home pages link one another by relative addresses."""
    if page.url in {"", "./", ENGLISH}:
        for alternate in config.extra.alternate:  # an attribute, beside the entry of that name
            alternate["link"] = ENGLISH if alternate["lang"] == "en" else "./"
    return context


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Let English pages look for their search index under ``en/``; keep the theme from asking for sitemaps.

    The theme's script looks for ``link[rel=alternate]``, one exact value, and asks beside each
    address for a sitemap that is not there; browsers and search engines read the value with
    the space just as well.
    """
    output = output.replace('<link rel="alternate" ', '<link rel="alternate " ')
    if page.file.src_uri in TRY:
        output = _closed(output)
    if not page.url.startswith(ENGLISH):
        return output
    up = "/".join([".."] * (page.url.count("/") - 1)) or "."
    return re.sub(r'"base":\s*"[^"]*"', f'"base": "{up}"', output, count=1)


def _closed(output: str) -> str:
    """The page "try it" may talk to its own host only: the browser refuses the rest, for its worker too."""
    policy = "default-src 'self' 'unsafe-inline' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">'
    return output.replace("<head>", f"<head>{meta}", 1)


@event_priority(-200)  # after the i18n plugin, which writes the index of both languages at -100
def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Put Python into the site for the page that runs it; part the search index by language."""
    browser.put(Path(config.site_dir))
    both = Path(config.site_dir) / "search" / "search_index.json"
    index = json.loads(both.read_text("utf-8"))
    english = [entry for entry in index["docs"] if entry["location"].startswith(ENGLISH)]
    if not english:
        return
    chinese = [entry for entry in index["docs"] if not entry["location"].startswith(ENGLISH)]
    for entry in english:
        entry["location"] = entry["location"].removeprefix(ENGLISH)
    _write(both, {**index, "docs": chinese})
    settings = {**index["config"], "lang": ["en"]}
    _write(
        Path(config.site_dir) / ENGLISH / "search" / "search_index.json", {**index, "config": settings, "docs": english}
    )


def _write(path: Path, index: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
