"""The messages of errors in both languages: what is said through the catalogue has its Chinese text."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import coedu_zones
from coedu_zones.messages import in_language, language, set_language
from coedu_zones.messages_zh import CHINESE

SOURCE = Path(coedu_zones.__file__).parent


def templates() -> set[str]:
    """The first argument of each call of ``say``, which is a text that stands there."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                found.add(ast.literal_eval(node.args[0]))
    return found


def placeholders(message: str) -> set[tuple[str, str, str]]:
    return {(name, spec or "", how or "") for _, name, spec, how in Formatter().parse(message) if name is not None}


def test_each_message_has_its_chinese_text_and_none_is_left_over() -> None:
    assert set(CHINESE) == templates()


def test_both_languages_fill_the_same_placeholders() -> None:
    assert {english for english, chinese in CHINESE.items() if placeholders(english) != placeholders(chinese)} == set()


def test_an_error_is_said_in_the_language_of_the_block() -> None:
    with in_language("zh"), pytest.raises(ValueError, match="：应为 'province'"):
        coedu_zones.resolve("渝水区", level="x")
    assert language() == "en"
    with pytest.raises(ValueError, match="expected 'province'"):
        coedu_zones.resolve("渝水区", level="x")


def test_a_language_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 'en' or 'zh'"):
        set_language("fr")
