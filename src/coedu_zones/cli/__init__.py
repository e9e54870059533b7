"""The command line: ``coedu-zones resolve 渝水区``, ``coedu-zones notice PAGE``.

Exit code 0 when every text resolved, 1 when some did not, 2 on wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import coedu_zones as cz
from coedu_zones.cli.annotate import add_annotate
from coedu_zones.cli.answers import add_answer, answer_options, as_options, check_fields
from coedu_zones.cli.completion import add_completion
from coedu_zones.cli.convert import add_convert
from coedu_zones.cli.explain import add_explain
from coedu_zones.cli.export import add_export
from coedu_zones.cli.extract import add_extract
from coedu_zones.cli.grammar import Grammar, add_language, commands_of, given, table, wanted_language
from coedu_zones.cli.search import add_search
from coedu_zones.cli.terminal import json_line, visible
from coedu_zones.cli.zones import add_zones
from coedu_zones.errors import CoeduZonesError
from coedu_zones.messages import in_language, say, word
from coedu_zones.resolution.answers import heading

_SIGPIPE = 141  # what a shell reports of a program whose reader went away
_SIGINT = 130  # and of one that the user stopped
_WORDS = frozenset({"status", "level", "method", "coverage"})  # fields whose values are words


def record(resolution: cz.Resolution, fields: list[str] | None = None) -> dict[str, Any]:
    """What ``resolve --json`` prints of one resolution, as plain values."""
    found = resolution.to_record(fields)
    if fields is not None:
        return found
    zones = cz.zones_covering(resolution) if resolution.place is not None else []
    return {
        **found,
        "covered_by": [{"number": c.zone.number, "name": c.zone.name, "how": c.how.value} for c in zones],
        "candidates": [
            {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value}
            for c in resolution.candidates
        ],
    }


def resolve_command(args: argparse.Namespace) -> int:
    """Print what each text means."""
    columns = {"province": args.province, "prefecture": args.prefecture, "county": args.county}
    texts: Iterable[str | None] = given(args.texts) if args.texts else [None] if any(columns.values()) else []
    if not texts:
        args.parser.error(say("nothing to resolve: give a TEXT, or --province, --prefecture, --county"))
    check_fields(args)
    before = {name: text for name, text in columns.items() if text is not None}
    if args.json:
        return _one_by_one(texts, before, args)
    return _in_a_table(list(texts), before, args)


def _one_by_one(texts: Iterable[str | None], before: dict[str, Any], args: argparse.Namespace) -> int:
    """One line out per line in, so that a program may ask and wait."""
    resolved = True
    for text in texts:
        resolution = cz.resolve(text, **before, **answer_options(args))
        resolved &= resolution.status is cz.Status.RESOLVED
        print(json_line(record(resolution, args.fields)), flush=True)
    return 0 if resolved else 1


def _in_a_table(texts: list[str | None], before: dict[str, Any], args: argparse.Namespace) -> int:
    """All answers at once, and how they were found where that is asked for."""
    every: dict[str, Any] = {name: [text] * len(texts) for name, text in before.items()}
    resolutions = cz.resolve_many(texts, **every, **answer_options(args))
    if resolutions and args.fields:
        records = [record(resolution, args.fields) for resolution in resolutions]
        rows = [[_cell(value, field) for field, value in found.items()] for found in records]
        print(table([[heading(field) for field in records[0]], *rows]))
    elif resolutions:
        print(table(_table(resolutions)))
    if args.trace:
        for resolution in resolutions:
            print(visible(f"\n{resolution}"))
            for step in resolution.trace:
                print(visible(f"  {step}"))
    return 0 if all(r.status is cz.Status.RESOLVED for r in resolutions) else 1


def _cell(value: object, field: str = "") -> str:
    """A value as the plain table shows it."""
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "–"
    if field in _WORDS or field.startswith("terms"):
        return word(str(value)) if value is not None else "–"
    return "–" if value is None or value == "" else f"{value:g}" if isinstance(value, float) else str(value)


def _table(resolutions: Sequence[cz.Resolution]) -> list[list[str]]:
    """The plain table: one row per text, its candidates below a text that did not resolve."""
    years = [year.year for year in resolutions[0].years]
    terms = any(resolution.terms for resolution in resolutions)
    more = [*(["terms"] if terms else []), *(name for year in years for name in (f"code_{year}", f"terms_{year}"))]
    rows = [[heading(name) for name in ("text", "status", "path", "code", "score", *more, "zones", "remainder")]]
    for resolution in resolutions:
        found = record(resolution)
        extra = [_cell(found.get(name), name) for name in more]
        score = _cell(resolution.score) if resolution.place is not None else "–"
        path, code, rest = _cell(found["path"]), _cell(found["code"]), _cell(resolution.remainder)
        rest += say(" (looks like a division)") if resolution.remainder_is_division else ""
        rows.append([resolution.text, word(resolution.status.value), path, code, score, *extra, _zones(found), rest])
        if resolution.place is None:
            blank = [""] * (len(more) + 2)
            rows += [
                ["", f"  {word('candidate')}", c["path"], _cell(c["code"]), _cell(c["score"]), *blank]
                for c in found["candidates"]
            ]
    return rows


def _zones(found: dict[str, Any]) -> str:
    """The zones that cover a place and how; where none does, why that is no plain no."""
    zones = ", ".join(
        say("{number} {name} ({how})", number=z["number"], name=z["name"], how=word(z["how"]))
        for z in found["covered_by"]
    )
    if zones or found["path"] is None:
        return zones or "–"
    coverage = found["coverage"]
    return say("– (holds some)") if coverage == "holds" else say("– (not known)") if coverage == "unknown" else "–"


def notice_command(args: argparse.Namespace) -> int:
    """Print the list that a page holds."""
    source = sys.stdin.read() if args.page == "-" else Path(args.page).read_text("utf-8-sig")
    listed = cz.parse_notice(source)
    if args.json:
        for name in listed.names:
            print(json_line(name.model_dump(mode="json")))
        return 0
    heads = ("number", "row", "province", "listed name", "zone", "path")
    rows = [tuple(heading(name) for name in heads)]
    for name in listed.names:
        zone = cz.find_zone(name.name, province=name.province)
        path = zone.path_text if zone else "–"
        rows.append(
            (str(name.number), str(name.row), name.province, name.name, str(zone.number) if zone else "–", path)
        )
    print(table(rows))
    return 0


def history_command(args: argparse.Namespace) -> int:
    """Print the timeline of each place."""
    for place in args.places:
        found = cz.history(place)
        print(json_line(found.model_dump(mode="json")) if args.json else visible(str(found)))
    return 0


def parser() -> Grammar:
    """The grammar of the command line."""
    root = Grammar(prog="coedu-zones", description=say("Which place is meant, and which zones cover it."))
    version = say("coedu_zones {version}, data {data}", version=cz.__version__, data=cz.data_version())
    root.add_argument("--version", action="version", version=version, help=say("show the versions and exit"))
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    resolve = commands.add_parser("resolve", help=say("say which place each text means"))
    resolve.add_argument("texts", nargs="*", metavar="TEXT", help=say("a text, or - for the lines of standard input"))
    resolve.add_argument("--province", metavar="NAME", help=say("put before each text"))
    resolve.add_argument("--prefecture", metavar="NAME", help=say("put before each text"))
    resolve.add_argument("--county", metavar="NAME", help=say("put before each text"))
    add_answer(resolve)
    resolve.add_argument("--json", action="store_true", help=say("one JSON object per line"))
    resolve.add_argument("--trace", action="store_true", help=say("show the rules that fired"))
    resolve.set_defaults(run=resolve_command, parser=resolve)
    notice = commands.add_parser("notice", help=say("read the list of zones out of a page"))
    notice.add_argument("page", metavar="PAGE", help=say("a text file, or - for standard input"))
    notice.add_argument("--json", action="store_true", help=say("one JSON object per line"))
    notice.set_defaults(run=notice_command)
    history = commands.add_parser("history", help=say("the names and codes of a place since 1981"))
    history.add_argument("places", nargs="+", metavar="CODE_OR_NAME", help=say("a code or a name of any time"))
    history.add_argument("--json", action="store_true", help=say("one JSON object per line"))
    history.set_defaults(run=history_command)
    add_convert(commands)
    add_annotate(commands)
    add_export(commands)
    add_zones(commands)
    add_search(commands)
    add_extract(commands)
    add_explain(commands)
    add_completion(commands, root)
    for command in (root, *commands_of(root).values()):
        add_language(command)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error does with what it cannot write
    with in_language(wanted_language(sys.argv[1:] if argv is None else argv)):
        return _main(argv)


def _main(argv: Sequence[str] | None) -> int:
    try:
        try:
            args = parser().parse(argv)
            code: int = args.run(args)
        finally:
            sys.stdout.flush()  # also what --help printed
    except BrokenPipeError:  # the reader of our output has seen enough (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _SIGPIPE
    except KeyboardInterrupt:
        print(f"coedu-zones: {say('stopped')}", file=sys.stderr)
        return _SIGINT
    except (CoeduZonesError, OSError, UnicodeDecodeError) as error:
        print(f"coedu-zones: {visible(_said(error))}", file=sys.stderr)
        return 2
    return code


def _said(error: Exception) -> str:
    """An error as a user reads it: the system's without its number, the file first; parameters as options."""
    if isinstance(error, OSError) and error.strerror:
        why = word(error.strerror)
        return say("{file}: {why}", file=error.filename, why=why) if error.filename else why
    if isinstance(error, UnicodeDecodeError):
        return say("the text is not in UTF-8 ({error})", error=error)
    return as_options(str(error))
