"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from coedu_zones.changes.lineage import History
from coedu_zones.changes.township_history import is_township
from coedu_zones.data.locks import shared_lock
from coedu_zones.data.reader import load_once
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError, UnresolvedNameError, looks, shown
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.township_divisions import township
from coedu_zones.inputs import as_text, number_as_code, score_of, several, year_of
from coedu_zones.parse.coded import CODE, CodeReader
from coedu_zones.parse.explanation import Explanation, explanation
from coedu_zones.parse.names import Entry, Form, NameIndex
from coedu_zones.parse.outcome import Explainer, Outcome
from coedu_zones.parse.parser import Parsed, Parser, Scope
from coedu_zones.parse.patterns import Pattern
from coedu_zones.parse.text import NormalizedName, normalize_name, normalize_text
from coedu_zones.places.models import Division, FunctionalArea, Level, Place, Targeted
from coedu_zones.resolution import Mention, Resolution, Resolutions, Status, Step

if TYPE_CHECKING:
    from coedu_zones.parse.latin import LatinIndex
    from coedu_zones.parse.spelling import Speller

#: What every parameter that means a place takes; a code may be a number.
PlaceLike = str | float | Division | FunctionalArea | Targeted | Resolution
MEANS_A_PLACE: Final = "a name, a code, a division, a functional area, a zone or a resolution"

_LATIN: Final = Pattern("[A-Za-z]{2}")


class Normalizer:
    """Resolve texts against one gazetteer with one's own aliases and settings.

    ``gazetteer``: which divisions there are (the present ones by default).
    ``aliases``: further names, text → code or area id. ``as_of``: a year or a
    date whose gazetteer is the frame. ``cutoff``: the score below which a lone
    candidate stays a suggestion.

    Raises:
        UnknownCodeError: an alias is blank, or points to a place that the gazetteer does not hold.

    >>> Normalizer(aliases={"咱们区": "360502"}).resolve("咱们区").code
    '360502'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
        as_of: int | date | None = None,
        cutoff: float = 80.0,
    ) -> None:
        self._made_from = (gazetteer, dict(aliases or {}), as_of, cutoff)
        if gazetteer is None:
            gazetteer = Gazetteer.current() if as_of is None else History.load().gazetteer(year_of(as_of))
        self.gazetteer = gazetteer
        self.cutoff = score_of(cutoff)
        for alias, place_id in (aliases or {}).items():
            if as_text(alias) is None or place_id not in gazetteer.ancestors:
                raise UnknownCodeError(f"the alias {alias!r} is blank, or points to no code or area id: {place_id!r}")
        self._aliases: dict[str, str] = {normalize_name(alias): place_id for alias, place_id in (aliases or {}).items()}
        self._index: NameIndex | None = None
        self._parser: Parser | None = None
        self._speller: Speller | None = None
        self._latin: LatinIndex | None = None
        self._explainer: Explainer | None = None

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[Any, ...]]:
        """Travel to another process as the settings; the indexes are built anew there."""
        return _made_anew, self._made_from

    @property
    def _shared(self) -> bool:
        """Whether the indexes of the present gazetteer serve, which all normalizers share."""
        return self.gazetteer is Gazetteer.current() and not self._aliases

    @property
    def index(self) -> NameIndex:
        """The names of this normalizer's places, built when they are first needed."""
        if self._index is None:
            with shared_lock:
                self._index = (
                    NameIndex.current() if self._shared
                    else NameIndex(self.gazetteer, History.load(), self._aliases, self.gazetteer.year)
                )  # fmt: skip
        return self._index

    @property
    def parser(self) -> Parser:
        """The parser of this normalizer's names."""
        if self._parser is None:
            with shared_lock:
                self._parser = Parser(self.index, self.cutoff, lambda: self.speller)
        return self._parser

    @property
    def explainer(self) -> Explainer:
        """What dresses the parser's decisions."""
        if self._explainer is None:
            self._explainer = Explainer(self.gazetteer, self.index)
        return self._explainer

    @property
    def speller(self) -> Speller:
        """The spelling repair of this normalizer's names, built when it is first needed."""
        if self._speller is None:
            with shared_lock:
                from coedu_zones.parse.characters import Characters  # noqa: PLC0415 - only misspelt texts pay for rapidfuzz
                from coedu_zones.parse.spelling import Speller  # noqa: PLC0415
                self._speller = Speller.current() if self._shared else Speller(self.index, Characters.load())
        return self._speller

    @property
    def latin(self) -> LatinIndex:
        """The Latin-script names of this normalizer's places, built when they are first needed."""
        if self._latin is None:
            with shared_lock:
                from coedu_zones.parse.latin import LatinIndex  # noqa: PLC0415 - only Latin texts pay for it
                self._latin = LatinIndex.current() if self._shared else LatinIndex(self.index)
        return self._latin

    def former_entries(self, name: str) -> tuple[Entry, ...]:
        """The former divisions that had exactly this name, when no present one has it."""
        entries = self.index.names.get(normalize_text(name).text, ())
        former = all(self.index.is_former(e.place) and e.form.strong for e in entries)
        return entries if former else ()

    def resolve(
        self, text: object, *, within: PlaceLike | None = None, level: Level | str | None = None
    ) -> Resolution:
        """Say which place ``text`` means.

        ``within`` (a name, a code, a division, an area, a zone or a resolution) keeps only places inside it,
        ``level`` only places of that level. ``None``, NaN and blank text are
        ``unresolved``.

        Raises:
            TypeError: ``text`` is neither text nor a missing value.
            TextTooLongError: it is longer than ``MAX_TEXT_LENGTH`` characters.

        """
        raw = as_text(number_as_code(text) or text)
        if raw is None:
            blank = Step(rule="blank", start=0, end=0, result="no text")
            return _resolution(text if isinstance(text, str) else "", Outcome(Status.UNRESOLVED, (), "", False, (blank,)))
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level).value if level is not None else None
        clean = normalize_text(raw)
        special = self.special(clean, scope, wanted)
        if special is not None:
            return _resolution(raw, special)
        return _resolution(raw, self.explainer.outcome(clean, len(raw), self.parse(clean, scope, wanted)))

    def parse(self, clean: NormalizedName, scope: Scope, level: str | None) -> Parsed:
        """The decision on a cleaned text in Chinese characters."""
        return self.parser.parse(clean.text, scope, level)

    def special(self, clean: NormalizedName, scope: Scope, level: str | None) -> Outcome | None:
        """The outcome of a text that is a code, or written in Latin letters; ``None`` for any other."""
        code = CODE.fullmatch(clean.text.strip())
        if code:
            return CodeReader(self.gazetteer, self.parser, self.explainer).outcome(clean, code[1], scope, level)
        if not _LATIN.search(clean.text):
            return None
        with shared_lock:
            from coedu_zones.parse.latin import is_latin, latin_outcome, read_latin  # noqa: PLC0415 - only Latin texts pay for it

        if not is_latin(clean.text):
            return None
        found = read_latin(self.latin, clean.text, scope, level)
        return latin_outcome(self.gazetteer, clean.text, found, self.cutoff)

    def explain(self, text: str, *, within: PlaceLike | None = None, level: Level | str | None = None) -> Explanation:
        """Why a text is read as it is: its two best readings beside one another; ``str()`` shows them as a table.

        Texts in Latin letters and texts that are codes are not weighed; their ``trace`` says how they were read.

        Raises:
            ValueError: the text is blank, a code, or written in Latin letters.

        """
        raw = as_text(text)
        clean = normalize_text(raw or "")
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level).value if level is not None else None
        if raw is None or self.special(clean, scope, wanted) is not None:
            raise ValueError(f"{text!r} is blank, a code or in Latin letters, which are not weighed; see resolve(…).trace")
        return explanation(raw, clean.text, self.parse(clean, scope, wanted), self.parser.decider)

    def scope(self, within: PlaceLike) -> Scope:
        """The entry of a context, given as in :meth:`place`.

        The context of a township is its county, or the prefecture where it has none.

        Raises:
            AmbiguousNameError: the name may mean several places.
            UnresolvedNameError: it names no place that is known, or none of this year.
            TypeError: it is nothing that means a place.

        """
        if isinstance(within, str) and within in self.gazetteer.ancestors:
            return (Entry(within, Form.FULL),)
        place = self.place(within, "within")
        if isinstance(place, Division) and place.level is Level.TOWNSHIP and place.parent is not None:
            return (Entry(place.parent, Form.FULL),)
        key = place.id
        if isinstance(place, Division) and place.last_year is not None and key not in self.gazetteer.ancestors:
            period = History.load().period_at(key, place.last_year)
            key = period.key if period else key
        if key not in self.index.ancestors:
            raise UnresolvedNameError(f"within={looks(within)}: {place} is no place of data version {self.gazetteer.version}")
        return (Entry(key, Form.FULL),)

    def place(self, place: PlaceLike, parameter: str = "place") -> Place:
        """The one place that a caller means, for every parameter that takes one.

        ``place`` is a text, a code (text or number; nine digits for a township), a division, a
        functional area, a zone or a resolution. ``parameter`` is what an error calls it.

        Raises:
            AmbiguousNameError: the text may mean several places; the error carries them.
            UnresolvedNameError: it names no place that is known, or contradicts itself.
            UnknownCodeError: no township has the nine digits.
            TypeError: it is nothing that means a place.

        >>> Normalizer().place(360502), Normalizer().place("赣")
        (<Division 360502 江西省/新余市/渝水区>, <Division 360000 江西省>)
        """
        if isinstance(place, Division | FunctionalArea):
            return place
        if isinstance(place, Targeted):
            return place.target
        code = place if isinstance(place, str) else number_as_code(place)
        if isinstance(code, str) and code in self.gazetteer.ancestors:
            return self.gazetteer.place(code)
        if isinstance(code, str) and is_township(code):
            return township(code)
        found = self.resolve(code) if isinstance(code, str) else place
        if not isinstance(found, Resolution):
            raise TypeError(f"{parameter}={looks(place)}: expected {MEANS_A_PLACE}, got {shown(place)}")
        return _one(found, f"{parameter}={found.text!r}")

    def resolve_many(
        self, texts: Iterable[object], *, within: PlaceLike | None = None, level: Level | str | None = None
    ) -> Resolutions:
        """One resolution per text, in order; repeated texts cost once."""
        scope = self.scope(within)[0].place if within is not None else None
        seen: dict[str, Resolution] = {}
        results = Resolutions()
        for text in several(texts):
            found = seen.get(text) if type(text) is str else None
            if found is None:
                found = self.resolve(text, within=scope, level=level)
                if type(text) is str:
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
        for start, end in self.parser.mentions(clean.text):
            first, last = clean.raw_span(start, end)
            part = raw[first:last]
            mentions.append(Mention(start=first, end=last, text=part, resolution=self.resolve(part)))
        return mentions


def _one(found: Resolution, what: str) -> Place:
    """The place of a resolution; an error says for which parameter it was given."""
    if found.place is not None:
        return found.place
    names = "; ".join(map(str, found.candidates[:6]))
    if found.status is Status.AMBIGUOUS:
        raise AmbiguousNameError(
            f"{what} may mean {len(found.candidates)} places: {names}. Say which by a code or a longer text.", found.candidates
        )
    why = "contradicts itself" if found.status is Status.CONFLICT else "names no place that is known"
    raise UnresolvedNameError(f"{what} {why}" + (f"; nearest readings: {names}" if names else ""), found.candidates)


def _resolution(text: str, outcome: Outcome) -> Resolution:
    return Resolution(text=text, **outcome._asdict())


def _made_anew(
    gazetteer: Gazetteer | None, aliases: Mapping[str, str], as_of: int | date | None, cutoff: float
) -> Normalizer:
    return Normalizer(gazetteer, aliases=aliases, as_of=as_of, cutoff=cutoff)


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


def place_of(place: PlaceLike, parameter: str = "place") -> Place:
    """The one place of today that a caller means; see :meth:`Normalizer.place`."""
    return default_normalizer().place(place, parameter)


def resolve(
    text: object,
    *,
    within: PlaceLike | None = None,
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
    within: PlaceLike | None = None,
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
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
) -> Resolutions:
    """One resolution a text, in order, as a list; repeated texts cost once.

    The list turns into plain records with ``to_records()``.

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


def explain(
    text: str, *, within: PlaceLike | None = None, level: Level | str | None = None, as_of: int | date | None = None
) -> Explanation:
    """Why a text is read as it is; see :meth:`Normalizer.explain`.

    >>> explain("朝阳区").places
    ('北京市/朝阳区 (110105)', '吉林省/长春市/朝阳区 (220104)')
    """
    return normalizer_at(as_of).explain(text, within=within, level=level)
