"""The messages of errors in both languages: what is said through the catalogue has its Chinese text."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import coedu_zones
from coedu_zones.messages import in_language, language, set_language
from coedu_zones.messages_zh import CHINESE

SOURCE = Path(coedu_zones.__file__).parent


def calls() -> list[tuple[str, ast.Call, str]]:
    """Where ``say`` is called, the call, and its first argument, which is a text that stands there."""
    return [
        (f"{path.name}:{node.lineno}", node, ast.literal_eval(node.args[0]))
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
    ]


def placeholders(message: str) -> set[tuple[str, str, str]]:
    return {(name, spec or "", how or "") for _, name, spec, how in Formatter().parse(message) if name is not None}


def test_each_message_has_its_chinese_text_and_none_is_left_over() -> None:
    assert set(CHINESE) == {message for _, _, message in calls()}


def test_each_call_gives_the_values_that_its_message_asks_for() -> None:
    wrong = {
        where: message
        for where, call, message in calls()
        if {keyword.arg for keyword in call.keywords} != {name for name, _, _ in placeholders(message)}
    }
    assert wrong == {}


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
