"""Builds ``cues.tsv`` and ``cue_classes.tsv``: the words beside a name that say what the name is doing there."""

from __future__ import annotations

from tools.fetch import Source
from tools.tables import read_curated, render


class CueError(Exception):
    """A cue stands twice, or in a class that is not there."""


def build(sources: dict[str, Source]) -> dict[str, bytes]:  # noqa: ARG001 - hand-kept alone
    """The tables, by file name."""
    classes = read_curated("cue_classes.tsv")
    rows = read_curated("cues.tsv")
    known = {row["class"] for row in classes}
    words = [row["word"] for row in rows]
    if twice := sorted({word for word in words if words.count(word) > 1}):
        raise CueError(f"cues.tsv: there twice: {twice}")
    if lost := sorted({row["class"] for row in rows} - known):
        raise CueError(f"cues.tsv: classes that cue_classes.tsv does not hold: {lost}")
    return {
        "cue_classes.tsv": render(
            ("letter", "class", "meaning"), [(r["letter"], r["class"], r["reason"]) for r in classes]
        ),
        "cues.tsv": render(("word", "class", "reason"), [(r["word"], r["class"], r["reason"]) for r in rows]),
    }
