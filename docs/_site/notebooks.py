"""Notebooks kept as Python text → pages: the text cells of one language, the code cells with what they print.

The text is that of jupytext's percent format. A cell starts at a line ``# %%``;
``[markdown]`` and ``lang="zh"`` say what it is. A page shows a notebook where it says
``<!-- notebook: NAME -->``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_CELL: Final = re.compile(r'^# %%(?P<markdown> \[markdown\])?(?: lang="(?P<lang>\w+)")?$', re.MULTILINE)
_HERE: Final = re.compile(r"<!-- notebook: (\w+) -->")


class Cell(NamedTuple):
    """One cell: its language (empty for code) and its text."""

    lang: str
    text: str


def cells(source: str) -> Iterator[Cell]:
    """The cells of a notebook, in order."""
    marks = list(_CELL.finditer(source))
    ends = [mark.start() for mark in marks[1:]] + [len(source)]
    for mark, end in zip(marks, ends, strict=True):
        body = source[mark.end() : end].strip("\n")
        if mark["markdown"]:
            body = re.sub(r"^# ?", "", body, flags=re.MULTILINE)
        yield Cell(mark["lang"] or "", body)


def page(path: Path, lang: str) -> str:
    """A notebook as Markdown whose code blocks run when the site is built."""
    parts = []
    for cell in cells(path.read_text("utf-8")):
        if not cell.lang:
            code = cell.text.replace('lang="zh"', f'lang="{lang}"')  # a chart speaks as its page does
            parts.append(
                f'```python exec="on" source="above" result="text" session="notebook-{path.stem}"\n{code}\n```'
            )
        elif cell.lang == lang:
            parts.append(cell.text)
    return "\n\n".join(parts) + "\n"


def expand(markdown: str, folder: Path, lang: str) -> str:
    """Put notebooks where a page asks for them."""
    return _HERE.sub(lambda found: page(folder / f"{found[1]}.py", lang), markdown)
