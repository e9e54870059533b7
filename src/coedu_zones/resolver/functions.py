"""The module functions: what the normalizer of the present, of a year or of the caller says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coedu_zones.parse.explanation import Explanation
from coedu_zones.parse.in_terms import TermsOf
from coedu_zones.places.inputs import options_named
from coedu_zones.places.models import Level
from coedu_zones.resolution import Resolution, Resolutions
from coedu_zones.resolution.mention import Mentions
from coedu_zones.resolver.normalizer import Normalizer, PlaceLike, normalizer_at


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
        level: keep only places of this level: ``"province"``, ``"prefecture"`` or ``"county"``; with ``"township"``,
            only texts that name a township, which stands beside its county.
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
        level: keep only places of this level: ``"province"``, ``"prefecture"`` or ``"county"``; with ``"township"``,
            only texts that name a township, which stands beside its county.
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
        level: keep only places of this level: ``"province"``, ``"prefecture"`` or ``"county"``; with ``"township"``,
            only texts that name a township, which stands beside its county.
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
        level: keep only places of this level: ``"province"``, ``"prefecture"`` or ``"county"``; with ``"township"``,
            only texts that name a township, which stands beside its county.
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
