"""Ordered rules over the readings of a text → one ``Resolution``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from coedu_zones.errors import AmbiguousNameError, TextTooLongError, UnknownCodeError, UnresolvedNameError
from coedu_zones.gazetteer import Gazetteer, level_of, load_once
from coedu_zones.models import Candidate, Division, Level, Mention, Method, Resolution, Status, Step
from coedu_zones.names import COMMON_NOUN_NAMES, FULL, METHODS, SHORT, STEM, Entry, NameIndex
from coedu_zones.segment import GAP, Chain, Reading, names_at, walk
from coedu_zones.text import normalize_text

#: The longest text, in characters, that ``resolve`` takes.
MAX_TEXT_LENGTH: Final = 2000

_CODE: Final = re.compile(r"\d{6}(?:\d{3}|\d{6})?")
_SCORES: Final = {FULL: 100.0, SHORT: 99.0, 2: 97.0, STEM: 97.0}
_SUPPORT_SCORES: Final = {"": 100.0, "closed": 97.0, "area": 96.0, "institution": 93.0, "address": 92.0}

# what may stand before a place without being a place: a country, a label, a few words of a sentence
_LEAD: Final = re.compile(
    r"(?:中华人民共和国|中国|全国)?(?:(?:地址|住址|籍贯|户籍|所在地|单位|学校|地区|出生地|现住|家庭住址|通讯地址|收货地址|位于|坐落于|在|来自|家住|现居|我的?家?在|我是|于)[:：\s]*)?"
)
_CORPS: Final = re.compile(
    r"(?:新疆维吾尔自治区|新疆)?(?:(?:生产)?建设兵团|兵团)(?:农)?(?:第?[一二三四五六七八九十\d]{1,3}师)?|第[一二三四五六七八九十\d]{1,3}师(?=[^\s,，]{2,6}市)"
)
_DIVISION_LIKE: Final = re.compile(
    r"[\s,，、/()（）]*([\u3400-\u9fff]{1,7}?)(县|区|市|自治州|旗)(?![\u3400-\u9fff]*?(?:镇|乡|路|街|村|大道|号)|[场民域间别分块划舰])"
)
_NO_DIVISION: Final = re.compile(
    r"(?:小|社|校|院|园|景|开发|新|工业|管理|库|灾|山|地|厂|片|街|住宅|示范|高新|经开|度假|保护|服务|城|市|郊|辖|林|牧|农|军|战|营|商|作业|合作|试验|实验|产业|保税|旅游|名胜|自治|生活|住|各|全|本|该|整|两|三|几|超|门|夜|菜|都|集|早|股|楼|闹|客运|货运|专|北|南|东|西|中)$"
)


class _Outcome(NamedTuple):
    """What the rules found, before it is dressed as a resolution."""

    status: Status
    candidates: tuple[Candidate, ...]
    end: int


class Normalizer:
    """Resolve texts against one gazetteer with one's own aliases and settings.

    ``gazetteer``: which divisions there are (the current ones by default).
    ``aliases``: further names, text → code or area id. ``cutoff``: the score
    below which a lone candidate stays a suggestion.

    >>> Normalizer(aliases={"咱们区": "360502"}).resolve("咱们区").code
    '360502'
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        aliases: Mapping[str, str] | None = None,
        cutoff: float = 85.0,
    ) -> None:
        self.gazetteer = gazetteer or Gazetteer.current()
        self.cutoff = cutoff
        for alias, place_id in (aliases or {}).items():
            if place_id not in self.gazetteer.ancestors:
                raise UnknownCodeError(f"the alias {alias!r} points to {place_id!r}, which is no code or area id")
        if gazetteer is None and not aliases:
            self.index = NameIndex.current()
        else:
            self.index = NameIndex(self.gazetteer, aliases)

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
            return Resolution(
                text="", status=Status.UNRESOLVED, candidates=(), remainder="",
                remainder_is_division=False, trace=(Step(rule="blank", start=0, end=0, result="no text"),),
            )  # fmt: skip
        scope = self.scope(within) if within is not None else ()
        wanted = Level(level) if level is not None else None
        return _Reader(self, raw, scope, wanted).resolution()

    def scope(self, within: str | Division) -> tuple[Entry, ...]:
        """The entry of a context given as a name, a code or a division."""
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
        seen: dict[object, Resolution] = {}
        results = []
        for text in texts:
            key = text if isinstance(text, str) else None
            found = seen.get(key)
            if found is None or key is None:
                found = self.resolve(text, within=within, level=level)
                seen[key] = found
            results.append(found)
        return results

    def extract(self, text: str) -> list[Mention]:
        """The places that a running text mentions, in order, with character offsets."""
        raw = as_text(text)
        if raw is None:
            return []
        mentions = []
        for chain, start, end in _mentions(self.index, raw):
            part = raw[start:end]
            mentions.append(Mention(start=start, end=end, text=part, resolution=self.resolve(part)))
            del chain
        return mentions


def as_text(value: object) -> str | None:
    """The text of a cell; ``None`` for a missing or blank one.

    Raises:
        TypeError: the value is neither text nor missing.
        TextTooLongError: the text is too long.

    """
    if isinstance(value, str):
        if len(value) > MAX_TEXT_LENGTH:
            raise TextTooLongError(
                f"a text of {len(value)} characters starting {value[:20]!r}; the maximum is {MAX_TEXT_LENGTH}. "
                "Use extract() on its sentences."
            )
        return value if value and not value.isspace() else None
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are the values that differ from themselves
        return None
    raise TypeError(f"expected a text, None or NaN, got {type(value).__name__}: {value!r}")


def _mentions(index: NameIndex, raw: str) -> Iterator[tuple[Chain, int, int]]:
    text = normalize_text(raw)
    pos = 0
    while pos < len(text.text):
        chain = walk(index, text.text, pos)
        if chain is not None and _stands_alone(text.text, chain):
            yield chain, text.raw_offset(chain.start), text.raw_offset(chain.end)
            pos = chain.end
        else:
            pos += 1


def _stands_alone(text: str, chain: Chain) -> bool:
    """Whether a chain inside running text is a place without help from what stands before it."""
    last = chain.readings[-1]
    if last.strength <= SHORT:
        return len(chain.readings) > 1 or text[last.start : last.end] not in COMMON_NOUN_NAMES
    return len(chain.readings) > 1 or (last.end - last.start >= 2 and chain.support in {"institution"})


class _Reader:
    """One text on its way to a resolution: the rules in order, and the trace they leave."""

    def __init__(self, normalizer: Normalizer, raw: str, scope: tuple[Entry, ...], level: Level | None) -> None:
        self.normalizer = normalizer
        self.index = normalizer.index
        self.raw = raw
        self.scope = scope
        self.level = level
        self.normalized = normalize_text(raw)
        self.text = self.normalized.text
        self.steps: list[Step] = []

    def note(self, rule: str, start: int, end: int, result: str) -> None:
        offset = self.normalized.raw_offset
        self.steps.append(Step(rule=rule, start=offset(start), end=offset(end), result=result))

    def resolution(self) -> Resolution:
        """Run the rules; the first that gives candidates decides."""
        if self.text is not self.raw and self.text != self.raw:
            self.steps.append(Step(rule="clean", start=0, end=len(self.raw), result=self.text))
        text = self.text.strip()
        if _CODE.fullmatch(text):
            return self.by_code(text)
        start, scope, lead = self.lead()
        chain = walk(self.index, self.text, start, scope)
        penalty = 0.0
        if chain is None or not self.fits(chain, start):
            chain = self.later(start, scope)
            penalty = 6.0
        if chain is None:
            return self.nothing(lead)
        return self.by_chain(chain, penalty)

    # -- rules ---------------------------------------------------------------------------------

    def by_code(self, text: str) -> Resolution:
        """A code as text: six digits, or a township's nine or twelve."""
        code, rest = text[:6], text[6:].rstrip("0")
        gazetteer = self.normalizer.gazetteer
        if code not in gazetteer.rows or not self.in_scope(code):
            self.note("code", 0, 6, f"{code} is no code of data version {gazetteer.version}")
            return self.finish(Status.UNRESOLVED, (), text)
        self.note("code", 0, 6, f"{code} {gazetteer.name(code)}")
        candidate = Candidate(
            place=gazetteer.division(code), score=100.0, method=Method.CODE, evidence=(f"code {code}",)
        )
        return self.finish(Status.RESOLVED, (candidate,), text[6:] if rest else "")

    def lead(self) -> tuple[int, tuple[Entry, ...], int]:
        """Skip what may stand before a place; 兵团 writing sets the scope to 新疆."""
        text = self.text
        found = _LEAD.match(text)
        start = found.end() if found else 0
        if start and start < len(text) and walk(self.index, text, 0) is not None:
            start = 0
        if start:
            self.note("lead", 0, start, "stands before the place")
        scope = self.scope
        corps = _CORPS.match(text, start)
        if corps and corps.end() < len(text):
            self.note("corps", start, corps.end(), "新疆生产建设兵团: places in 新疆维吾尔自治区")
            start = corps.end()
            scope = scope or (("650000", FULL),)
        gap = GAP.match(text, start)
        return (gap.end() if gap else start), scope, start

    def fits(self, chain: Chain, start: int) -> bool:
        return chain.start == start

    def later(self, start: int, scope: tuple[Entry, ...]) -> Chain | None:
        """The first chain further on that stands alone."""
        for pos in range(start + 1, len(self.text)):
            if self.text[pos : pos + 2] in self.index.lengths:
                chain = walk(self.index, self.text, pos, scope)
                if chain is not None and _stands_alone(self.text, chain):
                    return chain
        return None

    def by_chain(self, chain: Chain, penalty: float) -> Resolution:
        for reading in chain.readings:
            names = "、".join(self.normalizer.gazetteer.name(p) for p, _ in reading.entries[:4])
            self.note("read", reading.start, reading.end, f"{self.text[reading.start:reading.end]} → {names}")
        if chain.clash is not None:
            return self.conflict(chain, chain.clash)
        entries = self.narrowed(chain.entries)
        entries, end, penalty = self.deepened(chain, entries, penalty)
        entries, score = self.preferred(chain, entries)
        remainder, flagged = self.remainder(chain, end)
        score = min(score, _SUPPORT_SCORES[chain.support]) - penalty - (8.0 if flagged else 0.0)
        if not entries:
            return self.finish(Status.UNRESOLVED, self.candidates(chain.entries, 40.0), remainder, flagged)
        if len(self.top(entries)) > 1:
            self.note("ambiguous", chain.start, end, f"{len(entries)} places fit")
            share = round(score / len(entries), 1)
            return self.finish(Status.AMBIGUOUS, self.candidates(entries, share), remainder, flagged)
        found = self.candidates(entries, score)
        status = Status.RESOLVED if score >= self.normalizer.cutoff else Status.UNRESOLVED
        return self.finish(status, found, remainder, flagged)

    def top(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return entries if self.picked is None else (self.picked,)

    picked: Entry | None = None

    def narrowed(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Keep the wanted level and, of one place, its strongest way of writing."""
        if self.level is None:
            return entries
        kept = tuple(e for e in entries if e[0] in self.normalizer.gazetteer.rows and level_of(e[0]) is self.level)
        self.note("level", 0, len(self.text), f"{len(kept)} of {len(entries)} are of level {self.level.value}")
        return kept

    def deepened(
        self, chain: Chain, entries: tuple[Entry, ...], penalty: float
    ) -> tuple[tuple[Entry, ...], int, float]:
        """A full name further on that lies inside what was read: 武汉市中南路洪山区政府."""
        if self.level is not None or any(not place.endswith("00") for place, _ in entries):
            return entries, chain.end, penalty
        ancestors = self.index.ancestors
        for pos in range(chain.end, len(self.text)):
            for found in names_at(self.index, self.text, pos):
                name = self.text[found.start : found.end]
                if found.strength > SHORT or len(name) < 3 or name in COMMON_NOUN_NAMES:
                    continue
                inside = tuple(
                    e for e in found.entries
                    if e[1] <= SHORT and any(above in ancestors[e[0]] and above != e[0] for above, _ in entries)
                )  # fmt: skip
                if inside:
                    self.note("further", found.start, found.end, f"{name} lies inside what was read")
                    return inside, found.end, penalty + 3.0
        return entries, chain.end, penalty

    def preferred(self, chain: Chain, entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], float]:
        """The documented preferences, and the base score of what is left."""
        if not entries:
            return entries, 0.0
        strongest = min(strength for _, strength in entries)
        kept = tuple(e for e in entries if e[1] == strongest) if strongest <= SHORT else entries
        if len(kept) == 1 or strongest <= SHORT:
            return kept, _SCORES[strongest]
        for level, rule in ((Level.PROVINCE, "province by its everyday name"),
                            (Level.PREFECTURE, "prefecture by its everyday name")):  # fmt: skip
            high = [e for e in kept if e[0] in self.normalizer.gazetteer.rows and level_of(e[0]) is level]
            if high:
                if len(high) == 1:
                    self.note(rule, chain.readings[-1].start, chain.end, self.normalizer.gazetteer.name(high[0][0]))
                    self.picked = high[0]
                    return (high[0], *[e for e in kept if e is not high[0]]), 95.0
                break
        return kept, _SCORES[strongest]

    def conflict(self, chain: Chain, clash: Reading) -> Resolution:
        """Parts that contradict one another: every reading is shown."""
        first = self.text[chain.start : chain.end]
        second = self.text[clash.start : clash.end]
        self.note("conflict", clash.start, clash.end, f"{second} does not lie in {first}")
        readings = tuple(dict.fromkeys((*chain.entries, *clash.entries)))
        rest = self.text[clash.end :]
        return self.finish(Status.CONFLICT, self.candidates(readings, round(80.0 / len(readings), 1)), rest)

    def nothing(self, start: int) -> Resolution:
        """No place: suggestions only, from a stem at the start that has no support."""
        best = next(iter(names_at(self.index, self.text, start)), None)
        self.note("none", 0, len(self.text), "names no place that is known")
        if best is None:
            return self.finish(Status.UNRESOLVED, (), self.text)
        self.note("suggest", best.start, best.end, f"{self.text[best.start:best.end]} may be part of a longer word")
        return self.finish(Status.UNRESOLVED, self.candidates(best.entries, 30.0), self.text)

    # -- dressing ------------------------------------------------------------------------------

    def in_scope(self, code: str) -> bool:
        gazetteer = self.normalizer.gazetteer
        return not self.scope or any(gazetteer.is_within(code, place) for place, _ in self.scope)

    def candidates(self, entries: Iterable[Entry], score: float) -> tuple[Candidate, ...]:
        """Candidates of one score each; behind a preferred one the others share what is left."""
        entries = tuple(entries)
        others = round((100.0 - score) / max(1, len(entries) - 1), 1) if self.picked else score
        return tuple(
            Candidate(
                place=self.normalizer.gazetteer.place(place),
                score=score if number == 0 else others,
                method=METHODS[strength],
            )
            for number, (place, strength) in enumerate(entries)
        )

    def remainder(self, chain: Chain, end: int) -> tuple[str, bool]:
        """What was not read, and whether it looks like one more division."""
        tail = self.text[end:].strip(" ,，、/|-()（）")
        head = self.text[: chain.start].strip(" ,，、/|-:：()（）")
        found = _DIVISION_LIKE.match(self.text, end)
        flagged = bool(found and not _NO_DIVISION.search(found[1]))
        if flagged and found:
            self.note("flag", found.start(1), found.end(2), f"{found[1]}{found[2]} looks like a division")
        return " ".join(part for part in (head, tail) if part), flagged

    def finish(
        self, status: Status, candidates: tuple[Candidate, ...], remainder: str, flagged: bool = False
    ) -> Resolution:
        return Resolution(
            text=self.raw, status=status, candidates=candidates, remainder=remainder,
            remainder_is_division=flagged, trace=tuple(self.steps),
        )  # fmt: skip


@load_once
def default_normalizer() -> Normalizer:
    """The normalizer of the module functions: current gazetteer, no extra aliases."""
    return Normalizer()


def resolve(text: object, *, within: str | Division | None = None, level: Level | str | None = None) -> Resolution:
    """Say which place ``text`` means; see :meth:`Normalizer.resolve`.

    >>> resolve("朝阳区").status.value
    'ambiguous'
    >>> resolve("朝阳区", within="北京").code
    '110105'
    """
    return default_normalizer().resolve(text, within=within, level=level)


def normalize(text: object, *, within: str | Division | None = None, level: Level | str | None = None) -> str | None:
    """The path of the place as one string, or ``None`` when the text did not resolve.

    >>> normalize("渝水区")
    '江西省/新余市/渝水区'
    """
    place = resolve(text, within=within, level=level).place
    return place.path_text if place else None


def resolve_many(
    texts: Iterable[object], *, within: str | Division | None = None, level: Level | str | None = None
) -> list[Resolution]:
    """One resolution a text, in order; repeated texts cost once.

    >>> [r.code for r in resolve_many(["渝水区", "安图县", None])]
    ['360502', '222426', None]
    """
    return default_normalizer().resolve_many(texts, within=within, level=level)


def extract(text: str) -> list[Mention]:
    """The places that a running text mentions, in order, with character offsets.

    >>> [(m.start, m.end, m.text) for m in extract("渝水区和安图县的做法")]
    [(0, 3, '渝水区'), (4, 7, '安图县')]
    """
    return default_normalizer().extract(text)
