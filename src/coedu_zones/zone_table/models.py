"""A list of zones, its zones, and how a zone covers a place: frozen pydantic models."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from coedu_zones.messages import say, word
from coedu_zones.places.frozen import Frozen
from coedu_zones.places.models import Division, FunctionalArea, html_table


class ListingBody(Frozen):
    """A row heading of the notice that is no province: 新疆生产建设兵团.

    ``division`` is the code of the province in which its zones lie by law.
    """

    name: str
    abbreviation: str
    english: str
    division: str
    zones: tuple[int, ...]


class ZoneKind(StrEnum):
    """What a zone is: a division of one of the levels, or a functional area."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    FUNCTIONAL_AREA = "functional_area"


class Notice(Frozen):
    """The document that names the zones. What is not known is ``None``."""

    title: str
    document_number: str | None
    issuer: str | None
    written_on: date | None
    index_number: str | None
    zone_count: int


class Zone(Frozen):
    """One of the 97 entries of the notice 实验区, or of a list of one's own.

    ``number`` runs from 1 to 97 in the order of the list; ``row`` and
    ``listed_under`` are the row number and the province column; ``listed_name``
    is verbatim. ``id`` is the number as a text, as every place has one. ``path`` is the legal path of the target, ``listed_path`` the
    path under the listing body (they differ for 兵团). ``code`` is the target's
    code, ``None`` for a functional area.

    >>> import coedu_zones as cz
    >>> cz.get_zone(1).listed_name, cz.get_zone(1).code
    ('朝阳区', '110105')
    """

    number: int
    row: int
    listed_under: str
    listed_name: str
    name: str
    kind: ZoneKind
    target: Division | FunctionalArea
    path: tuple[str, ...]
    listed_path: tuple[str, ...]
    pinyin: str
    english: str
    notice: Notice

    @property
    def id(self) -> str:
        """The key of the zone in its list: its number, as a text. That of the place itself is ``target.id``."""
        return str(self.number)

    @property
    def code(self) -> str | None:
        """The code of the target division; ``None`` for a functional area."""
        return self.target.code if isinstance(self.target, Division) else None

    @property
    def path_text(self) -> str:
        """The legal path as one string."""
        return "/".join(self.path)

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary: number, names, kind, paths, code, pinyin, English."""
        return {
            "number": self.number, "row": self.row, "listed_under": self.listed_under,
            "listed_name": self.listed_name, "name": self.name, "kind": self.kind.value,
            "code": self.code, "path": self.path_text, "listed_path": "/".join(self.listed_path),
            "pinyin": self.pinyin, "english": self.english,
            "document_number": self.notice.document_number,
        }  # fmt: skip

    def __str__(self) -> str:
        said = say("zone {number}: {path}", number=self.number, path=self.path_text)
        return said + (f" ({self.code})" if self.code else "")

    def __repr__(self) -> str:
        return f"<Zone {self.number} {self.path_text}>"

    def _repr_html_(self) -> str:
        return html_table(("", self.name), [(word(k), v) for k, v in self.to_record().items() if v is not None])


class CoverageKind(StrEnum):
    """How a zone covers a place."""

    EQUAL = "equal"
    INSIDE = "inside"
    PART = "part"


class Coverage(Frozen):
    """A zone that covers a place, how, and why.

    ``equal``: the place is the zone. ``inside``: the whole place lies in the
    zone. ``part``: the zone covers a part of the place, or their extents are
    known to overlap without one holding the other.
    """

    zone: Zone
    how: CoverageKind
    reason: str

    def __str__(self) -> str:
        return say(
            "zone {number} {name} ({how}): {reason}",
            number=self.zone.number, name=self.zone.name, how=word(self.how.value), reason=self.reason,
        )  # fmt: skip
