"""A column of codes of one year → the codes of another: the one form of ``convert`` that every engine keeps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from coedu_zones.changes.code_readings import check_edition
from coedu_zones.changes.conversion import convert
from coedu_zones.changes.lineage import History
from coedu_zones.errors import UnknownCodeError, UnknownYearError
from coedu_zones.places.inputs import is_missing, number_as_code, options_named, several

#: The fields of a converted code, in order.
CONVERSION_FIELDS: Final = ("code", "outcome", "targets")

Converted = tuple[str | None, str | None, str | None]
_MISSING: Final[Converted] = (None, None, None)
_UNKNOWN: Final[Converted] = (None, "unknown", None)


@options_named
def convert_columns(
    codes: Iterable[object], *, from_year: int, to_year: int, edition: str | None = None
) -> dict[str, list[str | None]]:
    """Codes of one year in the codes of another: one list per field, each as long as ``codes`` and in its order.

    ``code`` is the one code where there is one, ``outcome`` that of :func:`coedu_zones.convert` or
    ``unknown`` for what was no code in that year, ``targets`` every code with its share
    (``330102:main 330114:part``). A missing or blank code gives ``None`` in every field.

    Args:
        codes: codes as texts or as numbers.
        from_year: the year, at whose end the codes were in force.
        to_year: the year whose codes are wanted.
        edition: whose codes these are, where published lists disagree (``gb``, ``mca``, ``nbs``).

    Raises:
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` is none.
        TypeError: ``codes`` are not several.

    >>> convert_columns([431121, "330104", None, "999999"], from_year=2015, to_year=2024)["targets"]
    ['431181:whole', '330102:main 330114:part', None, None]
    """
    found = ColumnConverter(from_year=from_year, to_year=to_year, edition=edition).rows(several(codes))
    return {field: [row[at] for row in found] for at, field in enumerate(CONVERSION_FIELDS)}


class ColumnConverter:
    """Converts column after column between the same years; each different code is looked up once.

    Raises:
        UnknownYearError: the tables do not hold one of the years.
        ValueError: ``edition`` is none.

    """

    def __init__(self, *, from_year: int, to_year: int, edition: str | None = None) -> None:
        for year in (from_year, to_year):
            History.load().check_year(year)
        check_edition(edition)
        self.from_year = from_year
        self.to_year = to_year
        self.edition = edition
        self.names = (f"code_{to_year}", "outcome", "targets")
        self._known: dict[str, Converted] = {}

    def rows(self, codes: Iterable[object]) -> list[Converted]:
        """The converted code, the outcome and the targets of each code."""
        return [self._one(code) for code in codes]

    def _one(self, code: object) -> Converted:
        if is_missing(code) or (isinstance(code, str) and not code.strip()):
            return _MISSING
        text = code.strip() if isinstance(code, str) else number_as_code(code)
        if text is None:
            return _UNKNOWN
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._converted(text)
        return found

    def _converted(self, text: str) -> Converted:
        try:
            found = convert(text, from_year=self.from_year, to_year=self.to_year, edition=self.edition)
        except (
            UnknownCodeError,
            UnknownYearError,
        ):  # the years are held: it is a township's code, which only today has
            return _UNKNOWN
        return (
            found.code,
            found.outcome,
            " ".join(f"{successor.code}:{successor.share}" for successor in found.targets) or None,
        )
