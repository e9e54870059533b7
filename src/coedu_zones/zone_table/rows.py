"""The 97 zones of the notice: one object per row of the table, in its order."""

from __future__ import annotations

from typing import Final, NamedTuple

from coedu_zones.data.locks import kept_property
from coedu_zones.data.reader import load_once, read_table
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.places.models import FunctionalArea
from coedu_zones.places.romanize import display_pinyin
from coedu_zones.zone_table.models import Notice, Zone, ZoneKind

#: The notice that names the zones. Its date of writing and its index number are not known to us.
NOTICE: Final = Notice.model_construct(  # an import builds no validator; a test validates it
    title="教育部办公厅关于公布全国学校家庭社会协同育人实验区名单的通知",
    document_number="教基厅函〔2024〕3号", issuer="教育部办公厅",
    written_on=None, index_number=None, zone_count=97,
)  # fmt: skip

#: The row heading of the notice that is no province.
CORPS: Final = "新疆生产建设兵团"
#: Every form of that name that callers and notices write.
CORPS_FORMS: Final = frozenset({CORPS, *"新疆建设兵团 生产建设兵团 建设兵团 新疆兵团 兵团".split()})


class ZoneRow(NamedTuple):
    """One record of ``zones.tsv``, as text; pinyin and English only where the gazetteer has none."""

    number: str
    row: str
    province: str
    listed_name: str
    kind: str
    target: str
    listed_path: str
    name: str
    pinyin: str
    english: str


@load_once
def all_zones() -> tuple[Zone, ...]:
    """The zones in the order of the notice, read once."""
    gazetteer = Gazetteer.current()
    return tuple(_zone(ZoneRow(*cells), gazetteer) for cells in read_table("zones.tsv", len(ZoneRow._fields)))


def _zone(row: ZoneRow, gazetteer: Gazetteer) -> Zone:
    target = gazetteer.place(row.target)
    return Zone(
        number=int(row.number),
        row=int(row.row),
        listed_under=row.province,
        listed_name=row.listed_name,
        name=row.name,
        kind=ZoneKind(row.kind),
        target=target,
        path=target.path,
        listed_path=tuple(row.listed_path.split("/")),
        pinyin=display_pinyin(row.pinyin) if row.pinyin else target.pinyin,
        english=row.english or target.english,
        notice=NOTICE,
    )


class Listed:
    """The zones of one list, and what their coverage is derived from."""

    def __init__(self, zones: tuple[Zone, ...]) -> None:
        self.zones = zones

    @kept_property
    def by_target(self) -> dict[str, Zone]:
        """The zones by the code or id of their target."""
        return {zone.target.id: zone for zone in self.zones}

    @kept_property
    def holders(self) -> frozenset[str]:
        """The codes of the divisions in which a zone lies that is not the division itself."""
        gazetteer = Gazetteer.current()
        return frozenset(code for zone in self.zones for code in gazetteer.path_ids(zone.target.id)[:-1])

    @kept_property
    def overlapping(self) -> dict[str, list[Zone]]:
        """Code of a county → the zones that are functional areas and cover it, or a part of it."""
        found: dict[str, list[Zone]] = {}
        for zone in self.zones:
            if isinstance(zone.target, FunctionalArea):
                for overlap in zone.target.overlaps:
                    found.setdefault(overlap.code, []).append(zone)
        return found


@load_once
def of_notice() -> Listed:
    """The 97 zones of the notice."""
    return Listed(all_zones())


def zone_by_target() -> dict[str, Zone]:
    """The zones of the notice by the code or id of their target."""
    return of_notice().by_target
