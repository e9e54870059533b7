"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from coedu_zones.changes.lineage import History, Period
from coedu_zones.changes.township_history import is_township
from coedu_zones.data.collector import collector_at_rest
from coedu_zones.data.locks import shared_lock
from coedu_zones.data.reader import load_once
from coedu_zones.errors import UnknownCodeError, UnresolvedNameError, looks, shown
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.township_divisions import township
from coedu_zones.messages import say
from coedu_zones.parse.coded import CODE, CodeReader
from coedu_zones.parse.explanation import Explanation, explanation
from coedu_zones.parse.forms import Form
from coedu_zones.parse.in_terms import (
    NOTHING_ASKED,
    Asked,
    Settled,
    TermsOf,
    asked,
    origins_of,
    origins_of_code,
    settle,
)
from coedu_zones.parse.names import Entry, Named, NameIndex
from coedu_zones.parse.outcome import Explainer, Outcome
from coedu_zones.parse.parsed import Parsed
from coedu_zones.parse.parser import TOWNSHIP_LEVEL, Parser, Scope
from coedu_zones.parse.patterns import Pattern
from coedu_zones.parse.prepared import prepared_heads
from coedu_zones.parse.scan import (
    FEWEST_SCANNED,
    MOST_SCANS,
    SLICE,
    RowMaker,
    Scanned,
    Scans,
    is_compiled,
)
from coedu_zones.parse.text import NormalizedName, normalize_name, normalize_text
from coedu_zones.places.inputs import as_text, joined, number_as_code, options_named, rows_of, score_of, year_of
from coedu_zones.places.models import Division, FunctionalArea, Level, Place, Targeted
from coedu_zones.resolution import Resolution, Resolutions, Status
from coedu_zones.resolution.mention import Mention, Mentions
from coedu_zones.resolver.answers import ResolutionMaker, blank_resolution, one_place, raw_text, resolution_of

if TYPE_CHECKING:
    from coedu_zones.parse.latin import LatinIndex
    from coedu_zones.parse.mentions import MentionFinder, Span
    from coedu_zones.parse.spelling import Speller

#: What every parameter that means a place takes; a code may be a number.
PlaceLike = str | float | Division | FunctionalArea | Targeted | Resolution
MOST_MEANT: Final = 5_000  # stretches of running texts whose meaning is remembered
LONG_TEXT: Final = 300  # characters; reading so many makes enough objects to start the garbage collector
LONGEST_MEANT: Final = 32  # characters of one
_LATIN: Final = Pattern("[A-Za-z]{2}")


class Normalizer:
    """Resolve texts against one gazetteer with your own aliases and settings.

    One object may serve many threads, and travels to other processes as its settings.

    Args:
        gazetteer: which divisions there are; the present ones by default.
        aliases: further names, text → code or area id.
        as_of: the year, or the date, whose divisions there are, where no ``gazetteer`` is given.
        cutoff: the score below which a lone candidate stays a suggestion, 0 to 100.

    Raises:
        UnknownCodeError: an alias is blank, or points to a place that the gazetteer does not hold.
        UnknownYearError: the tables do not hold the year.
        ValueError: the cutoff is no score.

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
                raise UnknownCodeError(
                    say(
                        "the alias {alias!r} is blank, or points to no code or area id: {place_id!r}",
                        alias=alias,
                        place_id=place_id,
                    )
                )
        self._aliases: dict[str, str] = {normalize_name(alias): place_id for alias, place_id in (aliases or {}).items()}
        self._index: NameIndex | None = None
        self._parser: Parser | None = None
        self._speller: Speller | None = None
        self._latin: LatinIndex | None = None
        self._explainer: Explainer | None = None
        self._finder: MentionFinder | None = None
        self._meant: dict[tuple[str, Named | None, bool, Scope, Level | None], tuple[Resolution | None]] = {}

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
    def finder(self) -> MentionFinder:
        """What finds the places of this normalizer in running text, built when it is first needed."""
        if self._finder is None:
            with shared_lock:
                from coedu_zones.parse.mentions import MentionFinder  # noqa: PLC0415 - only running text pays for it

                self._finder = MentionFinder(self.index)
        return self._finder

    @property
    def explainer(self) -> Explainer:
        """What turns the parser's decisions into outcomes."""
        if self._explainer is None:
            self._explainer = Explainer(self.gazetteer, self.index)
        return self._explainer

    @property
    def speller(self) -> Speller:
        """The spelling repair of this normalizer's names, built when it is first needed."""
        if self._speller is None:
            with shared_lock:
                from coedu_zones.parse.characters import Characters  # noqa: PLC0415 - only texts that are left open pay for it
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

    def former_periods(self, name: str) -> tuple[Period, ...]:
        """The former divisions that had exactly this name, when no present one has it."""
        entries = self.index.names.get(normalize_text(name).text, ())
        former = tuple(e.place for e in entries if isinstance(e.place, Period) and e.form.strong)
        return former if len(former) == len(entries) else ()

    @options_named
    def resolve(
        self,
        text: object = None,
        *,
        within: PlaceLike | None = None,
        level: Level | str | None = None,
        split: str | None = None,
        terms_of: TermsOf = None,
        province: object = None,
        prefecture: object = None,
        county: object = None,
    ) -> Resolution:
        """Say which place ``text`` means; the options are those of :func:`coedu_zones.resolve`.

        Raises:
            TypeError: ``text`` is neither text nor a missing value.
            TextTooLongError: it is longer than ``MAX_TEXT_LENGTH`` characters.

        """
        if isinstance(text, list | tuple) or not (province is None and prefecture is None and county is None):
            parts = text if isinstance(text, list | tuple) else (text,)
            text = joined((province, prefecture, county, *parts))
        raw = raw_text(text)
        options = asked(split, terms_of)
        if raw is None:
            return blank_resolution(text)
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level).value if level is not None else None
        if len(raw) < LONG_TEXT:
            return self._read(raw, scope, wanted, options)
        with collector_at_rest():  # a collection takes longer than the text
            return self._read(raw, scope, wanted, options)

    def _read(
        self, raw: str, scope: Scope, wanted: str | None, options: Asked = NOTHING_ASKED, *, glanced: bool = False
    ) -> Resolution:
        """Which place a text means that is not blank; the options are checked already."""
        clean = normalize_text(raw)
        special = self.special(clean, scope, wanted)
        if special is not None:
            return resolution_of(raw, self.settle(special, clean, None, options))
        parsed = self.parse(clean, scope, wanted, glanced=glanced)
        return resolution_of(raw, self.settle(self.explainer.outcome(clean, len(raw), parsed), clean, parsed, options))

    def settle(self, outcome: Outcome, clean: NormalizedName, parsed: Parsed | None, options: Asked) -> Settled:
        """An outcome as the options ``split`` and ``terms_of`` want it; ``parsed`` is ``None`` for a special text."""
        if options is NOTHING_ASKED:
            return Settled(outcome)
        read_in = self.gazetteer.year
        if parsed is not None:
            origins = origins_of(parsed, read_in)
        elif code := CODE.fullmatch(clean.text.strip()):
            origins = origins_of_code(code[1], outcome.candidates, read_in)
        else:
            origins = tuple(candidate.place.id for candidate in outcome.candidates)
        return settle(outcome, origins, read_in, options)

    def parse(self, clean: NormalizedName, scope: Scope, level: str | None, *, glanced: bool = False) -> Parsed:
        """The decision on a cleaned text in Chinese characters."""
        return self.parser.parse(clean.text, scope, level, glanced=glanced)

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
        """Why a text is read as it is: its two best readings side by side; see :func:`coedu_zones.explain`.

        Raises:
            ValueError: the text is blank, a code, or written in Latin letters.

        """
        raw = as_text(text)
        clean = normalize_text(raw or "")
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level).value if level is not None else None
        if raw is None or self.special(clean, scope, wanted) is not None:
            raise ValueError(
                say(
                    "{text!r} is blank, a code or in Latin letters, which are not weighed; see resolve(…).trace",
                    text=text,
                )
            )
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
        key: Named = place.id
        if isinstance(place, Division) and place.last_year is not None and key not in self.gazetteer.ancestors:
            key = History.load().period_at(place.id, place.last_year) or key
        if key not in self.index.ancestors:
            raise UnresolvedNameError(
                say(
                    "within={within}: {place} is no place of data version {version}",
                    within=looks(within),
                    place=place,
                    version=self.gazetteer.version,
                )
            )
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
            raise TypeError(
                say(
                    "{parameter}={place}: expected a name, a code, a division, a functional area, a zone or a resolution, "
                    "got {given}",
                    parameter=parameter,
                    place=looks(place),
                    given=shown(place),
                )
            )
        return one_place(found, f"{parameter}={found.text!r}")

    @options_named
    def resolve_many(
        self,
        texts: Iterable[object] | None = None,
        *,
        within: PlaceLike | None = None,
        level: Level | str | None = None,
        split: str | None = None,
        terms_of: TermsOf = None,
        province: Iterable[object] | None = None,
        prefecture: Iterable[object] | None = None,
        county: Iterable[object] | None = None,
    ) -> Resolutions:
        """One resolution per text, in order; the options are those of :func:`coedu_zones.resolve_many`."""
        scope: Scope = self.scope(within) if within is not None else ()
        wanted = Level(level).value if level is not None else None
        options = asked(split, terms_of)
        given = rows_of(texts, province, prefecture, county)
        given = given if isinstance(given, list) else list(given)
        scans = None
        if options is NOTHING_ASKED:
            scans = self.scans("resolutions", scope, wanted, len(given), lambda: self._maker(scope, wanted))
        seen: dict[str, Resolution] = {}
        results = Resolutions()
        for start in range(0, len(given), SLICE):
            part = given[start : start + SLICE]
            with collector_at_rest():
                found = scans.read(part) if scans is not None else Scanned.nothing(len(part))
                for text, row, rest in zip(part, found.rows, found.rests, strict=True):
                    made = seen.get(text) if type(text) is str else None
                    if made is None:
                        if row:
                            made = row[0].resolution(text, rest, row)
                        else:
                            raw = raw_text(joined(text) if isinstance(text, list | tuple) else text)
                            made = (
                                self._read(raw, scope, wanted, options) if raw is not None else blank_resolution(text)
                            )
                        if type(text) is str:
                            seen[text] = made
                    results.append(made)
        return results

    def _maker(self, scope: Scope, level: str | None) -> ResolutionMaker:
        return ResolutionMaker(self.gazetteer, self.explainer, lambda clean: self.parse(clean, scope, level))

    def scans(
        self, key: Hashable, scope: Scope, level: str | None, texts: int, maker: Callable[[], RowMaker]
    ) -> Scans | None:
        """What reads plain addresses in C into the rows of ``maker``, kept under a key; nothing for so few texts that it
        would cost more to make.
        """
        parser, context = self.parser, (key, scope, level)
        found: Scans | None = parser.scans.get(context)
        if found is None and texts >= FEWEST_SCANNED and is_compiled() and level != TOWNSHIP_LEVEL:
            with shared_lock:
                if len(parser.scans) >= MOST_SCANS:
                    parser.scans.clear()
                heads = parser.heads(scope, level)
                if self is default_normalizer() and not scope and level is None and not parser.reweighed:
                    heads.prepared = prepared_heads()
                found = parser.scans[context] = Scans(parser.glances, parser.closer, heads, maker())
        return found

    def extract(
        self,
        text: object,
        *,
        within: PlaceLike | None = None,
        level: Level | str | None = None,
        stems: bool | None = None,
    ) -> Mentions:
        """The places that a running text mentions, in order, with character offsets; see :func:`extract`."""
        raw = as_text(text, limited=False)
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level) if level is not None else None
        mentions = Mentions(raw or "")
        if raw is not None:
            with collector_at_rest():
                mentions.extend(self.mentions(raw, self.spans(raw, scope, stems), scope, wanted))
        return mentions

    def spans(self, raw: str, scope: Scope = (), stems: bool | None = None) -> Iterator[Span]:
        """Where places may be mentioned in a running text, in order; what they mean is not asked yet."""
        clean = normalize_text(raw)
        found = self.finder.find(clean.text, stems, scope[0].place if scope else None, clean.breaks_in(raw))
        if clean.spans is None:
            return found
        places = ((span, clean.raw_span(span.start, span.end)) for span in found)
        return (span._replace(start=start, end=end) for span, (start, end) in places)

    def mentions(
        self, raw: str, located: Iterable[Span], scope: Scope = (), level: Level | None = None
    ) -> Iterator[Mention]:
        """What is mentioned at places of a running text, without those where it is nothing that counts."""
        seen: dict[tuple[str, Named | None], Resolution | None] = {}
        for span in located:
            start, end, within, _ = span
            part = raw[start:end]
            key = part, within
            if key not in seen:
                seen[key] = self._meaning(part, span, scope, level)
            resolution = seen[key]
            if resolution is not None:
                yield Mention(start, end, part, resolution)

    def _meaning(self, part: str, span: Span, scope: Scope, level: Level | None) -> Resolution | None:
        """What a stretch of running text means where it stands, remembered from text to text."""
        if len(part) > LONGEST_MEANT or self.parser.reweighed:
            return self._mentioned(part, span, scope, level)
        key = part, span.within, span.bare, scope, level
        known = self._meant.get(key)
        if known is None:
            known = (self._mentioned(part, span, scope, level),)
            if len(self._meant) >= MOST_MEANT:
                self._meant.clear()
            self._meant[key] = known
        return known[0]

    def _mentioned(self, part: str, span: Span, scope: Scope, level: Level | None) -> Resolution | None:
        """What a stretch of running text means where it stands; ``None`` when it is no mention that counts."""
        inside = span.within
        nearest = scope
        if inside in self.gazetteer.ancestors and (not scope or scope[0].place in self.index.ancestors[inside]):
            nearest = (Entry(inside, Form.FULL),)
        found = self._read(part, nearest, None, glanced=span.bare)  # a glance hardly ever settles a stem
        if level is not None and (found.division is None or found.division.level is not level):
            found = self._read(part, nearest, level.value)
            if found.remainder or (found.division and found.division.level is not level):  # it is the place above
                return None
        if found.place is None and (span.bare or found.status is not Status.AMBIGUOUS):
            return None
        return found


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


def normalizer_at(as_of: int | date | None, normalizer: Normalizer | None = None) -> Normalizer:
    """The normalizer that a caller brings, or the shared one of a year or of the present.

    Raises:
        ValueError: both are given.

    """
    if normalizer is not None:
        if as_of is not None:
            raise ValueError(
                say(
                    "as_of={as_of!r} and normalizer=: give the year to the normalizer, Normalizer(as_of={as_of!r})",
                    as_of=as_of,
                )
            )
        return normalizer
    return default_normalizer() if as_of is None else _of_year(year_of(as_of))


def place_of(place: PlaceLike, parameter: str = "place") -> Place:
    """The one place of today that a caller means; see :meth:`Normalizer.place`."""
    return default_normalizer().place(place, parameter)
