"""Which zones cover what a text, a code or a resolution means."""

from __future__ import annotations

from coedu_zones.gazetteer import Gazetteer
from coedu_zones.messages import say
from coedu_zones.places.codes import is_township_code
from coedu_zones.places.inputs import number_as_code
from coedu_zones.resolution import Method, Resolution, Status
from coedu_zones.resolver import PlaceLike, place_of, resolve
from coedu_zones.zone_table.covering import covering, covering_township, of_successors
from coedu_zones.zone_table.models import Coverage
from coedu_zones.zone_table.rows import Listed


def zones_covering(place: PlaceLike, *, zones: Listed | None = None) -> list[Coverage]:
    """Every zone that covers a place, and how: equal, inside, or in part; in the notice's order.

    A place that only holds zones is not covered by them (新余市 holds 渝水区);
    ``zones(within=place)`` lists those.

    A code may be the nine digits of a township, in the system of the Ministry of Civil Affairs:
    a zone that covers its county in part covers it as a whole, in part or not at all,
    where the townships of the zone are known. A resolution whose text names a township
    is answered by the township.

    Args:
        place: a text, a code, a division, a functional area, a zone or a resolution.
        zones: your own list of zones; the 97 of the notice by default.

    Raises:
        AmbiguousNameError: the text may mean several places.
        UnresolvedNameError: the text names no place that is known.
        UnknownCodeError: no township has the nine digits.

    >>> [str(c) for c in zones_covering("吉林省长春市农安县")]
    ['zone 21 长春市 (inside): 农安县 lies in 长春市', 'zone 22 农安县 (equal): 农安县 is the zone']
    >>> [str(c) for c in zones_covering("320111001")], zones_covering("320111005")
    (['zone 32 南京江北新区 (inside): 泰山街道 belongs to 南京江北新区'], [])
    """
    if not isinstance(place, str):
        place = number_as_code(place) or place
    if isinstance(place, str) and is_township_code(place):
        return covering_township(place, zones)
    if isinstance(place, str) and place not in Gazetteer.current().ancestors:
        place = resolve(place)
    return _of_resolution(place, zones) if isinstance(place, Resolution) else covering(place_of(place), zones)


def _of_resolution(resolution: Resolution, listed: Listed | None) -> list[Coverage]:
    """The coverage of a place as its text names it: by its township, or by what became of a former division."""
    if resolution.township is not None and resolution.township.code is not None:
        return covering_township(resolution.township.code, listed)
    former = [c for c in resolution.candidates if c.method is Method.FORMER_NAME]
    if resolution.status is Status.AMBIGUOUS and len(former) == len(resolution.candidates) > 0:
        return of_successors([(c.place, c.evidence[0]) for c in former], listed)
    found = covering(resolution.understood or place_of(resolution), listed)
    if resolution.candidates[0].method is Method.FORMER_NAME:
        why = resolution.candidates[0].evidence[0]
        return [c.model_copy(update={"reason": say("{one}; {other}", one=why, other=c.reason)}) for c in found]
    return found
