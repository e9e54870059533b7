"""Build every table: ``python -m tools.build`` (``--check`` only compares).

Each builder module has one function ``build(sources) -> {file name: bytes}``.
The manifest is written last and holds the data version, the sources and the
checksum of each table (of its text, where the table is packed).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
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
    latin_words,
    placeholders,
    running_words,
    script,
    stems,
    table_words,
    townships,
    uncoded,
    zones,
)
from tools.fetch import ROOT, Source, load_sources
from tools.tables import text_of
from tools.years import DATA_VERSION

DATA = ROOT / "src" / "coedu_zones" / "data"


class Builder(Protocol):
    def build(self, sources: dict[str, Source]) -> dict[str, bytes]: ...


BUILDERS: tuple[Builder, ...] = (
    characters, editions, elsewhere, evidence, gazetteer, history, identifiers, latin_words, placeholders, running_words, script,
    stems, table_words, townships, uncoded, zones,
)  # fmt: skip


#: What is made from the tables in the data folder, in order: the module and its files.
DERIVED = {"tools.suggestions": ("search.z",), "tools.heads": ("heads.tsv", "head_profiles.tsv")}


def build_all() -> dict[str, bytes]:
    """Every file of the data folder that is made from sources, by name, and the manifest; derived tables as they are."""
    sources = load_sources()
    files: dict[str, bytes] = {}
    for builder in BUILDERS:
        files.update(builder.build(sources))
    for name in chain(*DERIVED.values()):
        if (DATA / name).exists():
            files[name] = (DATA / name).read_bytes()
    files["manifest.json"] = manifest(files, sources)
    return files


def build_derived() -> dict[str, bytes]:
    """The derived tables, by processes that read the tables as they are now in the data folder."""
    with TemporaryDirectory() as folder:
        running = [subprocess.Popen([sys.executable, "-m", module, folder], cwd=ROOT) for module in DERIVED]
        failed = [module for module, process in zip(DERIVED, running, strict=True) if process.wait()]
        if failed:
            raise RuntimeError(f"{', '.join(failed)}: failed; what they print says why")
        return {name: Path(folder, name).read_bytes() for name in chain(*DERIVED.values())}


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
    parser = argparse.ArgumentParser(description="Build the tables of the package.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--derived", action="store_true", help="make only the tables that are derived from the others")
    args = parser.parse_args()
    if args.derived:
        return write_derived({path.name: path.read_bytes() for path in DATA.iterdir() if path.suffix in {".tsv", ".z"}})
    files = build_all()
    if args.check:
        found = differences(files, DATA)
        if not found:
            made = build_derived().items()
            found = [f"{name}: differs" for name, body in made if text_of(name, body) != text_of(name, files[name])]
        print("\n".join(found) or f"{len(files)} files are what the builders make")
        return 1 if found else 0
    for name, body in files.items():
        (DATA / name).write_bytes(body)
    return write_derived({name: body for name, body in files.items() if name != "manifest.json"})


def write_derived(files: dict[str, bytes]) -> int:
    """Add the derived tables to the tables that are in the data folder, and write the manifest of all."""
    files |= build_derived()
    files["manifest.json"] = manifest(files, load_sources())
    for name in (*chain(*DERIVED.values()), "manifest.json"):
        (DATA / name).write_bytes(files[name])
    for name, body in files.items():
        print(f"{len(body):>9,} bytes  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
