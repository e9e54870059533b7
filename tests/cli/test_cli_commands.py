"""The commands zones, search, extract, explain and completion, standard input, and what an error says."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import coedu_zones as cz
from coedu_zones.cli import main, parser
from coedu_zones.cli.grammar import actions_of, commands_of

Capture = pytest.CaptureFixture[str]
YUSHUI = "江西省/新余市/渝水区"


def run(capsys: Capture, *args: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    code = main(args)
    return code, capsys.readouterr().out


def records(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


class TestSearch:
    def test_several_words_are_one_query(self, capsys: Capture) -> None:
        code, out = run(capsys, "search", "xinyu", "ys", "--limit", "1")
        assert code == 0
        assert [line.split()[:2] for line in out.splitlines()] == [["path", "code"], [YUSHUI, "360502"]]

    def test_json_is_the_record_of_a_hit(self, capsys: Capture) -> None:
        _, out = run(capsys, "search", "祁阳县", "--json")
        assert records(out) == [hit.to_record() for hit in cz.search("祁阳县")]

    def test_options(self, capsys: Capture) -> None:
        _, out = run(capsys, "search", "朝阳", "--within", "北京", "--level", "county", "--json")
        assert [found["code"] for found in records(out)] == ["110105"]

    def test_nothing_fits(self, capsys: Capture) -> None:
        assert run(capsys, "search", "苹果手机") == (1, "")


class TestZones:
    def test_all(self, capsys: Capture) -> None:
        code, out = run(capsys, "zones", "--json")
        assert code == 0
        assert [found["number"] for found in records(out)] == list(range(1, 98))

    @pytest.mark.parametrize(
        ("args", "numbers"),
        [(("--province", "兵团"), [96, 97]), (("--within", "新余"), [48]), (("--covering", "长春市农安县"), [21, 22]),
         (("--province", "江苏", "--kind", "functional_area"), [32]), (("--covering", "西藏那曲市"), [])],
    )  # fmt: skip
    def test_some(self, capsys: Capture, args: tuple[str, ...], numbers: list[int]) -> None:
        code, out = run(capsys, "zones", *args, "--json")
        assert code == (0 if numbers else 1)
        assert [found["number"] for found in records(out)] == numbers

    def test_a_table_says_how_a_zone_covers_a_place(self, capsys: Capture) -> None:
        _, out = run(capsys, "zones", "--covering", "农安县")
        assert [line.split()[-1] for line in out.splitlines()] == ["how", "inside", "equal"]


class TestExtract:
    TEXT = "渝水区和安图县的做法"

    def test_a_text_a_file_and_standard_input(
        self, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "text.txt"
        file.write_text(self.TEXT, "utf-8-sig")
        monkeypatch.setattr(sys, "stdin", io.StringIO("\ufeff" + self.TEXT))
        for args in ((self.TEXT,), ("--file", str(file)), ("-",)):
            code, out = run(capsys, "extract", *args, "--json")
            assert code == 0
            assert [(f["start"], f["end"], f["code"]) for f in records(out)] == [(0, 3, "360502"), (4, 7, "222426")]

    def test_a_table(self, capsys: Capture) -> None:
        _, out = run(capsys, "extract", "朝阳区")
        assert out.splitlines()[1].split()[:4] == ["0", "3", "朝阳区", "ambiguous"]

    @pytest.mark.parametrize(
        ("args", "options"),
        [((), {}), (("--within", "北京"), {"within": "北京"}), (("--level", "prefecture"), {"level": "prefecture"}),
         (("--as-of", "2015"), {"as_of": 2015}), (("--stems",), {"stems": True}), (("--no-stems",), {"stems": False})],
    )  # fmt: skip
    def test_options(self, capsys: Capture, args: tuple[str, ...], options: dict[str, Any]) -> None:
        text = "朝阳区、郑州、通道、祁阳县和祁阳市"
        _, out = run(capsys, "extract", text, *args, "--json")
        wanted = cz.extract(text, **options)
        assert [(f["start"], f["code"]) for f in records(out)] == [(m.start, m.resolution.code) for m in wanted]
        plain = [(m.start, m.resolution.code) for m in cz.extract(text)]
        assert not options or [(m.start, m.resolution.code) for m in wanted] != plain, "the option changes nothing here"

    def test_nothing(self, capsys: Capture) -> None:
        assert run(capsys, "extract", "今天下雨") == (1, "")


class TestExplain:
    def test_a_text_that_is_weighed(self, capsys: Capture) -> None:
        code, out = run(capsys, "explain", "朝阳区")
        assert code == 0
        assert out == f"{cz.resolve('朝阳区')}\n{cz.explain('朝阳区')}\n"

    @pytest.mark.parametrize("text", ["360502", "Yushui", "", "Yushui District, Xinyu"])
    def test_a_text_that_is_not(self, capsys: Capture, text: str) -> None:
        code, out = run(capsys, "explain", text)
        assert code == 0
        assert out.splitlines() == [str(cz.resolve(text)), *(f"  {step}" for step in cz.resolve(text).trace)]


class TestStandardInput:
    LINES = "\ufeff渝水区\r\n\n安图县\n"

    def test_resolve_reads_lines(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(self.LINES))
        code, out = run(capsys, "resolve", "-", "--json")
        assert code == 1, "a blank line is unresolved"
        assert [(found["text"], found["code"]) for found in records(out)] == [
            ("渝水区", "360502"),
            ("", None),
            ("安图县", "222426"),
        ]

    def test_a_table_of_lines(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("渝水区\n"))
        assert run(capsys, "resolve", "-")[1] == run(capsys, "resolve", "渝水区")[1]

    def test_no_lines(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        assert run(capsys, "resolve", "-") == (0, "")

    def test_an_answer_comes_before_the_next_question(self) -> None:
        command = [sys.executable, "-m", "coedu_zones", "resolve", "-", "--json"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stdin
            assert process.stdout
            for text, code in (("渝水区", "360502"), ("安图县", "222426")):
                process.stdin.write(f"{text}\n")
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["code"] == code
            process.stdin.close()
            assert process.wait() == 0


class TestErrors:
    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("serch", "x"), "did you mean search?"), (("resolv", "x"), "did you mean resolve?"), (("nothing-like-it",), "is none of resolve"),
            (("resolve", "--jsn", "x"), "did you mean --json?"), (("resolve", "--wihtin=北京", "x"), "did you mean --within?"),
            (("search", "x", "--levle", "county"), "did you mean --level?"), (("search", "x", "--level", "conty"), "did you mean county?"),
            (("zones", "--kind", "prefectur"), "did you mean prefecture?"), (("completion", "bsh"), "did you mean bash?"),
            (("search", "x", "--limit", "0"), "no number from 1 on"), (("search", "x", "--nothing"), "unrecognized arguments: --nothing"),
        ],
    )  # fmt: skip
    def test_what_was_meant(self, capsys: Capture, args: tuple[str, ...], said: str) -> None:
        with pytest.raises(SystemExit) as caught:
            main(args)
        assert caught.value.code == 2
        assert said in capsys.readouterr().err

    def test_a_place_that_is_none(self, capsys: Capture) -> None:
        assert main(["search", "渝", "--within", "朝阳区"]) == 2
        assert "may mean 2 places" in capsys.readouterr().err

    @pytest.mark.parametrize("command", ["zones", "--help", "search x --limit 100"])
    def test_a_reader_that_goes_away_is_no_error(self, command: str) -> None:
        script = f"{sys.executable} -m coedu_zones {command} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        assert done.returncode in {0, 141}


class TestCompletion:
    def complete(self, *words: str) -> list[str]:
        """What bash offers for the last word."""
        script = subprocess.run(
            [sys.executable, "-m", "coedu_zones", "completion", "bash"], capture_output=True, text=True, check=True
        )
        line = " ".join(f"'{word}'" for word in ("coedu-zones", *words))
        asked = f'COMP_WORDS=({line}); COMP_CWORD={len(words)}; _coedu_zones; printf "%s\\n" "${{COMPREPLY[@]}}"'
        return subprocess.run(
            ["bash", "-c", f"{script.stdout}\n{asked}"], capture_output=True, text=True, check=True
        ).stdout.split()

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            (("re",), ["resolve"]),
            (("search", "--li"), ["--limit"]),
            (("resolve", "--level", "c"), ["county"]),
            (("completion", ""), ["bash", "fish", "zsh"]),
        ],
    )
    def test_bash(self, words: tuple[str, ...], offered: list[str]) -> None:
        assert self.complete(*words) == offered

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_every_command_and_option_is_in_the_script(self, capsys: Capture, shell: str) -> None:
        _, out = run(capsys, "completion", shell)
        for name, command in commands_of(parser()).items():
            assert name in out
            for action in actions_of(command):
                for option in action.option_strings:
                    assert option in out or (
                        shell == "fish" and f"{'-l' if option[:2] == '--' else '-s'} {option.lstrip('-')}" in out
                    )
        if shutil.which(shell):
            assert subprocess.run([shell, "-n"], input=out, capture_output=True, text=True, check=False).stderr == ""


def test_the_module_is_the_command() -> None:
    done = [sys.executable, "-m", "coedu_zones", "search", "渝水", "--json"]
    out = subprocess.run(done, capture_output=True, encoding="utf-8", check=True).stdout
    assert records(out)[0]["code"] == "360502"
