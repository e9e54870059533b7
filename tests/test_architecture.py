"""Rules of the package: who may import whom, no work at import, short files, and a docstring for all that is public."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import coedu_zones
from tests.syntax import parsed

SOURCE = Path(coedu_zones.__file__).parent

#: The parts from the ground up: a part imports only from those before it. Its inside is held by
#: ``test_no_import_runs_in_a_circle``.
PARTS = [
    "messages", "errors", "data", "places", "gazetteer", "zone_table", "resolution", "changes", "parse", "resolver",
    "lookup", "zone_lists", "frames", "files", "charts", "fields", "__init__", "cli", "__main__",
]  # fmt: skip

#: Files of more than 350 lines, each with the reason why it stays whole.
LONG_FILES = {
    "normalizer.py": "one object: what it reads texts with, and all that it may be asked",
}

#: What is only needed for some texts or some callers, and is loaded when it is needed.
LAZY = {"pandas", "numpy", "polars", "duckdb", "pyarrow", "pyspark", "pypinyin", "rapidfuzz", "openpyxl"}


@cache
def files() -> tuple[Path, ...]:
    return tuple(sorted(SOURCE.rglob("*.py")))


@cache
def modules() -> frozenset[str]:
    return frozenset(module_name(path) for path in files())


def module_name(path: Path) -> str:
    """``tables/run.py`` → ``tables.run``; ``latin/__init__.py`` → ``latin``."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def part(module: str) -> str:
    """The part of a module: itself, or the package that it lies in."""
    return module.partition(".")[0]


def imports(path: Path) -> Iterator[str]:
    """The modules of the package that a file imports: at its head, inside a function, or for type checkers alone."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            submodules = [n for n in inner if n.removeprefix("coedu_zones.") in modules()]
            names = submodules or [node.module or ""]
        else:
            continue
        for name in names:
            if name == "coedu_zones":
                yield "__init__"
            elif name.startswith("coedu_zones."):
                yield name.removeprefix("coedu_zones.")


@cache
def arrows() -> dict[str, set[str]]:
    """Module → the modules that it imports."""
    return {module_name(path): set(imports(path)) for path in files()}


class TestParts:
    def test_every_module_has_a_part(self) -> None:
        assert {part(module) for module in arrows()} == set(PARTS)

    @pytest.mark.parametrize("module", sorted(arrows()))
    def test_imports_run_one_way(self, module: str) -> None:
        for target in arrows()[module]:
            if part(target) != part(module):
                assert PARTS.index(part(target)) < PARTS.index(part(module)), f"{module} imports {target}"

    def test_no_import_runs_in_a_circle(self) -> None:
        done: set[str] = set()

        def visit(module: str, trail: tuple[str, ...]) -> None:
            assert module not in trail, " → ".join((*trail, module))
            if module not in done:
                for target in arrows().get(module, ()):
                    visit(target, (*trail, module))
                done.add(module)

        for module in arrows():
            visit(module, ())

    @pytest.mark.parametrize("module", ["namings", "readings", "search", "lattice", "decide"])
    def test_the_decision_sees_tokens_only(self, module: str) -> None:
        """What weighs and decides knows neither texts, nor how characters are cut or spelt: so it may be remembered."""
        seen: set[str] = set()

        def visit(name: str) -> None:
            for target in arrows()[name] - seen:
                seen.add(target)
                if part(target) == "parse":
                    visit(target)

        visit(f"parse.{module}")
        assert not seen & {"parse.text", "parse.tokens", "parse.parser", "parse.spelling", "parse.outcome"}

    def test_only_spelling_knows_rapidfuzz(self) -> None:
        users = {
            module_name(p)
            for p in files()
            if re.search(r"^\s*(?:from|import) rapidfuzz", p.read_text("utf-8"), re.MULTILINE)
        }
        assert users == {"parse.spelling"}

    def test_pypinyin_is_for_the_builders(self) -> None:
        assert [
            p.name for p in files() if re.search(r"^\s*(?:from|import) pypinyin", p.read_text("utf-8"), re.MULTILINE)
        ] == []


def fresh(code: str) -> str:
    """What a new process prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(SOURCE.parent), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestImport:
    def test_it_loads_no_library_that_it_may_not_need(self) -> None:
        code = f"import sys, coedu_zones; print(sorted({LAZY!r} & set(sys.modules)))"
        assert fresh(code) == "[]"

    def test_it_reads_no_data_and_prints_nothing(self) -> None:
        code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import coedu_zones, coedu_zones.cli, coedu_zones.frames.columns, coedu_zones.fields
print([name for name in opened if name.endswith((".tsv", "manifest.json"))])
"""
        assert fresh(code) == "[]"

    def test_a_first_question_reads_what_it_needs(self) -> None:
        code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0]).rpartition("/")[2]) if event == "open" else None)
import coedu_zones
from tests.syntax import parsed
assert coedu_zones.resolve("渝水区").code == "360502"
print(sorted({name for name in opened if name in ("periods.tsv", "changes.tsv", "divisions.tsv", "characters.tsv")}))
"""
        # former names are names of the index; how characters sound is for misspelt ones
        assert fresh(code) == "['changes.tsv', 'divisions.tsv', 'periods.tsv']"

    def test_a_name_written_in_full_loads_no_matcher(self) -> None:
        code = f"import sys, coedu_zones; coedu_zones.resolve('渝水区'); print(sorted({LAZY!r} & set(sys.modules)))"
        assert fresh(code) == "[]"

    def test_it_changes_no_setting_of_the_process(self) -> None:
        code = """
import locale, logging, os, sys, warnings
before = (sys.getrecursionlimit(), dict(os.environ), locale.setlocale(locale.LC_ALL), list(warnings.filters), logging.root.level)
import coedu_zones
from tests.syntax import parsed
after = (sys.getrecursionlimit(), dict(os.environ), locale.setlocale(locale.LC_ALL), list(warnings.filters), logging.root.level)
print(before == after)
"""
        assert fresh(code) == "True"

    @pytest.mark.parametrize("module", sorted(set(arrows()) - {"__init__", "__main__"}))
    def test_each_module_alone(self, module: str) -> None:
        """Most are; a backend needs its library."""
        if not module.startswith("frames."):
            importlib.import_module(f"coedu_zones.{module}")


class TestFiles:
    def test_each_is_short_or_has_a_reason_to_be_long(self) -> None:
        long = {p.name for p in files() if len(p.read_text("utf-8").splitlines()) > 350}
        assert long == set(LONG_FILES), "split it, or say why it stays whole"

    def test_each_begins_with_what_it_is(self) -> None:
        for path in files():
            doc = ast.get_docstring(parsed(path))
            assert doc, path.name
            assert doc.splitlines()[0].rstrip().endswith((".", ":", "。", "→")) or "→" in doc.splitlines()[0], path.name

    def test_no_loose_ends(self) -> None:
        for path in files():
            assert not re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b", path.read_text("utf-8")), path.name

    def test_no_module_without_a_concept(self) -> None:
        assert not {p.stem for p in files()} & {
            "utils",
            "util",
            "helpers",
            "helper",
            "common",
            "misc",
            "manager",
        }

    def test_functions_are_short(self) -> None:
        for path in files():
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.FunctionDef):
                    doc = ast.get_docstring(node, clean=False) or ""
                    lines = (node.end_lineno or 0) - node.lineno - doc.count("\n")
                    assert lines <= 50, f"{path.name}: {node.name}"


class TestDocstrings:
    @pytest.mark.parametrize("name", sorted(n for n in coedu_zones.__all__ if not n.isupper() and n != "__version__"))
    def test_every_public_thing(self, name: str) -> None:
        thing = getattr(coedu_zones, name)
        assert inspect.getdoc(thing)
        if inspect.isclass(thing):
            for member, value in vars(thing).items():
                if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                    assert inspect.getdoc(value), f"{name}.{member}"

    @pytest.mark.parametrize(
        "module", [m.name for m in pkgutil.iter_modules([str(SOURCE)]) if m.name not in {"frames", "__main__"}]
    )
    def test_every_open_function_and_class(self, module: str) -> None:
        loaded = importlib.import_module(f"coedu_zones.{module}")
        for name, thing in vars(loaded).items():
            own = getattr(thing, "__module__", "") == loaded.__name__
            if own and not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
                assert inspect.getdoc(thing), f"{module}.{name}"

    def test_public_functions_say_what_they_raise(self) -> None:
        """A function whose callees raise on purpose has a ``Raises`` section."""
        for name in (
            "get_division",
            "get_zone",
            "get_area",
            "zones",
            "zones_covering",
            "divisions",
            "convert",
            "history",
        ):
            assert "Raises:" in (inspect.getdoc(getattr(coedu_zones, name)) or ""), name


@pytest.mark.parametrize("name", [n for n in coedu_zones.__all__ if inspect.isfunction(getattr(coedu_zones, n))])
def test_public_functions_explain_each_parameter(name: str) -> None:
    """Where there are several, ``help`` says of each what it is."""
    thing = getattr(coedu_zones, name)
    parameters = list(inspect.signature(thing).parameters)
    if len(parameters) > 1:
        _, _, section = (inspect.getdoc(thing) or "").partition("Args:\n")
        assert [p for p in parameters if not re.search(rf"^ +(?:\w+, )*{p}\b[^\n]*:", section, re.MULTILINE)] == []


def test_codes_are_cut_in_one_module() -> None:
    """Who cuts a code by hand knows how codes are built; ``places.codes`` is where that is written."""
    cut = re.compile(
        r'(?:code|county|holder|parent|unit|prefecture|place|id|successor|written|key)\[(?::\d|\d:)[^\]]*\]|"0000"|endswith\("00"\)|\+ "00"'
    )
    for path in files():
        if module_name(path) != "places.codes":
            found = [line.strip() for line in path.read_text("utf-8").splitlines() if cut.search(line)]
            assert not found, f"{module_name(path)}: {found}"
