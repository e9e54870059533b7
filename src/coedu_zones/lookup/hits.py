"""A hit of a search: a place that what was typed may be the beginning of, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coedu_zones.places.models import Division, FunctionalArea
    from coedu_zones.resolution import Method


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a query may be the beginning of.

    ``id`` is its key, ``level`` the level as a word (``functional_area`` for an area), ``path``
    the names from the province down. ``score`` is the share of this place, in percent, of
    the weight of all that fits the query; ``by`` (the word of its ``method``) and ``reason`` say what
    fits. The place itself is made when it is asked for.

    >>> import coedu_zones as cz
    >>> [hit] = cz.search("祁阳县")
    >>> str(hit), hit.reason
    ('湖南省/永州市/祁阳市 (431181)', 'former name 祁阳县 (431121) until 2020')
    """

    id: str
    level: str
    path: tuple[str, ...]
    score: float
    by: str
    reason: str

    @property
    def name(self) -> str:
        """The name of the place."""
        return self.path[-1]

    @property
    def path_text(self) -> str:
        """The path as one string."""
        return "/".join(self.path)

    @property
    def code(self) -> str | None:
        """The code, nine digits of a township; ``None`` for a functional area and for a division without a code."""
        return self.id if self.id.isdecimal() else None

    @property
    def method(self) -> Method:
        """The kind of evidence, as of a candidate."""
        from coedu_zones.resolution import Method  # noqa: PLC0415 - a box that is typed into needs no model

        return Method(self.by)

    @property
    def place(self) -> Division | FunctionalArea:
        """The division or functional area itself."""
        from coedu_zones.gazetteer import Gazetteer  # noqa: PLC0415
        from coedu_zones.gazetteer.township_divisions import township  # noqa: PLC0415

        return township(self.id) if self.level == "township" else Gazetteer.current().place(self.id)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The reason, under the name that candidates have for it."""
        return (self.reason,)

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary of plain values, for a table row or a response in JSON."""
        return {
            "id": self.id, "code": self.code, "name": self.name, "level": self.level, "path": self.path_text,
            "score": self.score, "method": self.by, "reason": self.reason,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path_text} ({self.code or self.id})"

    def __repr__(self) -> str:
        return f"<Hit {self.id} {self.path_text} {self.score:g} {self.by}>"
