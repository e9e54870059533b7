"""The normalizer: texts → resolutions, against one gazetteer with one set of names."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coedu_zones.changes.lineage import History, Period
from coedu_zones.changes.township_history import is_township
from coedu_zones.data.locks import shared_lock
from coedu_zones.data.reader import load_once
from coedu_zones.errors import AmbiguousNameError, UnknownCodeError, UnresolvedNameError, looks, shown
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.gazetteer.township_divisions import township
from coedu_zones.messages import Sentence, listed, say
from coedu_zones.parse.coded import CODE, CodeReader
from coedu_zones.parse.explanation import Explanation, explanation
from coedu_zones.parse.glance import Settled as SettledHead
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
from coedu_zones.parse.names import Entry, Form, Named, NameIndex
from coedu_zones.parse.outcome import Explainer, Outcome
from coedu_zones.parse.parsed import Parsed
from coedu_zones.parse.parser import Parser, Scope
from coedu_zones.parse.patterns import Pattern
from coedu_zones.parse.prepared import prepared_heads
from coedu_zones.parse.scan import (
    FEWEST_SCANNED,
    MOST_SCANS,
    SLICE,
    Row,
    RowMaker,
    Rows,
    Scanned,
    Scans,
    is_compiled,
)
from coedu_zones.parse.text import NormalizedName, normalize_name, normalize_text
from coedu_zones.places.inputs import as_text, joined, number_as_code, options_named, rows_of, score_of, year_of
from coedu_zones.places.models import Division, FunctionalArea, Level, Place, Targeted
from coedu_zones.resolution import Candidate, Method, Resolution, Resolutions, Status, Step, no_place
from coedu_zones.resolution.mention import Mention, Mentions

if TYPE_CHECKING:
    from coedu_zones.parse.latin import LatinIndex
    from coedu_zones.parse.mentions import MentionFinder, Span
    from coedu_zones.parse.spelling import Speller

#: What every parameter that means a place takes; a code may be a number.
PlaceLike = str | float | Division | FunctionalArea | Targeted | Resolution
MOST_MEANT: Final = 5_000  # stretches of running texts whose meaning is remembered
LONGEST_MEANT: Final = 32  # characters of one
_LATIN: Final = Pattern("[A-Za-z]{2}")


class Located(NamedTuple):
    """Where in a running text a place may be mentioned, and what was found of it in the clean one."""

    start: int
    end: int
    span: Span


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
        raw = _raw(text)
        options = asked(split, terms_of)
        if raw is None:
            return _blank(text)
        scope = self.scope(within) if within is not None else ()
        return self._read(raw, scope, Level(level).value if level is not None else None, options)

    def _read(self, raw: str, scope: Scope, wanted: str | None, options: Asked = NOTHING_ASKED) -> Resolution:
        """Which place a text means that is not blank; the options are checked already."""
        clean = normalize_text(raw)
        special = self.special(clean, scope, wanted)
        if special is not None:
            return _resolution(raw, self.settle(special, clean, None, options))
        parsed = self.parse(clean, scope, wanted)
        return _resolution(raw, self.settle(self.explainer.outcome(clean, len(raw), parsed), clean, parsed, options))

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
        return _one(found, f"{parameter}={found.text!r}")

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
            scans = self.scans("resolutions", scope, wanted, len(given), lambda: _ResolutionMaker(self, scope, wanted))
        seen: dict[str, Resolution] = {}
        results = Resolutions()
        for start in range(0, len(given), SLICE):
            part = given[start : start + SLICE]
            found = scans.read(part) if scans is not None else Scanned.nothing(len(part))
            for text, row, rest in zip(part, found.rows, found.rests, strict=True):
                made = seen.get(text) if type(text) is str else None
                if made is None:
                    if row:
                        made = row[0].resolution(text, rest, row)
                    else:
                        raw = _raw(joined(text) if isinstance(text, list | tuple) else text)
                        made = self._read(raw, scope, wanted, options) if raw is not None else _blank(text)
                    if type(text) is str:
                        seen[text] = made
                results.append(made)
        return results

    def scans(
        self, key: Hashable, scope: Scope, level: str | None, texts: int, maker: Callable[[], RowMaker]
    ) -> Scans | None:
        """What reads plain addresses in C into the rows of ``maker``, kept under a key; nothing for so few texts that it
        would cost more to make.
        """
        parser, context = self.parser, (key, scope, level)
        found: Scans | None = parser.scans.get(context)
        if found is None and texts >= FEWEST_SCANNED and is_compiled():
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
            mentions.extend(self.mentions(raw, self.spans(raw, scope, stems), scope, wanted))
        return mentions

    def spans(self, raw: str, scope: Scope = (), stems: bool | None = None) -> Iterator[Located]:
        """Where places may be mentioned in a running text, in order; what they mean is not asked yet."""
        clean = normalize_text(raw)
        for span in self.finder.find(clean.text, stems, scope[0].place if scope else None, clean.breaks_in(raw)):
            start, end, *_ = span if clean.spans is None else clean.raw_span(span.start, span.end)
            yield Located(start, end, span)

    def mentions(
        self, raw: str, located: Iterable[Located], scope: Scope = (), level: Level | None = None
    ) -> Iterator[Mention]:
        """What is mentioned at places of a running text, without those where it is nothing that counts."""
        seen: dict[tuple[str, Named | None], Resolution | None] = {}
        for start, end, span in located:
            part = raw[start:end]
            key = part, span.within
            if key not in seen:
                seen[key] = self._meaning(part, span, scope, level)
            resolution = seen[key]
            if resolution is not None:
                yield Mention(start=start, end=end, text=part, resolution=resolution)

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
        found = self._read(part, nearest, None)
        if level is not None and (found.division is None or found.division.level is not level):
            found = self._read(part, nearest, level.value)
            if found.remainder or (found.division and found.division.level is not level):  # it is the place above
                return None
        if found.place is None and (span.bare or found.status is not Status.AMBIGUOUS):
            return None
        return found


def _raw(text: object) -> str | None:
    """The text that a caller gave, or the code that a number is; ``None`` for a missing or blank one."""
    return as_text(text if isinstance(text, str) else number_as_code(text) or text)


def _blank(text: object) -> Resolution:
    """The resolution of a missing or blank text."""
    step = Step(rule="blank", start=0, end=0, result=Sentence("no text"))
    nothing = Settled(Outcome(Status.UNRESOLVED, (), "", False, (step,)))
    return _resolution(text if isinstance(text, str) else "", nothing)


def _one(found: Resolution, what: str) -> Place:
    """The place of a resolution; an error says for which parameter it was given."""
    if found.place is not None:
        return found.place
    names = listed(map(str, found.candidates[:6]))
    if found.status is Status.AMBIGUOUS:
        raise AmbiguousNameError(
            say(
                "{what} may mean {number} places: {names}. Say which by a code or a longer text.",
                what=what,
                number=len(found.candidates),
                names=names,
            ),
            found.candidates,
        )
    raise UnresolvedNameError(no_place(what, found.status, names), found.candidates)


class _ResolutionMaker:
    """Makes the rows of texts that are read in C, of which their resolutions are made: the maker, the candidates, whether
    the remainder looks like a division, and the code of a township. A trace parses the text again.
    """

    missing: Row = ()
    towns = -1, 3

    def __init__(self, normalizer: Normalizer, scope: Scope, level: str | None) -> None:
        self._normalizer = normalizer
        self._context = scope, level
        self.tells = normalizer.gazetteer.year is None

    def of_decision(self, settled: SettledHead) -> Rows:
        """The rows of a decision on names that nothing stands before or between."""
        decision = settled.decision
        row = self, self._normalizer.explainer.candidates(decision), decision.flagged, None
        return Rows(row, row, tells=True)

    def of_township(self, settled: SettledHead, code: str, *, has_rest: bool) -> Row:  # noqa: ARG002 - all rows take one
        """The row of a decision with a township behind the names."""
        return (*self.of_decision(settled).bare[:3], code)

    def of_place(self, place: str, score: float, method: str) -> Rows:
        """The rows of a place that nothing else stands beside."""
        found = self._normalizer.gazetteer.place(place)
        row = self, (Candidate(place=found, score=score, method=Method(method), evidence=()),), False, None
        return Rows(row, row, tells=True)

    def resolution(self, text: str, rest: str, row: Row) -> Resolution:
        """The resolution of a text."""
        _, candidates, flagged, code = row
        named = self._normalizer.explainer.township_of(code) if code else None
        return Resolution(text, Status.RESOLVED, candidates, rest, flagged, partial(self._steps, text), named)  # type: ignore[arg-type]

    def _steps(self, text: str) -> tuple[Step, ...]:
        clean, engine = normalize_text(text), self._normalizer
        return tuple(engine.explainer.steps(clean, len(text), engine.parse(clean, *self._context)))


def _resolution(text: str, settled: Settled) -> Resolution:
    status, candidates, rest, flagged, trace, named = settled.outcome
    steps: Any = trace  # which a resolution works out when they are read
    return Resolution(
        text, status, candidates, rest, flagged, steps, named, settled.terms, settled.understood, settled.years
    )


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


@options_named
def resolve(
    text: object = None,
    *,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    split: str | None = None,
    terms_of: TermsOf = None,
    province: object = None,
    prefecture: object = None,
    county: object = None,
    normalizer: Normalizer | None = None,
) -> Resolution:
    """Say which place ``text`` means.

    Args:
        text: a text, a code as text or number, or a list of parts from large to small. ``None``, NaN and
            blank text are ``unresolved``.
        within: keep only places inside this one (a name, a code, a division, an area, a zone or a resolution).
        level: keep only places of this level: ``"province"``, ``"prefecture"``, ``"county"`` or ``"township"``.
        as_of: the year, or the date, that the text comes from: its gazetteer is the frame.
        split: ``"main"`` takes the main successor of a former division that was split.
        terms_of: the year in whose terms the place is given, whatever year the text comes
            from; ``terms`` says how (``same``, ``main``, ``part``, ``gone``). A list of years
            keeps the place of today, and ``years`` holds the place in the terms of each.
        province: the text of the province, put before ``text``.
        prefecture: the text of the prefecture.
        county: the text of the county.
        normalizer: your own aliases or settings instead of the default.

    Returns:
        The resolution: ``status`` is ``resolved``, ``ambiguous``, ``conflict`` or ``unresolved``; ``division`` or
        ``area`` is set when it is ``resolved``; ``candidates`` have the scores, ``trace`` the reasons.

    Raises:
        TypeError: ``text`` is neither text nor a missing value, or there is no such option.
        TextTooLongError: it is longer than ``MAX_TEXT_LENGTH`` characters.
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        UnknownYearError: the tables do not hold a year.
        ValueError: an option has a value that it does not take.

    >>> resolve("朝阳区").status.value
    'ambiguous'
    >>> resolve("朝阳区", within="北京").code
    '110105'
    >>> [resolve(text, terms_of=2010).code for text in ("祁阳市", "祁阳县")]
    ['431121', '431121']
    >>> resolve("江干区", split="main").code, resolve(county="渝水区", province="江西").code
    ('330102', '360502')
    """
    return normalizer_at(as_of, normalizer).resolve(
        text, within=within, level=level, split=split, terms_of=terms_of,
        province=province, prefecture=prefecture, county=county,
    )  # fmt: skip


@options_named
def normalize(
    text: object = None,
    *,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    split: str | None = None,
    terms_of: int | date | None = None,
    province: object = None,
    prefecture: object = None,
    county: object = None,
    normalizer: Normalizer | None = None,
) -> str | None:
    """The path of the place that ``text`` means, as one string.

    Args:
        text: a text, a code as text or number, or a list of parts from large to small.
        within: keep only places inside this one (a name, a code, a division, an area, a zone or a resolution).
        level: keep only places of this level: ``"province"``, ``"prefecture"``, ``"county"`` or ``"township"``.
        as_of: the year, or the date, that the text comes from: its gazetteer is the frame.
        split: ``"main"`` takes the main successor of a former division that was split.
        terms_of: the year in whose terms the place is given, whatever year the text comes from.
        province: the text of the province, put before ``text``.
        prefecture: the text of the prefecture.
        county: the text of the county.
        normalizer: your own aliases or settings instead of the default.

    Returns:
        The names from the province down, joined by ``/``; ``None`` when the text did not resolve.

    Raises:
        TypeError, ValueError, CoeduZonesError: as for :func:`resolve`.

    >>> normalize("渝水区"), normalize("祁阳市", terms_of=2010)
    ('江西省/新余市/渝水区', '湖南省/永州市/祁阳县')
    """
    place = resolve(
        text, within=within, level=level, as_of=as_of, split=split, terms_of=terms_of,
        province=province, prefecture=prefecture, county=county, normalizer=normalizer,
    ).place  # fmt: skip
    return place.path_text if place else None


@options_named
def resolve_many(
    texts: Iterable[object] | None = None,
    *,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    split: str | None = None,
    terms_of: TermsOf = None,
    province: Iterable[object] | None = None,
    prefecture: Iterable[object] | None = None,
    county: Iterable[object] | None = None,
    normalizer: Normalizer | None = None,
) -> Resolutions:
    """One resolution per text, in order; repeated texts cost once.

    Args:
        texts: the texts, or a list of columns from large to small.
        within: keep only places inside this one (a name, a code, a division, an area, a zone or a resolution).
        level: keep only places of this level: ``"province"``, ``"prefecture"``, ``"county"`` or ``"township"``.
        as_of: the year, or the date, that all texts come from.
        split: ``"main"`` takes the main successor of a former division that was split.
        terms_of: the year, or the years, in whose terms the places are given.
        province: the texts of the provinces, as many as there are texts.
        prefecture: the texts of the prefectures, likewise.
        county: the texts of the counties, likewise.
        normalizer: your own aliases or settings instead of the default.

    Returns:
        A list, which turns into plain records with ``to_records()``.

    Raises:
        TypeError: ``texts`` is no list of texts, or there is no such option.
        TextTooLongError: a text is longer than ``MAX_TEXT_LENGTH`` characters.
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        UnknownYearError: the tables do not hold a year.
        ValueError: an option has a value that it does not take, or the columns differ in length.

    >>> [r.code for r in resolve_many(["渝水区", "安图县", None])]
    ['360502', '222426', None]
    >>> [r.code for r in resolve_many(province=["江西", "吉林"], county=["渝水", "安图"])]
    ['360502', '222426']
    """
    return normalizer_at(as_of, normalizer).resolve_many(
        texts, within=within, level=level, split=split, terms_of=terms_of,
        province=province, prefecture=prefecture, county=county,
    )  # fmt: skip


def extract(
    text: object,
    *,
    within: PlaceLike | None = None,
    level: Level | str | None = None,
    as_of: int | date | None = None,
    stems: bool | None = None,
) -> Mentions:
    """The places that a running text mentions, in order, with character offsets.

    Names that end in a generic count (渝水区, 湘西自治州, 原闸北区); of several that may be meant all are given, as an
    ambiguous resolution. Adjacent names are one mention (南京市下关区). An item of a list is read inside the
    place that the list began with: 浙江杭州、宁波和温州 are three cities of 浙江.

    Args:
        text: of any length; a missing value has no mention.
        within: any way to say a place; only places inside it count.
        level: only places of that level count.
        as_of: the year or date whose divisions are meant.
        stems: whether bare stems count. By default those of provinces and prefectures do that are not words as well
            (郑州, 广东; 朝阳 not), and others where the text says that they are places, by a list or a name before
            them. ``True`` takes every stem that means one place, ``False`` none.

    Raises:
        TypeError: ``text`` is neither text nor a missing value.
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.

    >>> [(m.start, m.end, m.text) for m in extract("渝水区和安图县的做法")]
    [(0, 3, '渝水区'), (4, 7, '安图县')]
    >>> [m.resolution.code for m in extract("浙江杭州、宁波和温州")]
    ['330100', '330200', '330300']
    """
    return normalizer_at(as_of).extract(text, within=within, level=level, stems=stems)


def explain(
    text: str, *, within: PlaceLike | None = None, level: Level | str | None = None, as_of: int | date | None = None
) -> Explanation:
    """Why a text is read as it is: its two best readings side by side, with what speaks for each.

    Texts in Latin letters and texts that are codes are not weighed; their ``trace`` says how they were read.

    Args:
        text: one text in Chinese characters.
        within: keep only places inside this one (a name, a code, a division, an area, a zone or a resolution).
        level: keep only places of this level: ``"province"``, ``"prefecture"``, ``"county"`` or ``"township"``.
        as_of: the year, or the date, that the text comes from: its gazetteer is the frame.

    Returns:
        The observations with their weights; ``str()`` shows them as a table.

    Raises:
        ValueError: the text is blank, a code, or written in Latin letters.
        TypeError: it is no text.
        AmbiguousNameError, UnresolvedNameError: ``within`` is not one place.
        UnknownYearError: the tables do not hold the year.

    >>> explain("朝阳区").places
    ('北京市/朝阳区 (110105)', '吉林省/长春市/朝阳区 (220104)')
    """
    return normalizer_at(as_of).explain(text, within=within, level=level)
