"""The words of place names in Latin script: generics, peoples, countries, and what is no name by itself.

All are in lower case, with a space where one may be written; pinyin has its tone marks
where these tell it from English. A generic stands for the endings of Chinese names:
District is 区 of any kind, county also 自治县, since people leave "autonomous" out and do not
put it in.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.places.romanize import toneless

_COUNTRY: Final = r"(?:the )?people ?s republic of china|(?:mainland |p ?r ?)?china|zhonghua ?renmin ?gongheguo|zhongguo|p ?r ?c|chn|cn"
#: Expressions over plain text: letters, single spaces, 0 for a digit.
COUNTRY_LAST: Final = re.compile(rf"(?:^| )(?:{_COUNTRY}) ?$")
COUNTRY_ALONE: Final = re.compile(rf"^ ?(?:{_COUNTRY}) ?$")
COUNTRY_FIRST: Final = re.compile(rf" ?(?:{_COUNTRY}) ")
POSTCODE: Final = re.compile(r"(?:^ ?0{6}(?: |$)| 0{6} ?$)")
POSTCODE_INSIDE: Final = re.compile(r"(?<=[a-z] )0{6}(?= [a-z])")

#: The end of a part of an address that looks like a division: Foo County.
DIVISION_LIKE: Final = re.compile(
    r"[a-z](?<!business)(?<!industrial)(?<!development)(?<!residential)(?<!commercial)(?<!historic)"
    r" (?:county|district|new area|city|banner|prefecture) ?$|[a-z] ?(?:xian|qu) ?$|[a-z] (?:shi|qi) ?$"
)


class Generic(NamedTuple):
    """A generic as it is written: its syllables where it is Chinese, the endings it stands for, its level."""

    pinyin: str
    kinds: frozenset[str]
    loose: str
    level: str


class Words(NamedTuple):
    """The table of words, and patterns of them over plain letters with single spaces."""

    ending: re.Pattern[str]  # what may stand behind a stem: ``peoples`` and a ``generic``
    people: re.Pattern[str]
    people_comma: re.Pattern[str]  # the commas of Lahu, Va, Blang and Dai
    #: Before the last names of a text: an institution or a street, so that what follows is where it lies.
    address: re.Pattern[str]
    generics: dict[str, Generic]  # by letters
    peoples: dict[str, str]  # letters → Chinese
    written: dict[str, tuple[str, ...]]  # a people in Chinese → what people write for it
    #: Names that mean something else at least as often; they need a generic, or a place beside them.
    ordinary: frozenset[str]
    #: Of the names that need an apostrophe lest they be read as one syllable, those that do without it.
    apostrophe_left_out: frozenset[str]
    postcodes: dict[str, str]  # the first two digits of a postcode → the code of the province that they belong to


@load_once
def words() -> Words:
    """The words and their patterns, made on first use."""
    by_kind: dict[str, dict[str, str]] = {}
    for kind, written, means in read_table("latin_words.tsv", 3):
        by_kind.setdefault(kind, {})[written] = means
    generics = {}
    endings = {}
    for written, kinds in by_kind["generic"].items():
        plain = toneless(written)
        pinyin = "" if plain == written else written.replace(" ", "-")
        letters = plain.replace(" ", "")
        level = written.partition(" level ")[0] if " level " in written else ""
        generics[letters] = Generic(pinyin, frozenset(kinds.split()), by_kind["loose"].get(written, ""), level)
        endings[letters] = plain.replace(" ", " ?") + ("" if pinyin else "(?![a-z])")
    listed: dict[str, tuple[str, ...]] = {}
    for written, han in by_kind["people"].items():
        listed[han] = (*listed.get(han, ()), written)
    people = "|".join(word.replace(" ", " ?") for word in sorted(by_kind["people"], key=len, reverse=True))
    one = rf"(?:{people})(?: ?zu| nationality| nationalities| ethnic)?(?: ?and(?![a-z]) ?| )?"
    generic = "|".join(endings[letters] for letters in sorted(endings, key=len, reverse=True))
    return Words(
        ending=re.compile(rf" ?(?P<peoples>(?:zu ?)?(?:{one})*)(?P<generic>{generic})"),
        people=re.compile(one.replace("(?:", "(", 1)),
        people_comma=re.compile(
            rf"(?<![a-z])((?:{people})(?: ?zu| nationality)?),(?= ?(?:and )?(?:{people})(?![a-z]))"
        ),
        address=re.compile(rf"(?<![a-z])(?:{'|'.join(by_kind['address'])})(?![a-z])"),
        generics=generics,
        peoples={word.replace(" ", ""): han for word, han in by_kind["people"].items()},
        written=listed,
        ordinary=frozenset(by_kind["ordinary"]),
        apostrophe_left_out=frozenset(by_kind["apostrophe"]),
        postcodes=by_kind["postcode"],
    )
