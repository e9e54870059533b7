"""The words of place names in Latin script: generics, peoples, countries, and what is no name by itself.

All are in lower case, with a space where one may be written; pinyin has its tone marks
where these tell them apart from English.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from coedu_zones.places.romanize import toneless

# a generic in a text → the endings of Chinese names that it stands for. District is 区 of any
# kind, county also 自治县: people leave "autonomous" out, they do not put it in.
GENERICS: Final = {
    "autonomous region": "自治区", "autonomous prefecture": "自治州", "autonomous county": "自治县",
    "autonomous banner": "自治旗", "special administrative region": "特别行政区", "s a r": "特别行政区",
    "province": "省", "prov": "省", "municipality": "市", "city": "市", "prefecture level city": "市", "county level city": "市",
    "district": "区 新区 林区 特区 矿区", "dist": "区 新区 林区 特区 矿区", "new area": "新区", "new district": "新区", "special district": "特区",
    "mining district": "矿区", "mining area": "矿区", "forestry district": "林区", "forest district": "林区", "forest area": "林区", "forestry area": "林区",
    "autonomous": "自治区 自治州 自治县 自治旗",
    "county": "县 自治县", "banner": "旗 自治旗 联合旗", "united banner": "联合旗", "joint banner": "联合旗",
    "league": "盟", "prefecture": "地区 自治州", "region": "地区 自治区",
    "tè bié xíng zhèng qū": "特别行政区", "zì zhì qū": "自治区", "zì zhì zhōu": "自治州", "zì zhì xiàn": "自治县",
    "zì zhì qí": "自治旗", "lián hé qí": "联合旗", "shěng": "省", "shì": "市", "qū": "区 新区 林区 特区 矿区",
    "xīn qū": "新区", "tè qū": "特区 特别行政区", "kuàng qū": "矿区", "lín qū": "林区", "xiàn": "县 自治县",
    "qí": "旗 自治旗 联合旗", "méng": "盟", "zhōu": "自治州", "dì qū": "地区",
}  # fmt: skip

#: Wrong in form and yet clear: Guangxi Province, Tibet Province.
LOOSE: Final = {"province": "自治区", "prov": "自治区", "shěng": "自治区"}

# what people write for a people, beside the pinyin
PEOPLES: Final = {
    "各": "ge|various nationalities|various ethnic groups|multinational|multiethnic|all nationalities",
    "柯尔克孜": "ke er ke zi|kirgiz|kirghiz|kyrgyz", "维吾尔": "wei wu er|uygur|uyghur|uighur|uigur",
    "哈萨克": "ha sa ke|kazak|kazakh", "塔吉克": "ta ji ke|tajik", "达斡尔": "da wo er|da hu er|daur|dahur|daghur",
    "鄂温克": "e wen ke|ewenki|evenki|evenk", "鄂伦春": "e lun chun|oroqen", "土家": "tu jia", "布依": "bu yi|bouyei|buyei",
    "朝鲜": "chao xian|korean", "景颇": "jing po|jinghpaw", "傈僳": "li su", "哈尼": "ha ni", "仡佬": "ge lao",
    "撒拉": "sa la|salar", "保安": "bao an|bonan", "东乡": "dong xiang", "裕固": "yu gu|yugur", "锡伯": "xi bo|xibe|sibe",
    "独龙": "du long|derung|drung", "纳西": "na xi|nakhi", "拉祜": "la hu", "布朗": "bu lang|blang", "毛南": "mao nan",
    "仫佬": "mu lao|mulam", "普米": "pu mi|primi", "蒙古": "meng gu|mongol|mongolian", "壮": "zhuang", "回": "hui",
    "藏": "zang|tibetan", "苗": "miao|hmong", "彝": "yi", "侗": "dong|kam", "傣": "dai", "白": "bai", "羌": "qiang",
    "满": "man|manchu", "瑶": "yao", "畲": "she", "黎": "li", "土": "tu|monguor", "怒": "nu", "佤": "wa|va", "水": "shui|sui",
}  # fmt: skip

#: Names that mean something else at least as often; they need a generic, or a place beside them. Found by
#: running lists of 264,000 English words, 92,000 American first and last names and 217,000 places of
#: other countries through the index: words of the language, towns of 100,000 people, known names.
ORDINARY_WORDS: Final = frozenset(
    "ali anda angren babu bama bange batang bole borderedyellow boxing chaya dabba dari erdos fugu gade gamba"
    " guide huma hure jingle kirin longan manas mile mori pingle plainandborderedwhite plainblue portarthur saga"
    " taiping ulan wudu".split()
)

#: Of the names that need an apostrophe lest they be read as one syllable, the one that does without it.
APOSTROPHE_LEFT_OUT: Final = frozenset({"xian"})

_COUNTRY: Final = r"(?:the )?people ?s republic of china|(?:mainland |p ?r ?)?china|zhonghua ?renmin ?gongheguo|zhongguo|p ?r ?c|chn|cn"
#: Expressions over plain text: letters, single spaces, 0 for a digit.
COUNTRY_LAST: Final = re.compile(rf"(?:^| )(?:{_COUNTRY}) ?$")
COUNTRY_ALONE: Final = re.compile(rf"^ ?(?:{_COUNTRY}) ?$")
COUNTRY_FIRST: Final = re.compile(rf" ?(?:{_COUNTRY}) ")
POSTCODE: Final = re.compile(r"(?:^ ?0{6}(?: |$)| 0{6} ?$)")
POSTCODE_INSIDE: Final = re.compile(r"(?<=[a-z] )0{6}(?= [a-z])")

#: Before the last names of a text: an institution or a street, so that what follows is where it lies.
ADDRESS_WORD: Final = re.compile(
    r"(?<![a-z])(?:university|univ|institute|inst|college|school|academy|hospital|department|dept|laboratory|lab|faculty|center|centre|campus"
    r"|company|co ltd|corporation|road|rd|street|avenue|ave|lane|building|bldg|airport|railway station)(?![a-z])"
)
#: The first two digits of a postcode → the code of the province that they belong to.
POSTCODES: Final = {
    prefix: province
    for province, prefixes in (
        ("110000", "10"), ("120000", "30"), ("130000", "05 06 07"), ("140000", "03 04"), ("150000", "01 02"), ("210000", "11 12"),
        ("220000", "13"), ("230000", "15 16"), ("310000", "20"), ("320000", "21 22"), ("330000", "31 32"), ("340000", "23 24"),
        ("350000", "35 36"), ("360000", "33 34"), ("370000", "25 26 27"), ("410000", "45 46 47"), ("420000", "43 44"), ("430000", "41 42"),
        ("440000", "51 52"), ("450000", "53 54"), ("460000", "57"), ("500000", "40"), ("510000", "61 62 63 64"), ("520000", "55 56"),
        ("530000", "65 66 67"), ("540000", "85 86"), ("610000", "71 72"), ("620000", "73 74"), ("630000", "81"), ("640000", "75"),
        ("650000", "83 84"),
    )
    for prefix in prefixes.split()
}  # fmt: skip

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
    """The tables as patterns over plain letters with single spaces."""

    ending: re.Pattern[str]  # what may stand behind a stem: ``peoples`` and a ``generic``
    people: re.Pattern[str]
    people_comma: re.Pattern[str]  # the commas of Lahu, Va, Blang and Dai
    generics: dict[str, Generic]  # by letters
    peoples: dict[str, str]  # letters → Chinese


@lru_cache(maxsize=1)
def words() -> Words:
    """The patterns, compiled on first use."""
    generics = {}
    endings = {}
    for written, kinds in GENERICS.items():
        plain = toneless(written)
        pinyin = "" if plain == written else written.replace(" ", "-")
        letters = plain.replace(" ", "")
        level = written.partition(" level ")[0] if " level " in written else ""
        generics[letters] = Generic(pinyin, frozenset(kinds.split()), LOOSE.get(written, ""), level)
        endings[letters] = plain.replace(" ", " ?") + ("" if pinyin else "(?![a-z])")
    peoples = {word.replace(" ", ""): han for han, listed in PEOPLES.items() for word in listed.split("|")}
    spaced = sorted((word for listed in PEOPLES.values() for word in listed.split("|")), key=len, reverse=True)
    people = "|".join(word.replace(" ", " ?") for word in spaced)
    one = rf"(?:{people})(?: ?zu| nationality| nationalities| ethnic)?(?: ?and(?![a-z]) ?| )?"
    generic = "|".join(endings[letters] for letters in sorted(endings, key=len, reverse=True))
    return Words(
        ending=re.compile(rf" ?(?P<peoples>(?:zu ?)?(?:{one})*)(?P<generic>{generic})"),
        people=re.compile(one.replace("(?:", "(", 1)),
        people_comma=re.compile(
            rf"(?<![a-z])((?:{people})(?: ?zu| nationality)?),(?= ?(?:and )?(?:{people})(?![a-z]))"
        ),
        generics=generics,
        peoples=peoples,
    )
