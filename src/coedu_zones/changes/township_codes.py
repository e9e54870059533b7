"""What a code of nine or twelve digits means: in the ministry's table of townships, and in the statistical office's.

The two systems give many codes to different townships. Twelve digits that do not
end in zeros are a village's, which only the statistical office has; they are read
as the township that it lies in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from coedu_zones.changes.records import CodeReading
from coedu_zones.errors import UnknownCodeError
from coedu_zones.gazetteer.statistical_codes import StatisticalCodes
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.places.codes import township_of


def readings_of_township(code: str, year: int | None = None) -> Iterator[CodeReading]:
    """The meaning of a code in each of the two systems; one reading where they are the same.

    >>> [(reading.name, reading.editions) for reading in readings_of_township("500109003")]
    [('龙凤桥街道', ('mca',)), ('北温泉街道', ('nbs',))]
    >>> [(reading.name, reading.editions) for reading in readings_of_township("330102010")]
    [('望江街道', ('mca', 'nbs'))]
    """
    found = [*([_of_ministry(code)] if len(code) == 9 else []), _of_office(code)]
    readings = [reading for reading in found if reading is not None and _covers(reading, year)]
    if len(readings) == 2 and readings[0].place == readings[1].place is not None:
        readings = [readings[0].model_copy(update={"editions": ("mca", "nbs")})]
    yield from readings


def _of_ministry(code: str) -> CodeReading | None:
    with suppress(UnknownCodeError):
        unit = Townships.current().by_code(code)
        return CodeReading(
            code=code, name=unit.name, kind="township", editions=("mca",), first=unit.first_year or None, last=unit.last_year or None,
            place=unit.successor or None, within=unit.county,
        )  # fmt: skip
    return None


def _of_office(code: str) -> CodeReading | None:
    with suppress(UnknownCodeError):
        table = StatisticalCodes.current()
        listed = table.meaning(township_of(code))
        last = listed.last_year if listed.last_year < table.years[-1] else None
        return CodeReading(
            code=code, name=listed.name, kind="statistical" if listed.kind == "other" else "township", editions=("nbs",),
            first=None, last=last, place=listed.unit or None, within=listed.holder,
        )  # fmt: skip
    return None


def _covers(reading: CodeReading, year: int | None) -> bool:
    """Whether a reading holds in a year, as far as its years are known."""
    return year is None or ((reading.first or year) <= year <= (reading.last or year))
