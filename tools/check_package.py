"""What is built holds what the repository holds, and nothing stray: ``python -m tools.check_package FOLDER``.

``FOLDER`` holds a source distribution, the wheel that was built from it, and in
``direct/`` the wheel that was built from the working tree; both are the same file,
byte for byte.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
#: Tracked files that users of a source distribution have no use for.
LEFT_OUT: Final = (".ci/",)
#: What the build writes beside the tracked files.
RECORDS: Final = {
    "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE",
    "licenses/LICENSES/Apache-2.0.txt",
}  # fmt: skip


def tracked() -> set[str]:
    """The files that belong to the repository."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8")
    return set(listed.stdout.split("\0")) - {""}


def in_wheel(files: Iterable[str], records: str) -> set[str]:
    """What a wheel must hold, ``records`` being its ``.dist-info`` folder."""
    code = {file.removeprefix("src/") for file in files if file.startswith("src/")}
    return code | {f"{records}/{name}" for name in RECORDS}


def in_sdist(files: Iterable[str]) -> set[str]:
    """What a source distribution must hold below its one folder."""
    return {file for file in files if not file.startswith(LEFT_OUT)} | {"PKG-INFO"}


def differences(name: str, held: Iterable[str], wanted: set[str]) -> list[str]:
    """What is stray or missing, as lines for a person."""
    found = set(held)
    stray = [f"{name} holds {file}, which does not belong there" for file in sorted(found - wanted)]
    return stray + [f"{name} lacks {file}" for file in sorted(wanted - found)]


def check(folder: Path) -> list[str]:
    """Everything that is wrong with the files of a build."""
    (wheel,), (sdist,), (direct,) = folder.glob("*.whl"), folder.glob("*.tar.gz"), folder.glob("direct/*.whl")
    files = tracked()
    with zipfile.ZipFile(wheel) as archive:
        records = "-".join(wheel.name.split("-")[:2]) + ".dist-info"
        wrong = differences(wheel.name, archive.namelist(), in_wheel(files, records))
    with tarfile.open(sdist) as packed:
        names = [member.name.partition("/")[2] for member in packed if not member.isdir()]
        wrong += differences(sdist.name, names, in_sdist(files))
    if wheel.read_bytes() != direct.read_bytes():
        wrong.append(f"{wheel.name} from the source distribution is not the one from the working tree")
    return wrong


if __name__ == "__main__":
    problems = check(Path(sys.argv[1]))
    print("\n".join(problems) or "the wheel and the source distribution hold what they should")
    sys.exit(bool(problems))
