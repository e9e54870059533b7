"""Build every shipped table: ``python -m tools.build`` (``--check`` only compares).

Each builder module has one function ``build(sources) -> {file name: bytes}``.
The manifest is written last and holds the data version, the sources and the
checksum of each table (of its text, where the table is packed).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Protocol

from coedu_zones.data.reader import SCHEMA
from tools import (
    characters,
    editions,
    elsewhere,
    evidence,
    gazetteer,
    history,
    identifiers,
    placeholders,
    running_words,
    script,
    stems,
    townships,
    uncoded,
    zones,
)
from tools.fetch import ROOT, Source, load_sources
from tools.tables import text_of

DATA = ROOT / "src" / "coedu_zones" / "data"
DATA_VERSION = "2026.09"


class Builder(Protocol):
    def build(self, sources: dict[str, Source]) -> dict[str, bytes]: ...


BUILDERS: tuple[Builder, ...] = (
    characters, editions, elsewhere, evidence, gazetteer, history, identifiers, placeholders, running_words, script, stems, townships,
    uncoded, zones,
)  # fmt: skip


def build_all() -> dict[str, bytes]:
    """Every file of the data folder, by name."""
    sources = load_sources()
    files: dict[str, bytes] = {}
    for builder in BUILDERS:
        files.update(builder.build(sources))
    files["manifest.json"] = manifest(files, sources)
    return files


def manifest(files: dict[str, bytes], sources: dict[str, Source]) -> bytes:
    record = {
        "data_version": DATA_VERSION,
        "schema": SCHEMA,
        "files": {
            name: {"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
            for name, text in sorted((name, text_of(name, body)) for name, body in files.items())
        },
        "sources": {
            name: {
                "registry": source.registry,
                "package": source.package,
                "version": source.version,
                "sha256": source.sha256,
                "licence": source.licence,
                "used_for": source.used_for,
            }
            for name, source in sorted(sources.items())
        },
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """What in ``folder`` is not what the builders make."""
    on_disk = {path.name for path in folder.iterdir() if path.suffix in {".tsv", ".json", ".z"}}
    found = [f"{name}: not built by any builder" for name in sorted(on_disk - files.keys())]
    for name, body in sorted(files.items()):
        path = folder / name
        if not path.exists():
            found.append(f"{name}: missing")
        elif text_of(name, path.read_bytes()) != text_of(name, body):
            found.append(f"{name}: differs")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the shipped tables.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    files = build_all()
    if check:
        found = differences(files, DATA)
        print("\n".join(found) or f"{len(files)} files are what the builders make")
        return 1 if found else 0
    for name, body in files.items():
        (DATA / name).write_bytes(body)
        print(f"{len(body):>9,} bytes  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
