"""How codes are built, and the only place where one is cut.

A code of GB/T 2260 has two digits each for the province, the prefecture and the county; a level that is not there is
``00``. A township's code has three more (GB/T 10114), a village's another three.
"""

from __future__ import annotations

from typing import Literal

PROVINCE_DIGITS = 2
PREFECTURE_DIGITS = 4
COUNTY_DIGITS = 6
TOWNSHIP_DIGITS = 9
VILLAGE_DIGITS = 12


def level_word(code: str) -> Literal["province", "prefecture", "county"]:
    """The level that the form of a six-digit code tells.

    >>> level_word("360000"), level_word("360500"), level_word("360502")
    ('province', 'prefecture', 'county')
    """
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def province_of(code: str) -> str:
    """The code of the province that a code lies in.

    >>> province_of("360502"), province_of("3605"), province_of("360502100")
    ('360000', '360000', '360000')
    """
    return code[:PROVINCE_DIGITS] + "0000"


def prefecture_of(code: str) -> str:
    """The code of the prefecture that a code lies in, whether there is one or not.

    >>> prefecture_of("360502"), prefecture_of("110101")
    ('360500', '110100')
    """
    return code[:PREFECTURE_DIGITS] + "00"


def county_of(code: str) -> str:
    """The first six digits of a code of a township or a village: its county, or its prefecture where it has none.

    >>> county_of("330102018"), county_of("441900003")
    ('330102', '441900')
    """
    return code[:COUNTY_DIGITS]


def township_of(code: str) -> str:
    """The first nine digits of a code of a village: its township.

    >>> township_of("330102018001")
    '330102018'
    """
    return code[:TOWNSHIP_DIGITS]


def within_prefecture(code: str) -> str:
    """The two digits that a code has for its prefecture.

    >>> within_prefecture("429004")
    '90'
    """
    return code[PROVINCE_DIGITS:PREFECTURE_DIGITS]


def in_prefecture(code: str, digits: str) -> str:
    """The code of a county by its two digits, in the prefecture of another code.

    >>> in_prefecture("360502", "21")
    '360521'
    """
    return code[:PREFECTURE_DIGITS] + digits


def is_code(text: str) -> bool:
    """Whether a text has the form of a six-digit code.

    >>> is_code("360502"), is_code("36050"), is_code("渝水区")
    (True, False, False)
    """
    return len(text) == COUNTY_DIGITS and text.isascii() and text.isdecimal()


def is_township_code(text: str) -> bool:
    """Whether a text has the form of a township's code: nine digits.

    >>> is_township_code("330102018"), is_township_code("330102")
    (True, False)
    """
    return len(text) == TOWNSHIP_DIGITS and text.isascii() and text.isdecimal()


def is_coded(key: str) -> bool:
    """Whether the id of a place begins with a six-digit code, as those of former townships do.

    >>> is_coded("330104:九堡街道"), is_coded("hk-sha-tin")
    (True, False)
    """
    return key[:COUNTY_DIGITS].isdecimal()


def padded(digits: str) -> str:
    """The first digits of a code as a whole code of six.

    >>> padded("36"), padded("3605")
    ('360000', '360500')
    """
    return digits.ljust(COUNTY_DIGITS, "0")


def without_zeros(digits: str) -> str:
    """A code of nine or twelve digits that ends in zeros, as that of the county or township that it stands for.

    >>> without_zeros("431121000000"), without_zeros("330102010000"), without_zeros("431100")
    ('431121', '330102010', '431100')
    """
    if len(digits) in {TOWNSHIP_DIGITS, VILLAGE_DIGITS}:
        if not digits[COUNTY_DIGITS:].strip("0"):
            return digits[:COUNTY_DIGITS]
        return digits[:TOWNSHIP_DIGITS] if digits.endswith("000") else digits
    return digits
