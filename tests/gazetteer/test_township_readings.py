"""Readings, romanised forms and English names of townships."""

from __future__ import annotations

import pytest

from coedu_zones.gazetteer.township_readings import english, pinyin, romanized
from coedu_zones.gazetteer.township_words import TownshipWords, stem_of
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.places.romanize import display_pinyin
from tests.tools.test_gazetteer_table import BY_CODE, SYLLABLE, cells, marked, tone_of

# county, name and its stem in pinyin: characters that are read in several ways, and names with a rare one
STEMS = """
330102 九堡街道 jiǔ-bǎo|130728 柴沟堡镇 chái-gōu-bǔ|610681 瓦窑堡街道 wǎ-yáo-bǔ|650104 地窝堡乡 dì-wō-pù|110118 十里堡镇 shí-lǐ-pù|640303 红寺堡镇 hóng-sì-bǔ|520102 龙洞堡街道 lóng-dòng-bǎo|110106 马家堡街道 mǎ-jiā-pù|140923 阳明堡镇 yáng-míng-bǔ
450125 白圩镇 bái-xū|340111 大圩镇 dà-wéi|450323 大圩镇 dà-xū|360112 联圩镇 lián-wéi|320382 戴圩街道 dài-wéi|532627 底圩乡 dǐ-xū|350213 新圩镇 xīn-xū
441423 埔寨镇 bù-zhài|440112 黄埔街道 huáng-pǔ|441900 麻涌镇 má-chōng|360404 涌泉乡 yǒng-quán|441900 塘厦镇 táng-xià|350203 厦港街道 xià-gǎng
310112 莘庄镇 xīn-zhuāng|371522 莘亭街道 shēn-tíng|320505 浒墅关镇 xǔ-shù-guān|361027 浒湾镇 xǔ-wān|411523 浒湾乡 hǔ-wān|330282 浒山街道 hǔ-shān
110102 大栅栏街道 dà-shí-làn|110102 什刹海街道 shí-chà-hǎi|110114 回龙观街道 huí-lóng-guàn|110115 长子营镇 zhǎng-zǐ-yíng|110113 高丽营镇 gāo-lí-yíng|341221 长官镇 zhǎng-guān
330382 乐成街道 yuè-chéng|440606 乐从镇 lè-cóng|130225 乐亭镇 lào-tíng|370124 东阿镇 dōng-ē|371524 铜城街道 tóng-chéng|140802 解州镇 xiè-zhōu
310113 杨行镇 yáng-háng|370687 行村镇 xíng-cūn|360730 会同乡 huì-tóng|360781 泽覃乡 zé-tán|450804 覃塘街道 qín-táng
530427 戛洒镇 gā-sǎ|533102 畹町镇 wǎn-dīng|622927 癿藏镇 qié-zàng|621223 哈达铺镇 hǎ-dá-pù|150402 哈达街道 hā-dá|522625 㵲阳镇 wǔ-yáng|520324 桴㯊镇 fú-yān|441881 下𱳪镇 xià-tài
420114 奓山街道 zhà-shān|420984 垌塚镇 tóng-zhǒng|420281 还地桥镇 huán-dì-qiáo|420114 沌口街道 zhuàn-kǒu|420682 酂阳街道 zàn-yáng|411481 酂阳镇 cuó-yáng
230305 穆棱街道 mù-líng|220882 月亮泡镇 yuè-liàng-pāo|211281 兀术街街道 wù-zhú-jiē|230303 奋斗街道 fèn-dòu|420506 三斗坪镇 sān-dǒu-píng
610115 栎阳街道 yuè-yáng|610203 王石凹街道 wáng-shí-wā|610324 召公镇 shào-gōng|410183 大隗镇 dà-wěi|410105 祭城路街道 zhà-chéng-lù|410108 古荥镇 gǔ-xíng|511822 荥河镇 yíng-hé
320312 单集镇 shàn-jí|510812 曾家镇 zēng-jiā|511723 任市镇 rén-shì|131002 仇庄镇 qiú-zhuāng|511602 肖溪镇 xiāo-xī
360428 都昌镇 dū-chāng|532823 勐腊镇 měng-là|540602 那曲镇 nà-qū|623027 拉卜楞镇 lā-bǔ-léng|150423 查干诺尔镇 chá-gān-nuò-ěr|653131 塔什库尔干镇 tǎ-shí-kù-ěr-gān|653123 克孜勒乡 kè-zī-lè|513324 呷尔镇 gā-ěr|150783 成吉思汗镇 chéng-jí-sī-hán
"""

# county, name = the whole name as it is written | romanised | English: one for each class and way of writing peoples
FORMS = """
330102 九堡街道=Jiǔbǎo Jiēdào|Jiubao Jiedao|Jiubao Subdistrict
110113 杨镇=Yáng Zhèn|Yang Zhen|Yang Town
500237 曲尺乡=Qūchǐ Xiāng|Quchi Xiang|Quchi Township
360502 下村镇=Xiàcūn Zhèn|Xiacun Zhen|Xiacun Town
330110 仓前街道=Cāngqián Jiēdào|Cangqian Jiedao|Cangqian Subdistrict
110105 常营回族乡=Chángyíng Huízú Xiāng|Changying Huizu Xiang|Changying Hui Ethnic Township
530927 勐角傣族彝族拉祜族乡=Měngjiǎo Dǎizú Yízú Lāhùzú Xiāng|Mengjiao Daizu Yizu Lahuzu Xiang|Mengjiao Dai, Yi and Lahu Ethnic Township
429004 沔城回族镇=Miǎnchéng Huízú Zhèn|Miancheng Huizu Zhen|Miancheng Hui Ethnic Town
360823 金坪民族乡=Jīnpíng Mínzúxiāng|Jinping Minzuxiang|Jinping Ethnic Township
150783 达斡尔民族乡=Dáwò'ěr Mínzúxiāng|Dawo'er Minzuxiang|Daur Ethnic Township
150721 音河达斡尔鄂温克民族乡=Yīnhé Dáwò'ěr Èwēnkè Mínzúxiāng|Yinhe Dawo'er Ewenke Minzuxiang|Yinhe Daur and Ewenki Ethnic Township
150725 鄂温克民族苏木=Èwēnkè Mínzú Sūmù|Ewenke Minzu Sumu|Ewenki Ethnic Sumu
152502 宝力根苏木=Bǎolìgēn Sūmù|Baoligen Sumu|Baoligen Sumu
130731 赵家蓬区公所=Zhàojiāpéng Qūgōngsuǒ|Zhaojiapeng Qugongsuo|Zhaojiapeng District Office
513434 保安藏族乡=Bǎo'ān Zàngzú Xiāng|Bao'an Zangzu Xiang|Bao'an Tibetan Ethnic Township
540581 勒门巴民族乡=Lè Ménbā Mínzúxiāng|Le Menba Minzuxiang|Le Monba Ethnic Township
420103 民族街道=Mínzú Jiēdào|Minzu Jiedao|Minzu Subdistrict
621125 四族镇=Sìzú Zhèn|Sizu Zhen|Sizu Town
"""

UNITS = Townships.current()
ALL = [unit for holder in UNITS.holders for unit in UNITS.of_county(holder)]


def unit_of(county: str, name: str) -> Bearer:
    """The unit; the examples above are real ones."""
    return next(unit for unit in UNITS.of_county(county) if unit.name == name)


@pytest.mark.parametrize(("county", "reading"), cells(STEMS))
def test_readings(county: str, reading: str) -> None:
    name, _, stem = reading.partition(" ")
    assert unit_of(county, name)
    assert pinyin(name, county).split(" ")[0] == stem


@pytest.mark.parametrize("line", FORMS.strip().split("\n"))
def test_written_forms(line: str) -> None:
    head, _, forms = line.partition("=")
    county, name = head.split(" ")
    assert unit_of(county, name)
    written = [display_pinyin(pinyin(name, county)), romanized(name, county), english(name, county)]
    assert written == forms.split("|")


def test_every_name_has_one_legal_syllable_with_a_tone_for_each_character() -> None:
    syllables = set()
    for unit in ALL:
        found = pinyin(unit.name, unit.county).replace("-", " ").split(" ")
        assert len(found) == len(unit.name), unit
        syllables.update(found)
    for syllable in syllables:
        letters, tone = tone_of(syllable)
        assert SYLLABLE.fullmatch(letters), syllable
        assert marked(letters, tone) == syllable


def test_a_name_that_carries_the_stem_of_its_county_or_prefecture_is_read_as_they_are() -> None:
    carried = 0
    for unit in ALL:
        for code in (unit.county, unit.county[:4] + "00", unit.county[:2] + "0000"):
            above = BY_CODE.get(code)
            if not above or not above["stem"] or not stem_of(unit.name).startswith(above["stem"]):
                continue
            size = len(above["stem"])
            read, own = (p.replace("-", " ").split()[:size] for p in (pinyin(unit.name, unit.county), above["pinyin"]))
            assert read == own, unit
            carried += 1
    assert carried > 500


def test_every_class_has_an_english_word() -> None:
    classes = tuple(ending.english.split()[-1] for ending in TownshipWords.current().generics.values())
    assert all(english(unit.name, unit.county).endswith(classes) for unit in ALL if unit.last_year is None)


def test_a_county_of_which_nothing_is_known_has_the_reading_of_the_others() -> None:
    assert pinyin("大圩镇", "450399") == "dà-xū zhèn"


def test_a_character_that_no_township_has_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="㐂"):
        pinyin("㐂山镇", "330102")
