"""A griffe extension: docstrings as the code has them → Markdown.

Bare ``>>>`` examples become code blocks, RST roles and literal blocks become
Markdown. A constant is described by the ``#:`` comment above it. The docstrings
themselves stay readable in an editor.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:meth|func|class|mod|attr|data):`~?([^`]+)`")
_RULE = re.compile(r"^=+(?: +=+)+$")


class MarkdownDocstrings(griffe.Extension):
    """Rewrite each docstring once, when its object has been read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of a module, class, function or attribute."""
        if obj.is_attribute and not obj.docstring and (said := comment_above(obj)):
            obj.docstring = griffe.Docstring(said, parent=obj)
        if obj.docstring:
            obj.docstring.value = to_markdown(obj.docstring.value)


def comment_above(obj: griffe.Object) -> str:
    """The lines that start with ``#:`` right above a constant."""
    found: list[str] = []
    for line in reversed(obj.lines_collection[obj.filepath][: (obj.lineno or 1) - 1]):
        if not line.startswith("#: "):
            break
        found.insert(0, line.removeprefix("#: "))
    return " ".join(found)


def to_markdown(text: str) -> str:
    """One docstring as Markdown."""
    lines: list[str] = []
    fence = ""  # what ends the open block: a blank line, a second rule, or the end of the indent
    for line in text.splitlines():
        if fence and _ends(fence, line, lines):
            lines += ["```", ""] if fence != "table" else [line, "```"]
            ended, fence = fence, ""
            if ended == "table":
                continue
        if not fence and line.lstrip().startswith(">>>"):
            lines += ["", "```pycon"]
            fence = "doctest"
        elif not fence and _RULE.match(line):
            lines += ["", "```text"]
            fence = "table"
        lines.append(line if fence else _ROLE.sub(r"`\1`", line))
    if fence:
        lines.append("```")
    return re.sub(r"(?<!:)::\n\n(?=    )", ":\n\n", "\n".join(lines))


def _ends(fence: str, line: str, before: list[str]) -> bool:
    if fence == "doctest":
        return not line.strip()
    rules = sum(1 for earlier in before[-40:] if _RULE.match(earlier))
    return bool(_RULE.match(line)) and rules >= 2
