"""Search as you type: the places that a query may be the beginning of, best first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from coedu_zones.errors import UnresolvedNameError
from coedu_zones.lookup.hits import Hit
from coedu_zones.lookup.matcher import Matcher
from coedu_zones.lookup.matches import How, Match, Matches, Scope, merge
from coedu_zones.lookup.typed import Typed, as_code_digits, placeholders, read_typed
from coedu_zones.messages import say
from coedu_zones.places.inputs import as_text

if TYPE_CHECKING:
    from coedu_zones.places.models import Level
    from coedu_zones.resolver import PlaceLike

_CODE: Final = 6  # digits of a county, which those of its townships begin with
_TOWNSHIP: Final = "township"
_TODAY: Final = frozenset("nsN")  # kinds of matches with a name of today as it is written
_FORMER: Final = frozenset("fF")
_ONCE: Final = frozenset("原前旧")  # before a former name
_SLIP_LENGTH: Final = 3  # characters of a name that may be misspelt
_LONGEST: Final = 120  # characters: a path of four levels with the longest names has fewer


def search(
    query: str, limit: int = 10, *, within: PlaceLike | None = None, level: Level | str | None = None
) -> list[Hit]:
    """The places that a query may be the beginning of, best first: for a box that searches as one types.

    A query is a name or a path, in characters, pinyin, initials, English or a mixture,
    with separators or without: 渝水, 江西省新, 新余 渝水, xinyu ys, 浙江hz, Yushui, Xin. ``v``
    stands for ü. Names of today come first; a former name, a nickname or an alias is named in the
    ``reason``. A separator at the end asks for what lies in the place: 新余/. Townships
    are found by two characters or three letters, and in their county by one. What
    no name begins with is taken for a misspelt one. ``resolve`` is the one to trust with a whole text.

    Args:
        query: what was typed so far.
        limit: the greatest number of hits.
        within: only places in this one, given as in :func:`resolve`.
        level: ``province``, ``prefecture``, ``county`` or ``township``: only divisions of that level.

    Returns:
        Hits with path, code, score, method and reason. The score is the share of the weight of all
        that fits; a weight is how much people mean a place, by its level, its size and the use
        of its name, times how well it fits.

    Raises:
        TypeError: the query is no text.
        ValueError: ``limit`` is less than 1, or there is no such level.
        AmbiguousNameError: ``within`` may mean several places.
        UnresolvedNameError: ``within`` names no place that is known, or one of the past.

    >>> [hit.name for hit in search("渝水")], [hit.name for hit in search("ysq", 3)]
    (['渝水区'], ['渝水区', '偃师区', '雨山区'])
    >>> [hit.path_text for hit in search("xinyu ys", 1)], [hit.name for hit in search("朝阳", within="北京", level="county")]
    (['江西省/新余市/渝水区'], ['朝阳区'])
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ValueError(say("limit={limit!r}: at least 1 result must be asked for", limit=limit))
    wanted = _level(level) if level is not None else None
    holder = _holder(within) if within is not None else None
    text = as_text(query, limited=False)
    typed = read_typed(text) if text else Typed((), False)
    if not typed.parts or len(typed.joined) > _LONGEST:
        return []
    return _ranked(_matches(typed, limit, holder, wanted), limit)


def _level(level: Level | str) -> str:
    from coedu_zones.places.models import Level  # noqa: PLC0415 - a bare query needs no model

    return Level(level).value


def _holder(within: PlaceLike) -> str:
    """The id of the place that ``within`` means."""
    ids = Matcher.current().table.ids
    if isinstance(within, str) and within in ids:
        return within
    from coedu_zones.resolver import default_normalizer  # noqa: PLC0415 - a bare query needs no resolver

    place = default_normalizer().place(within, "within")
    if place.id not in ids and not (place.id.isdecimal() and len(place.id) > _CODE):
        raise UnresolvedNameError(say("within={within!r}: {place} is no place of today", within=within, place=place))
    return place.id


def _matches(typed: Typed, limit: int, holder: str | None, level: str | None) -> Matches:
    """What fits a query: strictly, else with beginnings of syllables, else as a slip."""
    table = Matcher.current().table
    keep = _filter(holder, level)
    scopes: list[Scope | None] = (
        [Scope({table.ids.index(holder): 1.0}, {}, {}), None] if holder is not None and holder in table.ids else [None]
    )
    for loose in (False, True):
        how = How(limit, level == _TOWNSHIP, loose)
        for scope in scopes:  # what is typed in a place, or its path from the province down
            found = keep(_found(typed, scope, how))
            if found:
                return found
    if typed.parts[0][0] in _ONCE and len(typed.parts[0]) > 1:  # 原闸北区
        return _matches(Typed((typed.parts[0][1:], *typed.parts[1:]), typed.ended), limit, holder, level)
    return keep(_slips(typed))


def _filter(holder: str | None, level: str | None) -> Callable[[Matches], Matches]:
    """What keeps the matches of a level inside a place."""
    table = Matcher.current().table

    def inside(at: int) -> bool:
        while at >= 0:
            if table.place_id(at) == holder:
                return True
            at = table.holder(at)
        return False

    def keep(matches: Matches) -> Matches:
        if level is not None:
            matches = {i: m for i, m in matches.items() if table.level(i) == level}
        return {i: m for i, m in matches.items() if inside(i)} if holder is not None else matches

    return keep


def _found(typed: Typed, scope: Scope | None, how: How) -> Matches:
    """What fits the parts of a query, one after the other or the other way round, or all of them as one text."""
    matcher = Matcher.current()
    if typed.joined.isdecimal():
        return _coded(matcher, typed.joined)
    along: Matches = {}
    latin = typed.joined.isascii()
    if typed.ended or (latin and len(typed.parts) > 1):  # spaces between Chinese characters say nothing
        along = _along(matcher, typed.parts, typed.ended, scope, how)
    if typed.ended:
        return along
    found = matcher.named(typed.joined, scope) if along else matcher.complete(typed.joined, scope, how)
    merge(found, along)
    if not found and len(typed.parts) > 1:
        found = {} if latin else _along(matcher, typed.parts, False, scope, how)
        merge(found, _along(matcher, typed.parts[::-1], False, scope, how))
    return found


def _along(matcher: Matcher, parts: tuple[str, ...], ended: bool, scope: Scope | None, how: How) -> Matches:
    """The matches of the last part in the places that the parts before it name; or what lies in these."""
    for part in parts if ended else parts[:-1]:
        scope = matcher.holders(part, scope, how)
        if scope is None:
            return {}
    if ended:
        return matcher.children(scope) if scope else {}
    return matcher.complete(parts[-1], scope, how)


def _coded(matcher: Matcher, digits: str) -> Matches:
    """The places whose code begins with some digits, and those with a telephone area code."""
    table = matcher.table
    kind = table.kinds["d"]
    text = as_code_digits(digits)
    if text[0] == "0":
        return matcher.named(text, None)
    size = len(table.ids)
    found: Matches = {}
    for i, place in enumerate(table.ids):
        if len(text) <= _CODE and place.startswith(text):
            found[i] = Match(kind.whole if place == text else kind.beginning, kind, place)
        if len(text) >= _CODE and text.startswith(place):
            codes = (
                (town, table.place_id(town))
                for town in range(size + table.first_town[i], size + table.first_town[i + 1])
            )
            merge(found, {town: Match(kind.beginning, kind, code) for town, code in codes if code.startswith(text)})
    return found


def _slips(typed: Typed) -> Matches:
    """The places whose name a text in characters misspells."""
    if typed.joined.isascii() or len(typed.joined) < _SLIP_LENGTH or typed.joined in placeholders():
        return {}
    from coedu_zones.parse.outcome import slip_method  # noqa: PLC0415 - only misspelt texts pay for the matcher
    from coedu_zones.parse.spelling import Speller  # noqa: PLC0415

    table = Matcher.current().table
    at = {place: i for i, place in enumerate(table.ids)}
    kind = table.kinds["w"]
    return {
        at[entry.place]: Match(kind.whole, kind._replace(method=slip_method(meant.slip)), meant.name, meant.evidence)
        for meant in Speller.current().meant(typed.joined, 0, ())
        for entry in meant.entries
        if entry.place in at and meant.written == typed.joined
    }


def _ranked(matches: Matches, limit: int) -> list[Hit]:
    """The best of the matches as hits; former names last where a name of today is written so."""
    table = Matcher.current().table
    weights = {i: match.fit * table.weight(i) for i, match in matches.items()}
    if any(match.kind.letter in _TODAY and match.fit >= match.kind.whole for match in matches.values()):
        for i, match in matches.items():
            if match.kind.letter in _FORMER:
                weights[i] *= table.kinds["y"].whole
    total = sum(weights.values()) + table.kinds["0"].whole
    best = sorted(weights, key=lambda i: (-weights[i], table.place_id(i)))[:limit]
    return [_hit(i, round(100 * weights[i] / total, 1), matches[i]) for i in best]


def _hit(at: int, score: float, match: Match) -> Hit:
    table = Matcher.current().table
    return Hit(
        id=table.place_id(at), level=table.level(at), path=table.path(at), score=score, by=match.kind.method,
        reason=say("; ").join((match.reason, *(say("behind {what}", what=via) for via in match.via))),
    )  # fmt: skip
