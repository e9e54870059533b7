"""A fact is written once: word lists and figures that have a table, or one module, do not come back elsewhere.

Only text in code counts; docstrings may name examples.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from coedu_zones.changes import lineage
from coedu_zones.data.reader import data_year, manifest
from coedu_zones.gazetteer import township_divisions
from coedu_zones.gazetteer.townships import Townships
from tests.syntax import parsed
from tools.tables import read_curated
from tools.years import DATA_VERSION, FIRST_YEAR, THIS_YEAR

ROOT: Final = Path(__file__).resolve().parent.parent
PEOPLES: Final = [row["word"] for row in read_curated("township_words.tsv") if row["kind"] == "people"]
PROVINCES: Final = read_curated("provinces.tsv")
CORPS: Final = "新疆生产建设兵团"
GENERICS: Final = set("省市区县旗盟州")
#: How many words of a list make a copy of it.
MANY: Final = 8
#: Copies that stay, each with the reason.
KNOWN: Final = {
    ("corps", "tools/suggestions.py"): "what people type for it, as a search finds it",
    ("corps", "src/coedu_zones/zone_lists/notice.py"): "an error names it",
    ("corps", "src/coedu_zones/messages/zh/refusals.py"): "a message that names it, by its English text",
}


@cache
def texts(path: Path) -> str:
    """All strings of a file that are no docstrings, one a line."""
    tree = parsed(path)
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in prose
    ]
    return "\n".join(found)


def sources() -> Iterator[Path]:
    yield from sorted((ROOT / "src").rglob("*.py"))
    yield from sorted((ROOT / "tools").rglob("*.py"))


@cache
def copies() -> dict[str, set[str]]:
    """List → the files that hold a copy of it."""
    people = re.compile("|".join(sorted(PEOPLES, key=len, reverse=True)))
    letters = {row["abbreviation"] for row in PROVINCES}
    province = re.compile("|".join(row["name"][:2] for row in PROVINCES))
    found: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        text, name = texts(path), str(path.relative_to(ROOT))
        words = set(re.split(r"[\s|()]+", text))
        kinds = {
            "peoples": sum(bool(people.fullmatch(word.removesuffix("族"))) and len(word) > 1 for word in words) >= MANY,
            "abbreviations": len(letters & words) >= MANY,
            "provinces": len(set(province.findall(text))) >= 2 * MANY,
            "corps": CORPS in words and path.name != "rows.py",
            "generics": any(len(GENERICS & set(word)) > 5 and len(word) < 2 * len(GENERICS) for word in words),
        }
        for kind, holds in kinds.items():
            if holds:
                found[kind].add(name)
    return found


@pytest.mark.parametrize("kind", ["peoples", "abbreviations", "provinces", "corps", "generics"])
def test_a_list_has_no_second_copy(kind: str) -> None:
    allowed = {path for one, path in KNOWN if one == kind}
    assert copies()[kind] - allowed == set()


def test_the_year_of_the_tables_is_written_in_one_file() -> None:
    """Seeds of random numbers are no years."""
    found = set()
    for path in sources():
        tree = parsed(path)
        for node in ast.walk(tree):
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Constant):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if node.value.value in {THIS_YEAR, DATA_VERSION} and getattr(target, "id", "") != "SEED":
                    found.add(str(path.relative_to(ROOT)))
    assert found == {"tools/years.py"}


def test_a_figure_is_written_once() -> None:
    """Years and counts that several modules need are imported from the one that defines them."""
    values = defaultdict(set)
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in parsed(path).body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant):
                values[getattr(node.target, "id", ""), node.value.value].add(str(path.relative_to(ROOT)))
    bounds = {"MOST_KNOWN"}  # of what each module remembers by itself
    twice = {key: paths for key, paths in values.items() if len(paths) > 1 and key[0] not in bounds}
    assert {key: paths for key, paths in twice.items() if not key[0].startswith("_")} == {}


def test_a_public_function_has_one_home() -> None:
    """Functions of the same name and body are one function; look-ups that a class or a table has by itself are not."""
    bodies = defaultdict(set)
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and len(node.body) > 1 and not node.decorator_list:
                body = node.body[1:] if isinstance(node.body[0], ast.Expr) else node.body
                bodies["\n".join(map(ast.unparse, body))].add(f"{path.relative_to(ROOT)}: {node.name}")
    assert {body: homes for body, homes in bodies.items() if len(homes) > 1 and len(body) > 40} == {}


def test_the_shipped_tables_and_the_engine_are_of_that_year() -> None:
    assert manifest()["data_version"] == DATA_VERSION
    assert data_year() == THIS_YEAR
    assert lineage.FIRST_YEAR == FIRST_YEAR
    assert Townships.current().years[0] == township_divisions.FIRST_YEAR


def test_a_word_stands_once_in_a_table_of_words() -> None:
    for table, columns in (
        ("township_words.tsv", ("kind", "word")), ("fixed_words.tsv", ("word",)), ("provinces.tsv", ("abbreviation",)),
        ("aliases.tsv", ("code", "alias")), ("exonyms.tsv", ("code", "exonym")), ("short_forms.tsv", ("code", "short")),
    ):  # fmt: skip
        keys = [tuple(row[column] for column in columns) for row in read_curated(table)]
        assert len(keys) == len(set(keys)), table


def test_an_abbreviation_is_no_alias() -> None:
    abbreviations = {(row["code"], row["abbreviation"]) for row in PROVINCES}
    assert abbreviations.isdisjoint((row["code"], row["alias"]) for row in read_curated("aliases.tsv"))
