"""The command line: ``coedu-zones resolve 渝水区``, ``coedu-zones notice PAGE``.

Exit code 0 when every text resolved, 1 when some did not, 2 on wrong usage.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import unicodedata
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import coedu_zones as cz
from coedu_zones.cli.annotate import add_annotate
from coedu_zones.cli.export import add_export
from coedu_zones.cli.terminal import json_line, visible
from coedu_zones.errors import CoeduZonesError
from coedu_zones.gazetteer.editions import EDITIONS

_SIGPIPE = 141  # what a shell reports of a program whose reader went away
_SIGINT = 130  # and of one that the user stopped


class UsageError(CoeduZonesError):
    """The command line asks for something that the file does not hold."""


def width(text: str) -> int:
    """The columns that a text takes on a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns, two spaces apart, whatever the width of the characters."""
    rows = [[visible(cell, lines=False) for cell in row] for row in rows]
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (widths[i] - width(cell)) for i, cell in enumerate(row)).rstrip() for row in rows
    )


def record(resolution: cz.Resolution) -> dict[str, Any]:
    """What ``resolve`` prints of one resolution, as plain values."""
    zones = cz.zones_covering(resolution) if resolution.place is not None else []
    return {
        **resolution.to_record(),
        "zones": [{"number": c.zone.number, "name": c.zone.name, "how": c.how.value} for c in zones],
        "candidates": [
            {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value}
            for c in resolution.candidates
        ],
    }


def resolve_command(args: argparse.Namespace) -> int:
    """Print what each text means."""
    resolutions = cz.resolve_many(args.texts, within=args.within, level=args.level, as_of=args.as_of)
    if args.json:
        for resolution in resolutions:
            print(json_line(record(resolution)))
    else:
        rows: list[tuple[str, ...]] = [("text", "status", "path", "code", "score", "zones")]
        for resolution in resolutions:
            rows += _rows(resolution)
        print(table(rows))
        if args.trace:
            for resolution in resolutions:
                print(visible(f"\n{resolution}"))
                for step in resolution.trace:
                    print(visible(f"  {step}"))
    return 0 if all(r.status is cz.Status.RESOLVED for r in resolutions) else 1


def _rows(resolution: cz.Resolution) -> list[tuple[str, ...]]:
    found = record(resolution)
    zones = ", ".join(f"{z['number']} {z['name']} ({z['how']})" for z in found["zones"])
    if resolution.place is not None:
        score = f"{resolution.score:g}"
        return [(resolution.text, resolution.status.value, found["path"], found["code"] or "–", score, zones or "–")]
    first = (resolution.text, resolution.status.value, "–", "–", "–", "–")
    rest = [("", "  candidate", c["path"], c["code"] or "–", f"{c['score']:g}", "") for c in found["candidates"]]
    return [first, *rest]


def notice_command(args: argparse.Namespace) -> int:
    """Print the list that a page holds."""
    source = sys.stdin.read() if args.page == "-" else Path(args.page).read_text("utf-8-sig")
    listed = cz.parse_notice(source)
    if args.json:
        for name in listed.names:
            print(json_line(name.model_dump(mode="json")))
        return 0
    rows = [("number", "row", "province", "listed name", "zone", "path")]
    for name in listed.names:
        zone = cz.find_zone(name.name, province=name.province)
        path = zone.path_text if zone else "–"
        rows.append((str(name.number), str(name.row), name.province, name.name, str(zone.number) if zone else "–", path))
    print(table(rows))
    return 0


def history_command(args: argparse.Namespace) -> int:
    """Print the timeline of each place."""
    for place in args.places:
        found = cz.history(place)
        print(json_line(found.model_dump(mode="json")) if args.json else visible(str(found)))
    return 0


def convert_command(args: argparse.Namespace) -> int:
    """Convert a column of codes of one year into those of another, row by row, to standard output."""
    with Path(args.file).open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        columns = list(reader.fieldnames or ())
        if args.column not in columns:
            raise UsageError(f"{args.file} has no column {args.column!r}; it has {', '.join(columns) or 'none'}")
        added = [f"code_{args.to_year}", "outcome", "targets"]
        writer = csv.DictWriter(sys.stdout, [*columns, *added], lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        unknown = 0
        for row in reader:
            values = _converted(str(row[args.column] or "").strip(), args)
            unknown += values[1] == "unknown"
            writer.writerow({**row, **dict(zip(added, values, strict=True))})
    if unknown:
        print(f"coedu-zones: {unknown} rows hold no division code of {args.from_year}", file=sys.stderr)
    return 1 if unknown else 0


def _converted(code: str, args: argparse.Namespace) -> tuple[str, str, str]:
    try:
        found = cz.convert(code, from_year=args.from_year, to_year=args.to_year, edition=args.edition)
    except cz.UnknownCodeError:
        return "", "unknown", ""
    return found.code or "", found.outcome, " ".join(f"{heir.code}:{heir.share}" for heir in found.targets)


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    root = argparse.ArgumentParser(prog="coedu-zones", description="Which place is meant, and which zones cover it.")
    root.add_argument("--version", action="version", version=f"coedu_zones {cz.__version__}, data {cz.data_version()}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    resolve = commands.add_parser("resolve", help="say which place each text means")
    resolve.add_argument("texts", nargs="+", metavar="TEXT")
    resolve.add_argument("--within", help="keep only places inside this one (a name or a code)")
    resolve.add_argument("--level", choices=[level.value for level in cz.Level], help="keep only places of this level")
    resolve.add_argument("--as-of", type=int, metavar="YEAR", help="the gazetteer of that year")
    resolve.add_argument("--json", action="store_true", help="one JSON object a line")
    resolve.add_argument("--trace", action="store_true", help="show the rules that fired")
    resolve.set_defaults(run=resolve_command)
    notice = commands.add_parser("notice", help="read the list of zones out of a page")
    notice.add_argument("page", metavar="PAGE", help="a text file, or - for standard input")
    notice.add_argument("--json", action="store_true", help="one JSON object a line")
    notice.set_defaults(run=notice_command)
    history = commands.add_parser("history", help="the names and codes of a place since 1981")
    history.add_argument("places", nargs="+", metavar="CODE_OR_NAME")
    history.add_argument("--json", action="store_true", help="one JSON object a line")
    history.set_defaults(run=history_command)
    convert = commands.add_parser("convert", help="codes of one year in the codes of another")
    convert.add_argument("file", metavar="FILE", help="a CSV file in UTF-8")
    convert.add_argument("--column", required=True, help="the column that holds the codes")
    convert.add_argument("--from", dest="from_year", type=int, required=True, metavar="YEAR")
    convert.add_argument("--to", dest="to_year", type=int, required=True, metavar="YEAR")
    convert.add_argument("--edition", choices=EDITIONS, help="whose codes these are, where published lists disagree")
    convert.set_defaults(run=convert_command)
    add_annotate(commands)
    add_export(commands)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    args = parser().parse_args(argv)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error does with what it cannot write
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _SIGPIPE
    except KeyboardInterrupt:
        print("coedu-zones: stopped", file=sys.stderr)
        return _SIGINT
    except (CoeduZonesError, OSError, UnicodeDecodeError) as error:
        print(f"coedu-zones: {visible(_said(error))}", file=sys.stderr)
        return 2
    return code


def _said(error: Exception) -> str:
    """An error as a user reads it: the system's without its number, the file first."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
