"""Search as you type: the places that a query may be the beginning of, best first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from coedu_zones.inputs import as_text
from coedu_zones.lookup.hits import Hit
from coedu_zones.lookup.matches import How, Match, Matcher, Matches, Scope, merge
from coedu_zones.lookup.typed import Typed, as_code_digits, read_typed

if TYPE_CHECKING:
    from coedu_zones.places.models import Division, Level

_TOWNSHIP: Final = "township"
_NONE: Final = "0"
_ONCE: Final = frozenset("原前旧")  # before a former name
_SLIP_LENGTH: Final = 3  # characters of a name that may be misspelt
_LONGEST: Final = 120  # characters: a path of four levels with the longest names has fewer


def search(
    query: str, limit: int = 10, *, within: str | float | Division | None = None, level: Level | str | None = None
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
        within: a name, a code or a division: only places in it.
        level: ``province``, ``prefecture``, ``county`` or ``township``: only divisions of that level.

    Returns:
        Hits with path, code, score, method and reason. The score is the share of the weight of all
        that fits; a weight is how much people mean a place, by its level, its size and the use
        of its name, times how well it fits.

    Raises:
        TypeError: the query is no text.
        ValueError: ``limit`` is less than 1, or there is no such level.
        AmbiguousNameError: ``within`` may mean several places.
        UnresolvedNameError: ``within`` names no place that is known.

    >>> [hit.name for hit in search("渝水")], [hit.name for hit in search("ysq", 3)]
    (['渝水区'], ['渝水区', '偃师区', '雨山区'])
    >>> [hit.path_text for hit in search("xinyu ys", 1)], [hit.name for hit in search("朝阳", within="北京", level="county")]
    (['江西省/新余市/渝水区'], ['朝阳区'])
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ValueError(f"limit={limit!r}: at least 1 result must be asked for")
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


def _holder(within: str | float | Division) -> str:
    """The id of the place that ``within`` means."""
    if isinstance(within, str) and within in Matcher.current().table.ids:
        return within
    from coedu_zones.resolver import default_normalizer  # noqa: PLC0415 - a bare query needs no resolver

    return default_normalizer().scope(within)[0].place


def _matches(typed: Typed, limit: int, holder: str | None, level: str | None) -> Matches:
    """What fits a query: strictly, else with beginnings of syllables, else as a slip."""
    table = Matcher.current().table
    keep = _filter(holder, level)
    scopes: list[Scope | None] = [Scope({table.ids.index(holder): 1.0}, {}, {}), None] if holder is not None and holder in table.ids else [None]
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
    found = matcher.complete(text) if text[0] == "0" else {}
    for i, place in enumerate(table.ids):
        if place.startswith(text) or (len(text) > 6 and text.startswith(place)):  # noqa: PLR2004 - digits of a code
            if len(text) <= 6:  # noqa: PLR2004
                found[i] = Match(kind.whole if place == text else kind.beginning, kind, place)
            if len(text) >= 6:  # noqa: PLR2004
                towns = (len(table.ids) + town for town in range(table.first_town[i], table.first_town[i + 1]))
                coded = ((at, table.place_id(at)) for at in towns)
                merge(found, {at: Match(kind.beginning, kind, code) for at, code in coded if code.startswith(text)})
    return found


def _slips(typed: Typed) -> Matches:
    """The places whose name a text in characters misspells."""
    if typed.joined.isascii() or len(typed.joined) < _SLIP_LENGTH:
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
        if entry.place in at
    }


def _ranked(matches: Matches, limit: int) -> list[Hit]:
    """The best of the matches as hits."""
    table = Matcher.current().table
    weights = {i: match.fit * table.weight(i) for i, match in matches.items()}
    total = sum(weights.values()) + table.kinds[_NONE].whole
    best = sorted(weights, key=lambda i: (-weights[i], table.place_id(i)))[:limit]
    return [_hit(i, round(100 * weights[i] / total, 1), matches[i]) for i in best]


def _hit(at: int, score: float, match: Match) -> Hit:
    table = Matcher.current().table
    said = match.kind.said.format(key=match.key, note=match.note)
    return Hit(
        id=table.place_id(at), level=table.level(at), path=table.path(at), score=score, by=match.kind.method,
        reason="; ".join((said, *(f"behind {via}" for via in match.via))),
    )  # fmt: skip
