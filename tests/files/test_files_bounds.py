"""No file and no option takes the machine, ends in a traceback, or leaves something behind."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

import coedu_zones as cz
from coedu_zones.cli import main
from coedu_zones.data import reader
from coedu_zones.errors import DataIntegrityError
from coedu_zones.files import TableError, annotate
from coedu_zones.files.limits import MAX_ROW
from coedu_zones.files.outfile import work_folder
from coedu_zones.frames.columns import resolve_columns


class Hostile:
    """Raises whatever it is asked."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __ne__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        raise RuntimeError


class HostileText(str):
    """A text that cannot be compared or remembered."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("地址,n\n渝水区,1\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "name", ["base64", "rot13", "undefined", "idna", "punycode", "unicode_escape", "zip", "", "a\0", "x" * 999]
)
@pytest.mark.parametrize("option", ["encoding", "output_encoding"])
def test_what_is_no_encoding_of_text(source: Path, name: str, option: str) -> None:
    with pytest.raises(TableError, match="is no encoding of text"):
        annotate(source, **{option: name})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [["--column", "9" * 5000], ["--column", "99999999999"], ["--column", "-1"], ["--column", "\udcff"], ["--delimiter", ""],
     ["--delimiter", "\udcff"], ["--skip", "9" * 30], ["--skip", "-1"], ["--prefix", "\udcff"], ["--prefix", "\x1b"],
     ["--within", "\udcff"], ["--report", "/nonexistent/r.html"]],
)  # fmt: skip
def test_wrong_options_are_told_in_one_line(source: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", str(source), *words]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.isprintable() or all(c.isprintable() or c == "\n" for c in err)
    assert len(err) < 600
    assert list(source.parent.iterdir()) == [source]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (",".join(f"c{n}" for n in range(50_001)) + "\n" + "渝水区\n" * 100, "more than 16,384 columns"),
        (",".join(f"c{n}" for n in range(10_000)) + "\n" + "渝水区\n" * 10_000, "10,000 rows by 10,000 columns"),
        ("地址,n\n" + "x" * MAX_ROW, "more than 8,388,608 characters"),
        ("地址,n\n" + '"\n",' * (MAX_ROW // 3), "more than 8,388,608 characters"),
    ],
)  # fmt: skip
def test_what_a_csv_may_not_claim(source: Path, text: str, why: str) -> None:
    source.write_text(text, "utf-8")
    with pytest.raises(TableError, match=why):
        annotate(source, column=1)


@pytest.mark.parametrize(
    ("line", "why"),
    [('{"a": ' + "[" * 600 + "]" * 600 + "}", "nested more than 100 deep"), ('{"a": ' + "1" * 5000 + "}", "a number of more digits"),
     ("[1]", "it is a list"), ('{"a": "' + "x" * MAX_ROW + '"}', "more than 8,388,608 characters")],
)  # fmt: skip
def test_what_json_may_not_hold(tmp_path: Path, line: str, why: str) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"地址": "渝水区"}\n' + line + "\n", "utf-8")
    with pytest.raises(TableError, match=rf"a\.jsonl: line 2 .*{why}"):
        annotate(source, column="地址")


def test_brackets_in_a_text_are_no_nesting(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"地址": "渝水区", "x": "[" * 300, "y": [[]] * 300}) + "\n", "utf-8")
    assert annotate(source, column="地址").resolved == 1


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
def test_half_characters_and_long_numbers_go_everywhere(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip({"xlsx": "openpyxl", "parquet": "pyarrow"}.get(suffix, "json"))
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"地址": "渝水区\\ud800", "\\udc00k": 1, "i": 123456789012345678901234567890, "f": 1.5}\n'
        '{"地址": "安图县", "i": 9007199254740993, "f": 9007199254740993}\n', "utf-8",
    )  # fmt: skip
    annotate(source, tmp_path / f"b.{suffix}", column="地址")
    if suffix == "parquet":
        from pyarrow import parquet

        found = parquet.read_table(tmp_path / "b.parquet").to_pylist()
        assert [row["i"] for row in found] == ["123456789012345678901234567890", "9007199254740993"]
        assert [row["f"] for row in found] == ["1.5", "9007199254740993"]
        assert found[0]["地址"] == "渝水区\ufffd"


LIBRARY: Final = {"csv": "csv", "jsonl": "json", "xlsx": "openpyxl", "parquet": "pyarrow"}


@pytest.fixture(scope="module")
def from_a_full_disk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, list[str]]]:
    """Kind of file → how a run that has too little room for one ends, what it says, and what is left; all by one process."""
    resource = pytest.importorskip("resource")
    folder = tmp_path_factory.mktemp("full")
    kinds = [suffix for suffix, library in LIBRARY.items() if importlib.util.find_spec(library)]
    source = folder / "a.csv"
    source.write_text("地址,n\n" + "".join(f"渝水区,{n * 7919 % 99991}\n" for n in range(5000)), "utf-8")
    script = """
import contextlib, io, json, os, sys
from coedu_zones.__main__ import main

found, source = {}, sys.argv[1]
for suffix in sys.argv[2:]:
    sys.argv[1:] = ["annotate", source, "-o", os.path.join(os.path.dirname(source), f"b.{suffix}")]
    with contextlib.redirect_stderr(io.StringIO()) as err:
        code = main()
    found[suffix] = code, err.getvalue(), os.listdir(os.path.dirname(source))
json.dump(found, sys.stdout)
"""

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-c", script, str(source), *kinds]
    done = subprocess.run(command, capture_output=True, check=False, preexec_fn=little_room)
    assert (done.returncode, done.stderr) == (0, b"")
    return {suffix: tuple(found) for suffix, found in json.loads(done.stdout).items()}


@pytest.mark.parametrize("suffix", LIBRARY)
def test_a_full_disk(suffix: str, from_a_full_disk: dict[str, tuple[int, str, list[str]]]) -> None:
    pytest.importorskip(LIBRARY[suffix])
    code, err, left = from_a_full_disk[suffix]
    assert (code, err.count("\n")) == (2, 1), err
    assert f"b.{suffix}: " in err
    assert left == ["a.csv"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="nothing is read-only for root")
def test_a_report_that_cannot_be_written_is_told_before_the_run(source: Path) -> None:
    folder = source.parent / "shut"
    folder.mkdir(0o500)
    with pytest.raises(OSError, match=r"r\.html"):
        annotate(source, report=folder / "r.html", progress=lambda *_: pytest.fail("the work was begun"))


def test_the_report_is_tried_before_the_run(source: Path) -> None:
    name = "长" * 84 + ".html"  # its own name fits, that of its temporary file does not
    with pytest.raises(OSError, match=r"too long"):
        annotate(source, report=source.with_name(name), progress=lambda *_: pytest.fail("the work was begun"))
    assert list(source.parent.iterdir()) == [source]


def test_what_a_killed_run_left_goes_with_the_next(source: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    folder = source.parent
    dead, alive = folder / ".b.csv.0123abcd.part", folder / ".b.csv.0123abce.part"
    other, beside = folder / ".c.csv.0123abcd.part", folder / ".b.csv.0123abcd.part.sheet"
    for path in (dead, alive, other, beside):
        path.write_text("x")
    with alive.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        annotate(source, folder / "b.csv")
        assert {path.name for path in folder.iterdir()} == {"a.csv", "b.csv", alive.name, other.name}


def test_folders_of_killed_runs_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "coedu-zones-0123abcd.part").write_text("")
    (tmp_path / "coedu-zones-0123abcd.part.files").mkdir()
    (tmp_path / "mine").mkdir()
    with work_folder() as one, work_folder() as two:
        assert one.is_dir()
        assert two.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2, 0.3])
def test_a_stop_at_the_start_is_no_traceback(source: Path, delay: float) -> None:
    script = (
        "import os, signal, sys, threading; from coedu_zones.__main__ import main; "
        f"threading.Timer({delay}, os.kill, (os.getpid(), signal.SIGINT)).start(); "
        f"sys.argv = ['coedu-zones', 'annotate', {str(source)!r}, '--force']; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    if b"Traceback" in done.stderr:  # the run was over before, and Python itself was stopped at its end
        assert b"threading" in done.stderr
    else:
        assert (done.returncode, done.stderr) == (130, b"coedu-zones: stopped\n") or done.returncode == 0


OBJECTS: list[Any] = [
    Decimal("sNaN"),
    Decimal("1E+999999999"),
    Hostile(),
    HostileText("渝水区"),
    ["渝水区"],
    {"a": 1},
    b"x",
    10**5000,
    1j,
]


@pytest.mark.parametrize("value", OBJECTS, ids=[str(number) for number in range(len(OBJECTS))])
def test_a_batch_never_dies_of_one_row(value: Any) -> None:
    found = resolve_columns([value, "渝水区"])
    assert found["code"][1] == "360502"
    assert found["status"][0] in {"error", None, "resolved"}
    if found["status"][0] == "error":
        assert type(value).__name__ in found["remainder"][0]
        assert len(found["remainder"][0]) < 200


@pytest.mark.parametrize(
    "value", [["渝水区"], {}, Hostile(), 1j, b"x"], ids=["list", "dict", "hostile", "complex", "bytes"]
)
def test_an_argument_of_another_type_is_named(value: Any) -> None:
    for call in (cz.find_zone, cz.history, cz.zones_covering, lambda v: cz.convert(v, from_year=2010, to_year=2020)):
        with pytest.raises(TypeError, match=rf"expected .*{type(value).__name__}"):
            call(value)


@pytest.mark.parametrize("text", ["\ud800", "渝\udc00水区", "渝水区\ud800路", "\x1b[31m渝水区"])
def test_results_dump_to_json(text: str) -> None:
    found = cz.resolve(text)
    found.model_dump_json().encode()
    json.dumps(found.to_record()).encode()
    json.dumps(found.to_record(), ensure_ascii=False).encode()


def test_controls_are_shown_and_not_sent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["resolve", "渝水区\x1b[31m\x9b路\u202e", "a\nb"])
    main(["resolve", "--json", "渝水区\x1b[31m\x9b路"])
    main(["annotate", str(tmp_path / "a\x1b.csv")])
    out, err = capsys.readouterr()
    assert not any(c in out + err for c in "\x1b\x9b\u202e")
    assert r"\x1b[31m\x9b路\u202e" in out
    assert r"a\nb" in out
    assert json.loads(out.splitlines()[-1])["text"] == "渝水区\x1b[31m\x9b路"
    assert r"a\x1b.csv" in err


@pytest.mark.parametrize(
    "files", [{}, {"zones.tsv": None}, {"zones.tsv": {"sha256": 5}}, {"zones.tsv": {"sha256": "ab"}}, []]
)
def test_damage_of_the_manifest_names_the_manifest(monkeypatch: pytest.MonkeyPatch, files: Any) -> None:
    monkeypatch.setattr(reader, "manifest", lambda: {"data_version": "x", "files": files})
    with pytest.raises(DataIntegrityError, match=r"manifest\.json has no checksum of zones\.tsv"):
        list(reader.read_table("zones.tsv", 3))


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    pytest.importorskip("pyarrow")
    from benchmarks.fuzz_files import FORMATS, outcome

    for suffix, sound in FORMATS.items():
        for seed in range(12):
            kind, detail = outcome(suffix, seed, tmp_path, sound())
            assert kind in {"read", "refused"}, f"{suffix} {seed}: {kind}\n{detail}"


LONG, SHARING = "甲" * 100_000, 150
UNFOLDING: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "list": ("parquet", lambda arrow: arrow.array([[LONG]] * SHARING)),
    "struct": ("csv", lambda arrow: arrow.array([{"a": [LONG]}] * SHARING)),
    "map": (
        "parquet",
        lambda arrow: arrow.array([[("k", LONG)]] * SHARING, type=arrow.map_(arrow.string(), arrow.string())),
    ),
    "dictionary": (
        "csv",
        lambda arrow: arrow.DictionaryArray.from_arrays(arrow.array([0] * SHARING), arrow.array([LONG])),
    ),
    "numbers": ("parquet", lambda arrow: arrow.array([[7] * 16_000] * (SHARING * 2))),
}


@pytest.fixture(scope="module")
def peaks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """By how much the peak of a process is higher after each of the files, one behind the other, than after a small one; an
    eighth of the usual bytes at once.
    """
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    folder, paths = tmp_path_factory.mktemp("unfolding"), list[str]()
    small: tuple[str, Callable[[Any], Any]] = ("parquet", lambda arrow: arrow.array([["甲"]]))
    for shape, (suffix, made) in {"small": small, **UNFOLDING}.items():
        source, held = folder / f"{shape}.parquet", made(arrow)
        parquet.write_table(arrow.table({"地址": ["渝水区"] * len(held), "x": held}), source, compression="zstd")
        assert source.stat().st_size < 100_000
        paths += [str(source), str(folder / f"{shape}.b.{suffix}"), str(len(held))]
    script = """
import re, sys, pathlib
from coedu_zones.files import annotate, model, parquet

model.CHUNK_SIZE = parquet.CHUNK_SIZE = model.CHUNK_SIZE // 8
for source, target, rows in zip(*[iter(sys.argv[1:])] * 3):
    assert annotate(source, target, column="地址").resolved == int(rows)
    print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""
    ran = subprocess.run([sys.executable, "-c", script, *paths], check=True, capture_output=True, text=True)
    before, *after = map(int, ran.stdout.split())
    return {shape: peak - before for shape, peak in zip(UNFOLDING, after, strict=True)}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
@pytest.mark.parametrize("shape", UNFOLDING)
def test_a_small_parquet_file_does_not_unfold_in_memory(shape: str, peaks: dict[str, int]) -> None:
    """A text or a list that is stored once may stand in every row, inside of lists and structs too."""
    assert peaks[shape] < (140_000 if shape == "numbers" else 75_000)
