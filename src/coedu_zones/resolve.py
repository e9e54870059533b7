"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from coedu_zones.answer import METHODS, Answer, fast_resolution
from coedu_zones.errors import AmbiguousNameError, TextTooLongError, UnknownCodeError, UnresolvedNameError
from coedu_zones.former import FormerIndex
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.history import PART, History
from coedu_zones.models import Division, Level
from coedu_zones.names import FULL, SHORT, Entry, NameIndex
from coedu_zones.quick import Node, QuickReader
from coedu_zones.resolution import Candidate, Mention, Method, Resolution, Status, Step
from coedu_zones.rules import show, stands_alone, tidy
from coedu_zones.segment import walk
from coedu_zones.shipped import load_once, read_table
from coedu_zones.text import normalize_name, normalize_text

if TYPE_CHECKING:
    from coedu_zones.latin import LatinIndex
    from coedu_zones.spelling import Speller

_NAMESAKE_SCORE: Final = 96.0  # a bare name that a former division elsewhere had too

#: The longest text, in characters, that ``resolve`` takes.
MAX_TEXT_LENGTH: Final = 2000


class Normalizer:
    """Resolve texts against one gazetteer with one's own aliases and settings.

    ``gazetteer``: which divisions there are (the present ones by default).
    ``aliases``: further names, text → code or area id. ``as_of``: a year or a
    date whose gazetteer is the frame. ``cutoff``: the score below which a lone
    candidate stays a suggestion.

    Raises:
        UnknownCodeError: an alias points to a place that the gazetteer does not hold.

    >>> Normalizer(aliases={"咱们区": "360502"}).resolve("咱们区").code
    '360502'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
        as_of: int | date | None = None,
        cutoff: float = 85.0,
    ) -> None:
        if gazetteer is None:
            gazetteer = Gazetteer.current() if as_of is None else History.load().gazetteer(year_of(as_of))
        self.gazetteer = gazetteer
        self.cutoff = cutoff
        for alias, place_id in (aliases or {}).items():
            if place_id not in gazetteer.ancestors:
                raise UnknownCodeError(f"the alias {alias!r} points to {place_id!r}, which is no code or area id")
        shared = gazetteer is Gazetteer.current() and not aliases
        names: dict[str, str] = {normalize_name(alias): place_id for alias, place_id in (aliases or {}).items()}
        self.index = NameIndex.current() if shared else NameIndex(gazetteer, names)
        self._former: FormerIndex | None = None
        self._speller: Speller | None = None
        self._latin: LatinIndex | None = None
        self.quick = QuickReader(self.index, lambda: self.former)
        self._candidates: dict[tuple[str, float, Method], Candidate] = {}

    @property
    def former(self) -> FormerIndex | None:
        """The index with former names; ``None`` for the gazetteer of a past year."""
        if self._former is None and self.gazetteer.year is None:
            shared = self.index is NameIndex.current()
            self._former = FormerIndex.current() if shared else FormerIndex(self.index, History.load())
        return self._former

    @property
    def speller(self) -> Speller:
        """The spelling repair of this normalizer's names, built when it is first needed."""
        if self._speller is None:
            from coedu_zones.characters import Characters  # noqa: PLC0415 - only misspelt texts pay for rapidfuzz
            from coedu_zones.spelling import Speller  # noqa: PLC0415

            shared = self.index is NameIndex.current()
            self._speller = Speller.current() if shared else Speller(self.index, Characters.load())
        return self._speller

    @property
    def latin(self) -> LatinIndex:
        """The Latin-script names of this normalizer's places, built when they are first needed."""
        if self._latin is None:
            from coedu_zones.latin import LatinIndex  # noqa: PLC0415 - only Latin texts pay for it

            shared = self.index is NameIndex.current()
            self._latin = LatinIndex.current() if shared else LatinIndex(self.index)
        return self._latin

    def former_entries(self, name: str) -> tuple[Entry, ...]:
        """The former divisions that had exactly this name, when no present one has it."""
        former = self.former
        entries = former.names.get(normalize_text(name).text, ()) if former else ()
        return entries if entries and all("@" in place and kind <= SHORT for place, kind in entries) else ()

    def resolve(
        self, text: object, *, within: str | Division | None = None, level: Level | str | None = None
    ) -> Resolution:
        """Say which place ``text`` means.

        ``within`` (a name, a code or a division) keeps only places inside it,
        ``level`` only places of that level. ``None``, NaN and blank text are
        ``unresolved``.

        Raises:
            TypeError: ``text`` is neither text nor a missing value.
            TextTooLongError: it is longer than ``MAX_TEXT_LENGTH`` characters.

        """
        raw = as_text(text)
        if raw is None:
            blank = Step(rule="blank", start=0, end=0, result="no text")
            return Resolution(
                text=text if isinstance(text, str) else "", status=Status.UNRESOLVED, candidates=(), remainder="",
                remainder_is_division=False, trace=(blank,),
            )  # fmt: skip
        if within is None and level is None:
            found = self._quickly(raw)
            if found is not None:
                return found
        scope = self.scope(within) if within is not None else ()
        return Answer(self, raw, scope, Level(level).value if level is not None else None).resolution()

    def _quickly(self, raw: str) -> Resolution | None:
        clean = normalize_text(raw)
        if clean.text is not raw:
            return None
        node = self.quick.read(raw)
        if node is None:
            return None
        candidates, trace = node.answer or self.answer(node)
        if candidates[0].score < self.cutoff:
            return None
        return fast_resolution(raw, candidates, tidy(raw[node.end :]), trace)

    def answer(self, node: Node) -> tuple[tuple[Candidate, ...], tuple[Step, ...]]:
        """What a node of the quick reader means, dressed once."""
        place, strength = node.entries[0]
        candidate = self.candidate(place, self.quick.score(node), METHODS[strength])
        steps = [
            Step(rule="read", start=r.start, end=r.end, result=show(self.index, r.entries)) for r in node.readings
        ]
        candidates: tuple[Candidate, ...] = (candidate,)
        if len(node.readings) == 1 and strength == FULL:
            candidates, step = self.with_namesakes(candidate, node.end)
            steps += step
        node.answer = (candidates, tuple(steps))
        return node.answer

    def with_namesakes(self, found: Candidate, end: int) -> tuple[tuple[Candidate, ...], list[Step]]:
        """A present division by its bare name, with the former ones that had the name behind it: 江北区."""
        keys = _namesakes().get(found.name) if self.gazetteer.year is None else None
        if keys is None:
            return (found,), []
        book = History.load()
        heirs: dict[str, Candidate] = {}
        told = []
        for period in map(book.by_key, keys.split()):
            told.append(f"{period.name} ({period.code}, {period.first}–{period.last})")
            for fate in book.today(period):
                if fate.code != found.code and fate.share != PART:
                    heirs[fate.code] = Candidate(
                        place=self.gazetteer.division(fate.code), score=0.0, method=Method.FORMER_NAME,
                        evidence=book.explain(period, fate),
                    )  # fmt: skip
        share = round((100.0 - _NAMESAKE_SCORE) / max(1, len(heirs)), 1)
        shown = told[:4] + ([f"{len(told) - 4} more"] if len(told) > 4 else [])
        return (
            (
                found.model_copy(update={"score": _NAMESAKE_SCORE}),
                *(heir.model_copy(update={"score": share}) for heir in heirs.values()),
            ),
            [Step(rule="present first", start=0, end=end, result="before the former " + ", ".join(shown))],
        )

    def candidate(self, place_id: str, score: float, method: Method) -> Candidate:
        """A candidate without further evidence; equal ones are one object."""
        key = (place_id, score, method)
        found = self._candidates.get(key)
        if found is None:
            found = Candidate(place=self.gazetteer.place(place_id), score=score, method=method)
            self._candidates[key] = found
        return found

    def scope(self, within: str | Division) -> tuple[Entry, ...]:
        """The entry of a context that is given as a name, a code or a division.

        Raises:
            AmbiguousNameError: the name may mean several places.
            UnresolvedNameError: it names no place that is known.

        """
        if isinstance(within, Division):
            return ((within.code, FULL),)
        if within in self.gazetteer.ancestors:
            return ((within, FULL),)
        found = self.resolve(within)
        if found.status is Status.AMBIGUOUS:
            raise AmbiguousNameError(f"within={within!r} may mean several places: {found}", found.candidates)
        if found.place is None:
            raise UnresolvedNameError(f"within={within!r} names no place that is known", found.candidates)
        place = found.place
        return ((place.code if isinstance(place, Division) else place.id, FULL),)

    def resolve_many(
        self, texts: Iterable[object], *, within: str | Division | None = None, level: Level | str | None = None
    ) -> list[Resolution]:
        """One resolution a text, in order; repeated texts cost once."""
        scope = self.gazetteer.division(self.scope(within)[0][0]) if within is not None else None
        seen: dict[str, Resolution] = {}
        results = []
        for text in texts:
            found = seen.get(text) if isinstance(text, str) else None
            if found is None:
                found = self.resolve(text, within=scope, level=level)
                if isinstance(text, str):
                    seen[text] = found
            results.append(found)
        return results

    def extract(self, text: str) -> list[Mention]:
        """The places that a running text mentions, in order, with character offsets."""
        raw = as_text(text, limited=False)
        if raw is None:
            return []
        clean = normalize_text(raw)
        mentions = []
        pos = 0
        while pos < len(clean.text):
            chain = walk(self.index, clean.text, pos) if clean.text[pos : pos + 2] in self.index.lengths else None
            if chain is not None and stands_alone(clean.text, chain):
                start, end = clean.raw_span(chain.start, chain.end)
                part = raw[start:end]
                mentions.append(Mention(start=start, end=end, text=part, resolution=self.resolve(part)))
                pos = chain.end
            else:
                pos += 1
        return mentions


def is_missing(value: object) -> bool:
    """Whether a cell is missing: ``None``, NaN, NaT, or pandas' NA.

    >>> is_missing(None), is_missing(float("nan")), is_missing("")
    (True, True, False)
    """
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - NaN and NaT are the values that differ from themselves
    except TypeError:  # pandas.NA has no truth value
        return type(value).__name__ == "NAType"
    except ValueError:  # an array has several
        return False


def as_text(value: object, *, limited: bool = True) -> str | None:
    """The text of a cell; ``None`` for a missing or blank one.

    Raises:
        TypeError: the value is neither text nor missing.
        TextTooLongError: the text is too long.

    """
    if isinstance(value, str):
        if limited and len(value) > MAX_TEXT_LENGTH:
            raise TextTooLongError(
                f"a text of {len(value)} characters starting {value[:20]!r}; the maximum is {MAX_TEXT_LENGTH}. "
                "Use extract() for running text."
            )
        return value if value and not value.isspace() else None
    if is_missing(value):
        return None
    raise TypeError(f"expected a text, None or NaN, got {type(value).__name__}: {value!r}")


@load_once
def _namesakes() -> dict[str, str]:
    return {name: keys for name, keys in read_table("namesakes.tsv", 2)}  # noqa: C416 - two cells each


@load_once
def default_normalizer() -> Normalizer:
    """The normalizer of the module functions: current gazetteer, no extra aliases."""
    return Normalizer()


@lru_cache(maxsize=64)
def _of_year(year: int) -> Normalizer:
    return Normalizer(as_of=year)


def normalizer_at(as_of: int | date | None) -> Normalizer:
    """The shared normalizer of a year, or of the present."""
    return default_normalizer() if as_of is None else _of_year(year_of(as_of))


def year_of(as_of: int | date) -> int:
    """The year whose table holds on a date: tables state 31 December, so a day in 2015 means the end of 2014.

    Raises:
        TypeError: neither a year nor a date.

    >>> year_of(2015), year_of(date(2015, 6, 1))
    (2015, 2014)
    """
    if isinstance(as_of, date):
        return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    if isinstance(as_of, int) and not isinstance(as_of, bool):
        return as_of
    raise TypeError(f"as_of={as_of!r}: expected a year such as 2015 or a datetime.date")


def resolve(
    text: object,
    *,
    within: str | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> Resolution:
    """Say which place ``text`` means; see :meth:`Normalizer.resolve`.

    >>> resolve("朝阳区").status.value
    'ambiguous'
    >>> resolve("朝阳区", within="北京").code
    '110105'
    """
    return normalizer_at(as_of).resolve(text, within=within, level=level)


def normalize(
    text: object,
    *,
    within: str | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> str | None:
    """The path of the place as one string, or ``None`` when the text did not resolve.

    >>> normalize("渝水区")
    '江西省/新余市/渝水区'
    """
    place = resolve(text, within=within, level=level, as_of=as_of).place
    return place.path_text if place else None


def resolve_many(
    texts: Iterable[object],
    *,
    within: str | Division | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> list[Resolution]:
    """One resolution a text, in order; repeated texts cost once.

    >>> [r.code for r in resolve_many(["渝水区", "安图县", None])]
    ['360502', '222426', None]
    """
    return normalizer_at(as_of).resolve_many(texts, within=within, level=level)


def extract(text: str) -> list[Mention]:
    """The places that a running text mentions, in order, with character offsets.

    >>> [(m.start, m.end, m.text) for m in extract("渝水区和安图县的做法")]
    [(0, 3, '渝水区'), (4, 7, '安图县')]
    """
    return default_normalizer().extract(text)
