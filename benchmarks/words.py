"""What the page and the pictures call things, in Chinese and in English."""

from __future__ import annotations

from typing import Final, NamedTuple

from coedu_zones.charts.drawing import Language


class Said(NamedTuple):
    """One thing in both languages, for a kind of text with an example."""

    zh: str
    en: str
    example: str = ""

    def of(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


GROUPS: Final = {
    "full": Said("全称", "names in full"),
    "short": Said("词干和简称", "stems and short forms"),
    "former": Said("曾用名", "former names"),
    "traditional": Said("繁体字", "traditional script"),
    "romanised": Said("拼音（无声调）", "pinyin without tones"),
    "misspelt": Said("写错的名称", "misspelt names"),
    "shared": Said("几个地方共有的名称", "names that several places share"),
    "contradictory": Said("自相矛盾的文字", "parts that contradict one another"),
    "no place": Said("不是地名的文字", "texts that name no place"),
}

KINDS: Final = {
    "full name": Said("只写名称", "the name alone", "渝水区"),
    "with parent": Said("带上级", "with its parent", "新余市渝水区"),
    "full path": Said("全路径", "the full path", "江西省新余市渝水区"),
    "name + street": Said("名称＋街道", "name and street", "渝水区人民路5号"),
    "path + street": Said("全路径＋街道", "path and street", "江西省新余市渝水区人民路5号"),
    "doubled level": Said("重复一级", "a level twice", "江西省新余市新余市渝水区"),
    "stem": Said("词干", "the stem", "渝水"),
    "stems of the path": Said("各级词干", "the stems of the path", "江西新余渝水"),
    "short form": Said("日常简称", "an everyday short form", "黔东南州"),
    "former name": Said("曾用名", "the former name", "祁阳县"),
    "province + former name": Said("省＋曾用名", "province and former name", "湖南省祁阳县"),
    "traditional": Said("繁体全路径", "the full path", "江西省新餘市渝水區"),
    "romanised": Said("拼音", "pinyin", "xinyushi yushuiqu"),
    "homophone": Said("同音字", "same sound and tone", "鱼水区"),
    "homophone, other tone": Said("同音异调字", "same sound, other tone", "余水区"),
    "near-homophone": Said("近音字", "a sound that is mixed up", "讷山市（乐山市）"),
    "look-alike": Said("形近字", "a look-alike", "湖洲市（湖州市）"),
    "look-alike, other list": Said("形近字（另一份字表）", "a look-alike of another list", "通边市（通辽市）"),
    "dropped": Said("漏一字", "a character dropped", "江西省余市渝水区"),
    "doubled": Said("叠一字", "a character twice", "新余余市渝水区"),
    "swapped": Said("两字颠倒", "two characters swapped", "新余市水渝区"),
    "inserted": Said("多一字", "a character too many", "新余市的渝水区"),
    "wrong generic": Said("通名写错", "the wrong generic", "渝水县"),
    "shared name": Said("只写名称", "the name alone", "鼓楼区"),
    "shared name + street": Said("名称＋街道", "name and street", "鼓楼区人民路5号"),
    "shared stem": Said("词干", "the stem", "鼓楼"),
    "another province": Said("写了别的省", "another province", "广东省渝水区"),
    "another prefecture": Said("写了别的市", "another prefecture", "南京市渝水区"),
    "words": Said("不含地名的词语", "words without a name inside", "大雨倾盆"),
    "idioms with a stem": Said("含有词干的成语", "idioms with a stem inside", "阳春白雪"),
    "roads": Said("道路", "roads", "洪湖路536号"),
    "made-up counties": Said("捏造的县名", "made-up counties", "宁结市"),
    "elsewhere": Said("其他地方", "places elsewhere", "新潟县"),
}  # fmt: skip

VERDICTS: Final = {
    "right": Said("正确", "right"),
    "partial": Said("偏浅", "partial"),
    "none": Said("无答案", "none"),
    "wrong": Said("错误", "wrong"),
}

TASKS: Final = {
    "addresses": Said("{:,} 个互不相同的区县地址", "{:,} different addresses under counties"),
    "mixed": Said("{:,} 段互不相同的各类文字", "{:,} different texts of all kinds"),
    "column": Said("一列 {:,} 行、{:,} 个不同的名称", "a column of {:,} rows with {:,} names"),
}
