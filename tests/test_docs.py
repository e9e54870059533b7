"""What the pages say is true: their examples run, their twins agree, nothing public is left out."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import coedu_zones as cz
from coedu_zones.cli import main

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh.md")
CHINESE = sorted(p for p in DOCS.rglob("*.md") if not p.name.endswith(".en.md"))
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
REFERENCE = re.compile(r"^::: ([\w.]+)$", re.MULTILINE)


def run_examples(text: str, name: str) -> doctest.TestResults:
    """Run the ``>>>`` examples of a page as one session."""
    blocks = [body for head, body in FENCE.findall(text) if body.startswith(">>>") and head in {"python", "pycon"}]
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    assert test.examples, f"{name} has no examples"
    return doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)


def twin(page: Path) -> Path:
    return page.with_name(page.name.removesuffix(".md") + ".en.md")


def code_blocks(page: Path) -> list[str]:
    """The code of a page without comments, titles of charts, and the blocks that print a table in the page's language."""
    blocks = [body for _, body in FENCE.findall(page.read_text("utf-8")) if not re.search(r'print\((?:f"""|"\|)', body)]
    return [re.sub(r' +# .*|, title="[^"]*"|, lang="en"| --lang zh', "", body) for body in blocks]


@pytest.mark.parametrize("name", READMES)
def test_the_readme_s_lines_give_what_they_show(name: str) -> None:
    assert run_examples((ROOT / name).read_text("utf-8"), name).failed == 0


@pytest.mark.parametrize("name", READMES)
def test_the_readme_s_command_prints_what_is_shown(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / name).read_text("utf-8")
    found = re.search(r"<!-- output of: coedu-zones ([^\n]*) -->\n```text\n(.*?)```", text, re.DOTALL)
    assert found is not None
    assert f"coedu-zones {found[1]}\n" in text.replace(f"output of: coedu-zones {found[1]} -->", "")
    main(shlex.split(found[1]))
    assert capsys.readouterr().out == found[2]


def test_both_readmes_have_the_same_commands_and_examples() -> None:
    blocks = [FENCE.findall((ROOT / name).read_text("utf-8")) for name in READMES]
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CONTRIBUTING.zh.md"])
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_picture_of_the_readme_is_the_one_that_is_drawn_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(DOCS / "_site")
    stale = [
        path.name
        for path, svg in importlib.import_module("pictures").pictures().items()
        if path.read_text("utf-8") != svg
    ]
    assert stale == [], "write them anew: python docs/_site/pictures.py"


def test_the_readme_tells_what_its_picture_shows() -> None:
    none = {p.english for p in cz.provinces() if not p.zones}
    [said] = re.findall(r"!\[([^\]]+)\]", (ROOT / "README.md").read_text("utf-8"))
    said = said.replace("\n", " ")
    assert none == set(re.split(", | and ", said.partition("none in ")[2]))
    most = sorted(cz.provinces(), key=lambda p: -len(p.zones))
    assert [(p.english, len(p.zones)) for p in most[:2]] == [("Zhejiang", 6), ("Xinjiang", 5)]
    assert {len(p.zones) for p in most[2:] if p.zones} == {1, 2, 3, 4}
    assert "six in Zhejiang, five in Xinjiang, one to four in most others" in said


def test_the_page_on_a_package_index_has_no_link_into_the_repository() -> None:
    hook = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["metadata"]["hooks"][
        "fancy-pypi-readme"
    ]
    page = "".join((ROOT / f["path"]).read_text("utf-8") if "path" in f else f["text"] for f in hook["fragments"])
    assert re.search(r"\]\((?!https?:)", page)
    for change in hook["substitutions"]:
        page = re.sub(change["pattern"], change["replacement"], page)
    assert re.findall(r"\]\((?!https?:)[^)]*\)|!\[", page) == []
    assert "## Two commands" in page
    assert "## 两条命令" in page


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: str(page.relative_to(DOCS)))
def test_every_page_has_its_english_twin_with_the_same_code(page: Path) -> None:
    assert twin(page).exists()
    assert code_blocks(page) == code_blocks(twin(page))
    headings = [len(re.findall(r"^#+ ", FENCE.sub("", p.read_text("utf-8")), re.MULTILINE)) for p in (page, twin(page))]
    assert headings[0] == headings[1]


def test_every_english_page_has_its_chinese_twin() -> None:
    lonely = [p for p in DOCS.rglob("*.en.md") if not p.with_name(p.name.replace(".en.md", ".md")).exists()]
    assert lonely == []


def reference_names() -> list[str]:
    return [
        name
        for page in sorted((DOCS / "reference").glob("*.en.md"))
        for name in REFERENCE.findall(page.read_text("utf-8"))
    ]


def test_the_reference_holds_every_public_name_once() -> None:
    ours = [name.rpartition(".")[2] for name in reference_names() if ".frames." not in name]
    assert len(set(ours)) == len(ours)
    assert set(cz.__all__) - {"__version__"} - set(ours) == set()


def public_objects() -> Iterator[tuple[str, object]]:
    """Every documented object and the public members that its own class defines."""
    for path in reference_names():
        module, _, name = path.rpartition(".")
        if (
            ".frames." in module
            and importlib.util.find_spec(module.rpartition(".")[2].replace("spark", "pyspark")) is None
        ):
            continue
        found = getattr(importlib.import_module(module), name)
        yield path, found
        if inspect.isclass(found) and found.__module__.startswith("coedu_zones"):
            for member, value in vars(found).items():
                if not member.startswith(("_", "model_")) and (
                    callable(value) or isinstance(value, property | staticmethod)
                ):
                    yield f"{path}.{member}", value


def test_every_public_thing_has_a_docstring() -> None:
    assert [path for path, thing in public_objects() if not is_constant(thing) and not inspect.getdoc(thing)] == []


def is_constant(thing: object) -> bool:
    return isinstance(thing, str | int | tuple | dict | cz.Notice) or hasattr(thing, "__metadata__")


def test_every_public_constant_is_described_on_the_line_above() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    names = [path.rpartition(".")[2] for path, thing in public_objects() if is_constant(thing)]
    assert len(names) >= 5
    assert [name for name in names if not re.search(rf"^ *#: .+\n *{name}\b.* = ", code, re.MULTILINE)] == []


def test_notice_and_data_page_name_every_source() -> None:
    sources = tomllib.loads((ROOT / "tools" / "sources.toml").read_text("utf-8"))
    notice = (ROOT / "NOTICE").read_text("utf-8")
    page = (DOCS / "data.md").read_text("utf-8")
    for source in sources.values():
        assert f"{source['package']} {source['version']} (" in notice
        assert f'"{source["package"]}":' in page, "the Chinese page says what is taken from each source"


def test_the_shipped_manifest_names_every_source() -> None:
    sources = tomllib.loads((ROOT / "tools" / "sources.toml").read_text("utf-8"))
    manifest = json.loads((ROOT / "src" / "coedu_zones" / "data" / "manifest.json").read_text("utf-8"))
    assert manifest["sources"].keys() == sources.keys()


def test_every_shipped_table_is_described() -> None:
    tables = {p.name for p in (ROOT / "src" / "coedu_zones" / "data").glob("*.tsv")}
    for page in ("data.md", "data.en.md"):
        assert {name for name in tables if f"`{name}`" not in (DOCS / page).read_text("utf-8")} == set()


@pytest.mark.parametrize("page", ["how-it-works.md", "how-it-works.en.md"])
def test_every_part_of_the_package_is_described(page: str) -> None:
    parts = {
        p.stem for p in (ROOT / "src" / "coedu_zones").iterdir() if p.name != "data" and not p.name.startswith("_")
    }
    text = (DOCS / page).read_text("utf-8")
    assert {part for part in parts - {"py"} if f"`{part}`" not in text} == set()


@pytest.mark.parametrize("page", ["changelog.md", "changelog.en.md"])
def test_the_changes_tell_of_this_version_and_its_data(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert f"### {cz.data_version()}\n" in text
    assert f"### {cz.__version__}\n" in text
    assert f"version: {cz.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


NOTEBOOKS: Final = sorted((DOCS / "notebooks").glob("*.py"))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Notebook → what it prints, and its error; one process runs them all, each in a folder of its own."""
    for module in ("pandas", "polars"):
        pytest.importorskip(module, reason="needs pandas and Polars: pip install -e '.[pandas,polars]'")
    folder = tmp_path_factory.mktemp("notebooks")
    for path in NOTEBOOKS:
        (folder / path.stem).mkdir()
        shutil.copy(DOCS / "notebooks" / "survey.csv", folder / path.stem)
    script = """
import contextlib, io, json, os, runpy, sys, traceback

found = {}
for path in sys.argv[2:]:
    os.chdir(os.path.join(sys.argv[1], os.path.basename(path).removesuffix(".py")))
    error = ""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            runpy.run_path(path, run_name="__main__")
        except BaseException:
            error = traceback.format_exc()
    found[path] = out.getvalue(), error
json.dump(found, sys.stdout)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, folder, *NOTEBOOKS], capture_output=True, text=True, check=False,
        encoding="utf-8", env={**os.environ, "ROWS": "500", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed: dict[str, list[str]] = json.loads(done.stdout)
    return printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run_from_top_to_bottom(path: Path, shown: dict[str, list[str]]) -> None:
    printed, error = shown[str(path)]
    assert not error, error
    assert printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_import_the_doors_that_they_use(path: Path) -> None:
    """One that forgot would still run behind another one that did not."""
    code = path.read_text("utf-8")
    for library in ("pandas", "polars"):
        if re.search(rf"^import {library}\b", code, re.MULTILINE) and ".coedu." in code:
            assert re.search(rf"^import coedu_zones\.frames\.{library}$", code, re.MULTILINE)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_say_everything_in_both_languages(path: Path) -> None:
    marks = re.findall(r"^# %%(.*)$", path.read_text("utf-8"), re.MULTILINE)
    texts = [mark for mark in marks if "markdown" in mark]
    assert texts == [' [markdown] lang="zh"', ' [markdown] lang="en"'] * (len(texts) // 2)
    if importlib.util.find_spec("jupytext") is not None:
        cells = importlib.import_module("jupytext").read(path).cells
        assert len(cells) == len(marks)
        assert {cell.cell_type for cell in cells} == {"markdown", "code"}
    for suffix in (".md", ".en.md"):
        assert (DOCS / "notebooks" / f"{path.stem}{suffix}").read_text("utf-8") == f"<!-- notebook: {path.stem} -->\n"


def test_a_block_that_ends_in_a_value_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mkdocs", reason="needs the site's tools: pip install -e '.[docs]'")
    monkeypatch.syspath_prepend(DOCS / "_site")
    values = importlib.import_module("values")
    block = '```python exec="on" source="above" result="text"\n{}\n```'
    shown = values.show_values(block.format("chart = 1\nchart"))
    assert (
        ' html="on"\nchart = 1\nchart\nprint(__import__("values").as_html(chart))  # markdown-exec: hide\n```' in shown
    )
    for code in ("print(1)", "x = 1", "for x in []:\n    x"):
        assert values.show_values(block.format(code)) == block.format(code)
    with pytest.raises(Exception, match="make two of it"):
        values.show_values(block.format("print(1)\n2"))
    assert "<table>" in values.as_html(cz.resolve("朝阳区"))
    assert "&lt;b&gt;" in values.as_html("<b>")


def test_a_session_that_shows_a_wrong_answer_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mkdocs", reason="needs the site's tools: pip install -e '.[docs]'")
    monkeypatch.syspath_prepend(DOCS / "_site")
    sessions = importlib.import_module("sessions")
    sessions.run_sessions("```pycon\n>>> 1 + 1\n2\n```\n", "page.md")
    with pytest.raises(Exception, match="does not say what it shows"):
        sessions.run_sessions("```pycon\n>>> 1 + 1\n3\n```\n", "page.md")


def test_the_site_builds_strictly(site: Path) -> None:
    pages = {str(p.relative_to(DOCS)) for p in CHINESE}
    assert len(list(site.rglob("index.html"))) == 2 * len(pages)
