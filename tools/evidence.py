"""Builds the tables that the engine reads: ``cues.tsv``, ``cue_classes.tsv``, ``shapes.tsv``, ``common_names.tsv``, ``weights.tsv``.

All are hand-kept, with a reason for each row, but for the weights, which ``tools/fit.py`` fits, and the townships
that are called after a people (回族乡), which follow from the list of peoples.
"""

from __future__ import annotations

import re

from tools.fetch import Source
from tools.name_parts import fixed_words
from tools.tables import read_curated, render


class EvidenceError(Exception):
    """A table contradicts itself, or another one."""


def build(sources: dict[str, Source]) -> dict[str, bytes]:  # noqa: ARG001 - hand-kept alone
    """The tables, by file name."""
    return {
        **cues(),
        "common_names.tsv": copy("common_names.tsv", ("name", "use", "reason")),
        "shapes.tsv": shapes(),
        "weights.tsv": copy("weights.tsv", ("evidence", "weight", "for", "against")),
    }


def copy(name: str, columns: tuple[str, ...]) -> bytes:
    """Some columns of a hand-kept table."""
    return render(columns, [tuple(row[column] for column in columns) for row in read_curated(name)])


def cues() -> dict[str, bytes]:
    """The words beside a name that say what the name is doing there, and their classes."""
    classes = read_curated("cue_classes.tsv")
    rows = [(row["word"], row["class"], row["reason"]) for row in read_curated("cues.tsv")]
    for people in fixed_words("people"):
        if people.endswith("族"):
            rows += [(people + generic, "township", "a township of a people") for generic in ("乡", "镇", "苏木")]
    words = [word for word, _, _ in rows]
    if twice := sorted({word for word in words if words.count(word) > 1}):
        raise EvidenceError(f"cues.tsv: there twice: {twice}")
    if lost := sorted({kind for _, kind, _ in rows} - {row["class"] for row in classes}):
        raise EvidenceError(f"cues.tsv: classes that cue_classes.tsv does not hold: {lost}")
    return {
        "cue_classes.tsv": render(
            ("letter", "class", "meaning"), [(row["letter"], row["class"], row["reason"]) for row in classes]
        ),
        "cues.tsv": render(("word", "class", "reason"), rows),
    }


def shapes() -> bytes:
    """The shapes of what stands before a name, between two, and behind one."""
    for row in read_curated("shapes.tsv"):
        if re.compile(row["pattern"]).groups:
            raise EvidenceError(f"shapes.tsv: {row['shape']}: a pattern has groups of its own")
    return copy("shapes.tsv", ("where", "shape", "pattern", "reason"))
