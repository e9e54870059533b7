"""The hierarchy as a tree, for pickers with several levels and for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.errors import UnknownYearError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.townships import Townships
from coedu_zones.messages import say
from coedu_zones.places.codes import prefecture_of
from coedu_zones.places.models import Level
from coedu_zones.resolver import normalizer_at

#: How deep a tree can go; each level holds those after it.
DEPTHS: Final = (*(level.value for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)), "township")


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A division with those below it, or the row that statistical tables put between.

    ``code`` is the six-digit code, of a township the nine digits of the Ministry of
    Civil Affairs, of a division without a code its id. ``level`` is ``"province"``, ``"prefecture"``, ``"county"`` or
    ``"township"``. A node with ``placeholder`` is no division: 110100 市辖区, 500200 县,
    429000 省直辖县级行政区划.
    """

    code: str
    name: str
    level: str
    children: tuple[TreeNode, ...] = ()
    placeholder: bool = False

    def to_option(self) -> dict[str, Any]:
        """The node as the option of a picker: ``value``, ``label`` and ``children``, plain values for JSON.

        A node without children has no ``children``, as an empty list would open an empty
        menu. A placeholder bears ``"placeholder": True``.

        >>> tree(depth="prefecture")[13].children[4].to_option()
        {'value': '360500', 'label': '新余市'}
        """
        option: dict[str, Any] = {"value": self.code, "label": self.name}
        if self.placeholder:
            option["placeholder"] = True
        if self.children:
            option["children"] = [child.to_option() for child in self.children]
        return option

    def walk(self) -> Iterator[tuple[TreeNode, ...]]:
        """Every node of the branch in order, as the chain from this node down to it.

        >>> for chain in tree()[13].children[4].walk():
        ...     print("/".join(node.name for node in chain))
        新余市
        新余市/渝水区
        新余市/分宜县
        """
        yield (self,)
        for child in self.children:
            for chain in child.walk():
                yield (self, *chain)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


def tree(
    *,
    depth: Level | str = "county",
    placeholders: bool = False,
    uncoded: bool = False,
    as_of: int | date | None = None,
) -> list[TreeNode]:
    """The provinces in the order of their codes, each with what lies in it.

    Args:
        depth: the lowest level, ``"province"``, ``"prefecture"``, ``"county"`` or ``"township"``.
        placeholders: put 市辖区, 县 and 省直辖县级行政区划 between a province and the counties directly
            below it, under the codes of published lists, so that every county of today is on the
            third level. They are marked, and are no divisions. Where no list has such a code
            (海南 from 1988 to 2000), the counties stay below the province.
        uncoded: also the divisions of today inside Hong Kong, Macao and Taiwan, under their ids, as they
            have no code.
        as_of: a year from 1981 on (its state at 31 December) or a date; not with townships.

    Returns:
        The provinces. Prefectures without counties (东莞市) have their townships directly
        below them, and no children when the tree ends at the county.

    Raises:
        ValueError: there is no such depth.
        UnknownYearError: the tables do not hold the year, or townships of a year are asked for.

    >>> beijing, *_ = tree(placeholders=True)
    >>> print(beijing, beijing.children[0], beijing.children[0].children[0])
    北京市 (110000) 市辖区 (110100) 东城区 (110101)
    """
    lowest = _depth(depth)
    if lowest == DEPTHS[-1] and as_of is not None:
        raise UnknownYearError(
            say(
                "as_of={as_of!r}: a tree with townships is of the present; ask for depth='county', or leave as_of out",
                as_of=as_of,
            )
        )
    gazetteer = normalizer_at(as_of).gazetteer
    grower = _Grower(gazetteer, DEPTHS.index(lowest), _placeholders() if placeholders else {}, uncoded=uncoded)
    return list(grower.nodes(gazetteer.codes(Level.PROVINCE)))


def _depth(depth: Level | str) -> str:
    if depth not in DEPTHS:
        raise ValueError(
            say(
                "depth={depth!r}: expected {known} or {last!r}",
                depth=depth,
                known=", ".join(map(repr, DEPTHS[:-1])),
                last=DEPTHS[-1],
            )
        )
    return str(depth)


class _Grower:
    """Makes the nodes of one gazetteer down to one level."""

    def __init__(self, gazetteer: Gazetteer, depth: int, placeholders: Mapping[str, str], *, uncoded: bool) -> None:
        self._gazetteer = gazetteer
        self._depth = depth
        self._placeholders = placeholders
        self._uncoded = uncoded
        self._townships = Townships.current() if depth == len(DEPTHS) - 1 else None

    def nodes(self, places: Iterable[str]) -> Iterator[TreeNode]:
        """The nodes of divisions, in the order given, those below the lowest level left out."""
        for place in places:
            level = self._gazetteer.level(place)
            wanted = self._uncoded or place in self._gazetteer.rows
            if wanted and level is not None and DEPTHS.index(level) <= self._depth:
                yield TreeNode(place, self._gazetteer.name(place), level.value, tuple(self._below(place, level)))

    def _below(self, place: str, level: Level) -> Iterator[TreeNode]:
        """What lies directly below a division: placeholders with their counties, divisions, then townships."""
        children = self._gazetteer.children(place)
        if level is Level.PROVINCE and self._placeholders:
            yield from self._with_placeholders(children)
        else:
            yield from self.nodes(children)
        for unit in self._townships.of_county(place) if self._townships else ():
            if unit.last_year is None:
                yield TreeNode(unit.code, unit.name, DEPTHS[-1])

    def _with_placeholders(self, children: Iterable[str]) -> Iterator[TreeNode]:
        for between, places in groupby(children, key=prefecture_of):
            name = self._placeholders.get(between)
            if name is None:
                yield from self.nodes(places)
            elif self._depth > 0:
                below = tuple(self.nodes(places))
                yield TreeNode(between, name, Level.PREFECTURE.value, below, placeholder=True)


@load_once
def _placeholders() -> dict[str, str]:
    return {code: name for code, name in read_table("placeholders.tsv", 2)}  # noqa: C416 - lists of two cells
