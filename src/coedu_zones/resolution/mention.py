"""Places inside running text: each with its offsets, and all of one text together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from coedu_zones.places.results import Result
from coedu_zones.resolution import Resolution


@dataclass(frozen=True, slots=True)
class Mention(Result):
    """A place found inside running text: ``text[start:end]`` and what it means."""

    start: int
    end: int
    text: str
    resolution: Resolution

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary: start and end in the running text, then what :meth:`Resolution.to_record` gives."""
        return {"start": self.start, "end": self.end, **self.resolution.to_record()}

    def __str__(self) -> str:
        return f"[{self.start}:{self.end}] {self.resolution}"


class Mentions(list[Mention]):
    """The mentions of one running text, in order; turns into records, and shows as the marked text in a notebook.

    >>> import coedu_zones as cz
    >>> found = cz.extract("渝水区和朝阳区")
    >>> [(r["start"], r["end"], r["status"], r["code"]) for r in found.to_records()]
    [(0, 3, 'resolved', '360502'), (4, 7, 'ambiguous', None)]
    """

    __slots__ = ("text",)

    def __init__(self, text: str = "", mentions: Iterable[Mention] = ()) -> None:
        super().__init__(mentions)
        self.text = text

    def __reduce__(self) -> tuple[type[Mentions], tuple[str, list[Mention]]]:
        return Mentions, (self.text, list(self))

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dictionary per mention, for a dataframe."""
        return [mention.to_record() for mention in self]

    def to_html(self) -> str:
        """The text with its mentions marked, the place of each under the pointer; everything in it is escaped."""
        out: list[str] = []
        done = 0
        for found in self:
            out.append(escape(self.text[done : found.start]))
            kind = found.resolution.status.value
            line = "solid" if found.resolution.place else "dotted"
            out.append(
                f'<mark class="coedu-{kind}" title="{escape(str(found.resolution))}" style="background:transparent;'
                f'color:inherit;border-bottom:2px {line} #1f7661">{escape(found.text)}</mark>'
            )
            done = found.end
        out.append(escape(self.text[done:]))
        return f'<div class="coedu-mentions" style="white-space:pre-wrap">{"".join(out)}</div>'

    def _repr_html_(self) -> str:
        return self.to_html()
