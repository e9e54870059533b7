"""Look things up by code, by level, by holder: the public look-ups of the gazetteer."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from coedu_zones.changes.code_notes import notes_of
from coedu_zones.changes.code_readings import meanings, readings_of_code
from coedu_zones.changes.township_history import is_township
from coedu_zones.data.reader import manifest
from coedu_zones.errors import UnknownCodeError, looks
from coedu_zones.gazetteer import Gazetteer, WrittenNames
from coedu_zones.gazetteer.township_divisions import township, townships_within, unit_with
from coedu_zones.messages import say
from coedu_zones.parse.text import normalize_name
from coedu_zones.places.identifiers import IdentifierSystem, ids_with
from coedu_zones.places.inputs import as_code, as_text
from coedu_zones.places.models import Division, FunctionalArea, Level
from coedu_zones.resolver import Normalizer, PlaceLike, normalizer_at


def get_division(code: str | float) -> Division:
    """The division that has a code now: six digits of GB/T 2260, nine of a township, or an id where it has no code.

    The nine digits are those of the Ministry of Civil Affairs. The statistical office's
    are often another township's; :func:`find_code` and :func:`convert` know both.

    Numbers are codes too (``360502``, ``"360502.0"``, ``"360502000000"``). A code that
    is no longer in force, a placeholder or a statistical code is none;
    :func:`find_code` says what it is.

    Raises:
        UnknownCodeError: no division has it now; the message says what the code is or was.
        TypeError: it is no code at all.

    >>> get_division("360502").name, get_division(360502).name, get_division("hk-sha-tin").path_text
    ('渝水区', '渝水区', '香港特别行政区/沙田区')
    >>> get_division("330102010").path
    ('浙江省', '杭州市', '上城区', '望江街道')
    """
    gazetteer = Gazetteer.current()
    text = as_code(code)
    if is_township(text) and (unit := unit_with(text)) is not None:
        return township(unit.code or text)
    groups = [] if text in gazetteer.ancestors else meanings(readings_of_code(text))
    if not groups and text not in gazetteer.ancestors:
        raise UnknownCodeError(gazetteer.unknown(code))
    if not groups:
        return gazetteer.division(text)
    known = notes_of(groups)
    raise UnknownCodeError(
        say(
            "{code!r} is no division code of data version {version}: {known}",
            code=code,
            version=gazetteer.version,
            known=known,
        )
    )


def divisions(
    *,
    level: Level | str | None = None,
    within: PlaceLike | None = None,
    name: str | None = None,
    as_of: int | date | None = None,
) -> list[Division]:
    """The divisions in the order of their codes: all, of one level, inside a division, of one name, of a year.

    The divisions inside Hong Kong, Macao and Taiwan, which have no code, are among those
    that ``within`` or ``name`` asks for, after those with a code; a list of the whole
    country holds divisions with a code alone. They are those of the present.

    Townships are listed only when ``level`` asks for them, in any year since 2015:
    without a ``level`` the list ends at the county. They are found by full name or stem,
    and their ``code`` has nine digits; join tables of six digits on their ``parent``. A
    year means the latest list of townships that is not later (2015, 2016, 2017,
    2020–2023, 2025).

    Args:
        level: keep the divisions of this level.
        within: keep those inside one place: a name, a code, a division, a zone.
        name: keep those that are written exactly so: a full name, a short form or a stem, in
            Chinese or Latin script, alone or behind names of divisions above it.
        as_of: a year (its state at 31 December) or a date.

    Raises:
        AmbiguousNameError: ``within`` may mean several places.
        UnresolvedNameError: ``within`` names no place that is known.
        UnknownYearError: the tables do not hold the year, or not its townships.

    >>> len(divisions(level="prefecture")), len(divisions(within="360500")), len(divisions(within="台湾"))
    (333, 2, 390)
    >>> [d.path_text for d in divisions(name="大安区")]
    ['四川省/自贡市/大安区', '台湾省/台北市/大安区', '台湾省/台中市/大安区']
    >>> [d.name for d in divisions(level="township", within="上城区")][-2:]
    ['丁兰街道', '九堡街道']
    >>> [str(d) for d in divisions(level="township", within="江干区", name="九堡", as_of=2019)]
    ['浙江省/杭州市/江干区/九堡街道 (330104:九堡街道)']
    """
    normalizer = normalizer_at(as_of)
    gazetteer = normalizer.gazetteer
    wanted = Level(level) if level is not None else None
    holder = _holder(normalizer, within) if within is not None else None
    if isinstance(within, Division) and within.level is Level.TOWNSHIP:
        return []  # nothing lies in a township
    if wanted is Level.TOWNSHIP:
        text = normalize_name(as_text(name) or "") if name is not None else None
        return list(townships_within(gazetteer, holder, text))
    if name is None:
        uncoded = gazetteer.uncoded_ids(holder, wanted) if holder else []
        return [gazetteer.division(place) for place in (*gazetteer.codes(wanted, holder), *uncoded)]
    return [
        gazetteer.division(place)
        for place in _written_names(gazetteer).find(normalize_name(as_text(name) or ""))
        if (wanted is None or gazetteer.level(place) is wanted)
        and (holder is None or (place != holder and gazetteer.is_within(place, holder)))
    ]


def _holder(normalizer: Normalizer, within: PlaceLike) -> str:
    """The id of the place that ``within`` means."""
    if isinstance(within, str):
        if within in normalizer.gazetteer.ancestors:
            return within  # a code or an id: the names of the year, which take long to list, are not needed
        found = _written_names(normalizer.gazetteer).find(normalize_name(within))
        if len(found) == 1 and found[0] in normalizer.gazetteer.uncoded:
            return found[0]
    return normalizer.index.ancestors[normalizer.scope(within)[0].place][-1]


@lru_cache(maxsize=8)
def _written_names(gazetteer: Gazetteer) -> WrittenNames:
    return WrittenNames(gazetteer)


def find_by(system: IdentifierSystem | str, value: object) -> list[Division]:
    """The divisions that another system knows by a key, in the order of their codes.

    Most keys belong to one division; an area code or a number-plate prefix may belong to
    several (024; 琼C), the plates of a district to its prefecture too (粤X: 佛山市 and 顺德区),
    and a town may bear the name of a county and of a township.

    Args:
        system: one of :class:`IdentifierSystem`, or its value, such as ``"area_code"``.
        value: the key, as text or number; Latin letters may be small.

    Raises:
        ValueError: there is no such system; the message names those that there are.
        UnknownCodeError: no division has the key.

    >>> find_by("iso3166_2", "CN-ZJ")
    [<Division 330000 浙江省>]
    >>> [division.name for division in find_by("area_code", "024")]
    ['沈阳市', '抚顺市', '本溪市', '铁岭市']
    """
    return [get_division(found) for found in ids_with(system, value)]


def get_area(area_id: str) -> FunctionalArea:
    """The functional area 功能区 with an id such as ``nanjing-jiangbei-new-area``.

    Raises:
        UnknownCodeError: no area has it.

    """
    areas = Gazetteer.current().areas
    if not isinstance(area_id, str) or area_id not in areas:
        raise UnknownCodeError(
            say(
                "{area_id} is no functional area; functional_areas() lists the {number} that are known",
                area_id=looks(area_id),
                number=len(areas),
            )
        )
    return areas[area_id]


def functional_areas() -> list[FunctionalArea]:
    """The functional areas that the gazetteer knows, in the order of their ids."""
    return [area for _, area in sorted(Gazetteer.current().areas.items())]


def data_version() -> str:
    """The version of the tables: the month whose divisions they hold.

    >>> data_version()
    '2026.09'
    """
    return str(manifest()["data_version"])
