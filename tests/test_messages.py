"""What a person reads, in both languages: whatever is said has its Chinese text, and nothing is said past the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from pydantic import TypeAdapter, ValidationError

import coedu_zones as cz
from coedu_zones.cli import main, parser
from coedu_zones.cli.grammar import _OF_ARGPARSE, Grammar, actions_of, commands_of
from coedu_zones.data.reader import read_table
from coedu_zones.files.formats import _WAYS
from coedu_zones.lookup.search_table import SearchTable
from coedu_zones.messages import Sentence, in_language, language, localized, set_language, word, word_of_kind
from coedu_zones.messages.zh import CHINESE, WORDS
from coedu_zones.resolution.answers import FIELDS, MORE_FIELDS, TERMS_FIELDS, column_names
from tests.syntax import parsed

SOURCE = Path(cz.__file__).parent
#: Which of the functions are handed a message, and which a word.
SAYING = frozenset({"say", "Sentence", "template", "table_error"})
WORDING = frozenset({"word", "Word"})
#: Errors that no person is meant to read, or whose text is another error's.
UNSAID = frozenset({"AttributeError", "SystemExit"})
#: Files whose texts with values are read by nobody as they stand, or are no sentences, each with the reason.
COMPOSED = {
    "__init__.py": "an AttributeError, as Python has it", "places/results.py": "the same",
    "charts/drawing.py": "a picture", "charts/lives.py": "a picture", "charts/tiles.py": "a picture", "resolution/mention.py": "HTML",
    "files/report.py": "a page in both languages", "files/conversion.py": "the same",
    "fields.py": "JSON Schema, which is a contract between programs", "errors.py": "a command",
    "data/reader.py": "the name of a file", "parse/namings.py": "a kind of evidence", "parse/in_terms.py": "a kind of evidence",
}  # fmt: skip
#: Parts of a signature of argparse that a person reads.
SHOWN = frozenset({"help", "description", "epilog", "title"})


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "zh" not in path.parts:
            yield str(path.relative_to(SOURCE)), parsed(path)


def text_of(node: ast.expr, tree: ast.Module) -> str | None:
    """The text that an expression is: written there, or a constant of the module; ``None`` for any other."""
    if isinstance(node, ast.Name):
        constants = {
            line.target.id: line.value
            for line in tree.body
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value
        }
        node = constants.get(node.id, node)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def calls(names: frozenset[str]) -> list[tuple[str, ast.Call, str]]:
    """Where one of some functions is called with a text, the call, and the text."""
    return [
        (f"{name}:{node.lineno}", node, text)
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        if (text := text_of(node.args[0], tree)) is not None
    ]


def placeholders(message: str) -> set[tuple[str, str, str]]:
    return {(name, spec or "", how or "") for _, name, spec, how in Formatter().parse(message) if name is not None}


def of_tables() -> set[str]:
    """Messages that stand in data, and those of argparse that are known."""
    unsaid = {"factor", "none", "initials"}  # kinds that no hit has
    kinds = {kind.reason for kind in SearchTable.current().kinds.values()}
    return (kinds - unsaid) | set(_OF_ARGPARSE)


def test_each_message_has_its_chinese_text_and_none_is_left_over() -> None:
    assert set(CHINESE) == {message for _, _, message in calls(SAYING)} | of_tables()


def test_each_call_gives_the_values_that_its_message_asks_for() -> None:
    wrong = {
        where: message
        for where, call, message in calls(SAYING - {"template"})
        if {keyword.arg for keyword in call.keywords} != {name for name, _, _ in placeholders(message)}
    }
    assert wrong == {}


def test_both_languages_fill_the_same_placeholders() -> None:
    assert {english for english, chinese in CHINESE.items() if placeholders(english) != placeholders(chinese)} == set()


def test_every_chinese_text_is_chinese() -> None:
    plain = {"{note}", "ISO 3166-2 {note}"}
    marks = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
    assert {text for text in CHINESE.values() if not marks.search(text)} <= plain
    assert {text for text in WORDS.values() if text and not marks.search(text)} == set()


def test_no_error_is_raised_with_a_text_of_its_own() -> None:
    """What is raised is said: a text that stands in the call of an error would be English for everybody."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error")
        if node.func.id not in UNSAID
        for argument in (node.args[1:2] if node.func.id == "PydanticCustomError" else node.args[:1])
        if isinstance(argument, ast.JoinedStr) or (isinstance(argument, ast.Constant) and argument.value != "{why}")
    ]
    assert wrong == []


def test_no_sentence_is_composed_past_the_catalogue() -> None:
    """A text with values and two words of English in a row is a message, or stands in a file that has its reason."""
    found: set[str] = set()
    for name, tree in trees():
        calls_of = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
        inside = {id(part) for n in calls_of if n.func.id in SAYING | WORDING for part in ast.walk(n)}  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and id(node) not in inside:
                text = " ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
                if re.search("[A-Za-z]{3,} [a-z]{2,}", text):
                    found.add(name)
    assert found == set(COMPOSED)


def test_no_help_stands_past_the_catalogue() -> None:
    wrong = [
        f"{name}:{keyword.value.lineno}"
        for name, tree in trees()
        if name.startswith("cli/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in SHOWN and isinstance(keyword.value, ast.Constant | ast.JoinedStr)
    ]
    assert wrong == []


def helps(grammar: Grammar) -> Iterator[str]:
    yield from filter(None, (grammar.description, grammar.epilog, *(group.title for group in grammar._action_groups)))
    for action in actions_of(grammar):
        yield action.help or ""
        yield from (choice.help or "" for choice in getattr(action, "_choices_actions", ()))


def test_the_help_of_every_command_is_chinese() -> None:
    with in_language("zh"):
        root = parser()
        found = {
            (grammar.prog, text) for grammar in (root, *commands_of(root).values()) for text in helps(grammar) if text
        }
        shown = "".join(grammar.format_help() for grammar in (root, *commands_of(root).values()))
    assert len(found) > 100
    assert {text for _, text in found if not re.search("[\u4e00-\u9fff]", text)} == set()
    for english in ("usage:", "options:", "positional", "show this", "default", "examples"):
        assert english not in shown


def test_every_option_and_argument_has_a_help() -> None:
    root = parser()
    assert [
        (name, action.dest)
        for name, command in commands_of(root).items()
        for action in actions_of(command)
        if not action.help
    ] == []


def words() -> set[str]:
    """The words that a person is shown: of results, of fields, of data."""
    changes = list(read_table("changes.tsv", 8))
    enums = (cz.Status, cz.Method, cz.Level, cz.ZoneKind, cz.CoverageKind, cz.PointPrecision)
    return {
        *(member.value for enum in enums for member in enum),
        *FIELDS, *MORE_FIELDS, *TERMS_FIELDS, "equal", "inside", "part", "holds", "none", "unknown", "functional_area",
        *(change[1] for change in changes), *(change[4] for change in changes if change[4]),
        "same", "main", "split", "gone", "ambiguous", "no_division", "several", "error",
        "division", "former", "placeholder", "statistical", "uncoded", "township", "former code", "ambiguous code",
        *cz.get_zone(1).to_record(), *_WAYS.values(),
        "number", "listed under", "listed name", "English", "start", "end", "how", "kind", "why", "zone", "row",
    }  # fmt: skip


def test_every_word_has_its_chinese_one() -> None:
    assert words() - WORDS.keys() == set()
    assert {text for _, _, text in calls(WORDING)} - WORDS.keys() == set()


def test_every_kind_of_evidence_is_shown_in_chinese() -> None:
    kinds = {kind for kind, *_ in read_table("weights.tsv", 4)} - {"evidence"}
    with in_language("zh"):
        assert {kind for kind in kinds if re.search("[a-z]", word_of_kind(kind))} == set()
    assert {kind for kind in kinds if word_of_kind(kind) != kind} == set()


def test_an_error_is_said_in_the_language_of_the_block() -> None:
    with in_language("zh"), pytest.raises(ValueError, match="：应为 'province'"):
        cz.resolve("渝水区", level="x")
    assert language() == "en"
    with pytest.raises(ValueError, match="expected 'province'"):
        cz.resolve("渝水区", level="x")


def test_a_language_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 'en' or 'zh'"):
        set_language("fr")


class TestEvidence:
    """Rule: what is kept for all who ask is given to each in their own language."""

    def test_evidence_is_given_in_the_language_of_its_reader(self) -> None:
        with in_language("zh"):
            chinese = cz.resolve("重庆市永区").candidates[0]
            assert chinese.evidence == ("永区 → 永川区：漏了“川”",)
        english = cz.resolve("重庆市永区").candidates[0]
        assert english.evidence == chinese.evidence == ("永区 → 永川区: 川 is missing",)

    def test_a_former_name_is_given_with_its_changes(self) -> None:
        found = cz.resolve("祁阳县").candidates[0]
        with in_language("zh"):
            assert found.evidence[0] == "祁阳县（431121）的有效年份为 1995–2020"
            assert found.evidence[1] == "2021 年改设：431121 → 祁阳市（431181），全部"
        assert found.evidence[1] == "2021 upgrade: 431121 → 祁阳市 (431181), whole"

    def test_a_result_is_the_same_in_every_language(self) -> None:
        english = cz.resolve("重庆市永区")
        with in_language("zh"):
            chinese = cz.resolve("重庆市永区")
            assert chinese == english
            assert hash(chinese) == hash(english)
            kept = {chinese.candidates[0], *chinese.trace}
        assert chinese.model_dump_json() == english.model_dump_json()
        assert english.candidates[0] in kept
        assert set(english.trace) <= kept

    def test_columns_are_told_in_the_language_that_is_set(self) -> None:
        for _ in range(2):
            assert cz.resolve_columns(["重庆市永区"], fields=["evidence"])["evidence"] == [
                "永区 → 永川区: 川 is missing"
            ]
            with in_language("zh"):
                assert cz.resolve_columns(["重庆市永区"], fields=["evidence"])["evidence"] == [
                    "永区 → 永川区：漏了“川”"
                ]

    def test_reasons_of_coverage_too(self) -> None:
        for _ in range(2):
            assert [c.reason for c in cz.zones_covering("农安县")] == ["农安县 lies in 长春市", "农安县 is the zone"]
            with in_language("zh"):
                assert [c.reason for c in cz.zones_covering("农安县")] == ["农安县在长春市之内", "农安县就是实验区"]

    def test_a_sentence_within_a_sentence(self) -> None:
        kept = Sentence("{one}; {other}", one=Sentence("code {code}", code=1), other="?")
        with in_language("zh"):
            assert localized(kept) == "代码 1；?"


class TestShown:
    """Rule: what ``str()`` shows is a sentence of the language that is set."""

    def test_results(self) -> None:
        with in_language("zh"):
            assert str(cz.resolve("渝水区")) == "渝水区 → 江西省/新余市/渝水区 (360502)，分数 100"
            assert str(cz.resolve("江干区")).startswith("江干区 → 有歧义：")
            assert str(cz.get_zone(48)) == "实验区 48：江西省/新余市/渝水区 (360502)"
            assert str(cz.zones_covering("渝水区")[0]) == "实验区 48 渝水区（相同）：渝水区就是实验区"
            assert (
                str(cz.convert(431121, from_year=2010, to_year=2024))
                == "431121（2010 年） → 不变（2024 年）：祁阳市（431181），全部"
            )
            assert str(cz.find_code("110100")) == "110100 是占位代码，代表北京市（110000）"
            assert str(cz.get_area("nanjing-jiangbei-new-area")).endswith("（功能区）")
            assert cz.search("祁阳县")[0].reason == "旧名 祁阳县 (431121)，至 2020 年"
            assert "写法：全名" in str(cz.explain("渝水区"))
            assert "判定" in str(cz.resolve("渝水区").trace[-1])

    def test_fields(self) -> None:
        field: TypeAdapter[cz.Division] = TypeAdapter(cz.DivisionField)
        with in_language("zh"), pytest.raises(ValidationError, match="“朝阳区”可能指多个地方"):
            field.validate_python("朝阳区")
        with pytest.raises(ValidationError, match="'朝阳区' may mean several places"):
            field.validate_python("朝阳区")

    def test_names_of_columns(self) -> None:
        names = column_names(fields=[*FIELDS, *MORE_FIELDS])
        assert len(set(names.values())) == len(names)
        assert column_names("en", prefix="place_", fields=["code"]) == {"place_code": "place_code"}
        assert column_names(prefix="place_", fields=["code_2010"]) == {"place_code_2010": "地名_代码_2010"}
        assert word("code") == "code"


class TestAnnotated:
    """Rule: a table has Chinese headings when they are asked for, and English ones otherwise."""

    @pytest.fixture
    def table(self, tmp_path: Path) -> Path:
        path = tmp_path / "t.csv"
        path.write_text("名单\n\n地址,数\n重庆市永区,1\n祁阳县,2\n", "utf-8")
        return path

    def test_headings_on_request(self, table: Path) -> None:
        out = table.with_name("out.csv")
        found = cz.annotate(table, out, fields=["status", "code", "evidence"], lang="zh")
        lines = out.read_text("utf-8").splitlines()
        assert lines[0] == "地址,数,地名_状态,地名_代码,地名_证据"
        assert lines[1] == "重庆市永区,1,resolved,500118,永区 → 永川区：漏了“川”"
        assert "略去表头之上的" in found.notes[0]
        again = cz.convert_file(out, from_year=2026, to_year=2010, lang="zh")
        assert Path(again.target).read_text("utf-8").splitlines()[0].endswith(",代码_2010,结果,去向")

    def test_english_ones_whatever_the_language(self, table: Path) -> None:
        out = table.with_name("out.csv")
        with in_language("zh"):
            found = cz.annotate(table, out, fields=["code"])
            assert "  地名列：'地址'" in str(found)
        assert out.read_text("utf-8").splitlines()[0] == "地址,数,place_code"
        assert "  place column: '地址'" in str(found)


class TestCommandLine:
    """Rule: --lang comes first, then COEDU_ZONES_LANG, then the locale; JSON stays as it is."""

    @pytest.fixture(autouse=True)
    def _no_locale(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COEDU_ZONES_LANG"):
            monkeypatch.delenv(name, raising=False)

    @pytest.mark.parametrize("argv", [["--lang", "zh", "resolve", "渝水区"], ["resolve", "渝水区", "--lang=zh"]])
    def test_the_option(self, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(argv) == 0
        assert capsys.readouterr().out.split()[:3] == ["文字", "状态", "路径"]
        assert language() == "en"

    def test_the_locale(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "en_GB.UTF-8")
        monkeypatch.setenv("LC_MESSAGES", "zh_CN.UTF-8")
        main(["search", "渝水"])
        assert "词干 渝水" in capsys.readouterr().out
        main(["--lang", "en", "search", "渝水"])
        assert "stem 渝水" in capsys.readouterr().out
        monkeypatch.setenv("COEDU_ZONES_LANG", "en")
        main(["search", "渝水"])
        assert "stem 渝水" in capsys.readouterr().out

    def test_the_library_does_not_look_at_the_locale(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        assert str(cz.resolve("渝水区")).endswith("score 100")

    @pytest.mark.parametrize(
        ("argv", "said"),
        [
            (["resolve", "--level", "x", "渝水区"], "参数 --level：'x' 不是 province"),
            (["resolve", "--levle", "x"], "无法识别的参数：--levle；是不是 --level？"),
            (["convert"], "缺少参数：FILE, --from, --to"),
            (["annotate", "--header", "--no-header", "x"], "参数 --no-header：不能与 --header 同用"),
            (["explain"], "缺少参数：TEXT"),
            (["extract"], "须给出参数 TEXT --file 之一"),
            (["resolve", "x", "--as-of", "y"], "参数 --as-of：'y' 不是有效的 int 值"),
            (["resolve", "x", "--as-of"], "参数 --as-of：应有一个值"),
            (["search", "x", "--limit", "0"], "参数 --limit：'0' 不是从 1 起的数"),
        ],
    )
    def test_wrong_usage(self, argv: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as stop:
            main(["--lang", "zh", *argv])
        assert stop.value.code == 2
        error = capsys.readouterr().err
        assert error.startswith("用法：")
        assert said in error

    def test_an_error_speaks_of_options(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "t.csv"
        path.write_text("甲,乙\n1,2\n", "utf-8")
        assert main(["annotate", str(path), "--lang", "zh"]) == 2
        assert "请指定：--column NAME" in capsys.readouterr().err

    def test_json_stays(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["--lang", "zh", "resolve", "--json", "渝水区"])
        assert '"status": "resolved"' in capsys.readouterr().out
