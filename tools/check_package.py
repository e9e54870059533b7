"""What is built holds what the repository holds, and nothing stray: ``python -m tools.check_package FOLDER``.

``FOLDER`` holds a source distribution, the wheel that was built from it, and in
``direct/`` the wheel that was built from the working tree; both are the same file,
byte for byte. Every package that a table is built from stands in NOTICE, under its
licence, and the licence expression of the wheel covers it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
#: Tracked files that users of a source distribution have no use for.
LEFT_OUT: Final = (".ci/",)
#: What is compiled for a platform while a wheel is built.
COMPILED: Final = re.compile(r"coedu_zones/parse/_scan\.[\w.-]+\.(?:so|pyd)")
#: What the build writes beside the tracked files.
RECORDS: Final = {
    "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE",
    "licenses/LICENSES/Apache-2.0.txt",
}  # fmt: skip
#: How NOTICE writes a licence, and how its text begins there; that of Apache-2.0 is a file, of CC-BY-4.0 an address.
LICENCES: Final = {
    "MIT": ("MIT licence", "Permission is hereby granted"),
    "Apache-2.0": ("Apache License 2.0", "LICENSES/Apache-2.0.txt"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "BSD-2-Clause": ("2-clause BSD licence", "Redistribution and use in source and binary forms"),
    "Arphic Public License": ("Arphic Public License", "Arphic Public License"),
}
#: Licences that the expression leaves out, and why it may.
BESIDE: Final = {
    "BSD-2-Clause": "codes and names alone are taken, and NOTICE carries its text",
    "Arphic Public License": "strokes are measured, and nothing of the fonts is shipped",
}


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


def licences(expression: str, sources: dict[str, dict[str, Any]], notice: str) -> list[str]:
    """What is wrong with the licences: of a package that NOTICE lacks, of one that nobody covers, of one too many."""
    covered, used, wrong = set(expression.split(" AND ")), {"MIT"}, []  # the code's own is MIT
    entries = [" ".join(entry.split()) for entry in re.split(r"\n+(?=\d+\. )", notice)[1:]]
    for source in sources.values():
        name = f"{source['package']} {source['version']}"
        entry = next((text for text in entries if f" {name} (" in text), None)
        if entry is None:
            wrong.append(f"NOTICE lacks {name}")
            continue
        for licence in re.split(r" \([^)]*\)(?:, )?", source["licence"]):
            spdx = licence.replace(" ", "-") if licence.startswith("CC ") else licence
            if spdx:
                used.add(spdx)
                words, begins = LICENCES.get(spdx, ("", ""))
                if not words or words not in entry:
                    wrong.append(f"NOTICE does not say that {name} is under {spdx}")
                elif begins not in " ".join(notice.split()):
                    wrong.append(f"NOTICE lacks the text of {spdx}")
    wrong += [f"{spdx} is not in {expression}" for spdx in sorted(used - covered - BESIDE.keys())]
    return wrong + [f"no package is under {spdx}" for spdx in sorted((covered | BESIDE.keys()) - used)]


def check(folder: Path) -> list[str]:
    """Everything that is wrong with the files of a build."""
    (wheel,), (sdist,), (direct,) = folder.glob("*.whl"), folder.glob("*.tar.gz"), folder.glob("direct/*.whl")
    files = tracked()
    wrong: list[str] = []
    with zipfile.ZipFile(wheel) as archive:
        records = "-".join(wheel.name.split("-")[:2]) + ".dist-info"
        compiled = [name for name in archive.namelist() if COMPILED.fullmatch(name)]
        if len(compiled) != (not wheel.stem.endswith("-none-any")):
            wrong.append(f"{wheel.name} holds {compiled or 'nothing'} that is compiled")
        wrong += differences(wheel.name, set(archive.namelist()) - set(compiled), in_wheel(files, records))
        expression = Parser().parsestr(archive.read(f"{records}/METADATA").decode())["License-Expression"]
        manifest = json.loads(archive.read("coedu_zones/data/manifest.json"))
        wrong += licences(expression, manifest["sources"], archive.read(f"{records}/licenses/NOTICE").decode())
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
