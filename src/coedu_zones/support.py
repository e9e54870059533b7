"""What stands after a bare stem, and whether that lets it be read as a place.

武昌 in 武昌解放路464号 is a place; 南京 in 南京东路 is a road, 资源 in 资源分享 a word. A
stem is never trusted by itself: the text must end there, go on with a place inside
it, or go on as addresses and the names of public institutions do. All patterns are
anchored and bounded, so a look costs the same however long the text is.
"""

from __future__ import annotations

import re
from typing import Final

_HAN = "\u3400-\u9fff"
_NUMERAL = "一二三四五六七八九十百零〇0-9"

# what may stand between two readings: separators, brackets, and the placeholder levels of official
# lists (市辖区, 省直辖县级行政区划, the bare 县 of 重庆市县城口县)
_MARK = r"\s,，、/|>\\\-—–_·.;；:：()（）【】\[\]{}《》〈〉「」\"'“”‘’→~"
GAP: Final = re.compile(
    rf"[{_MARK}]{{0,40}}(?:(?:市辖区|市辖县|(?:省|自治区)?直辖(?:县级)?行政(?:区划|单位)|(?:省|自治区)?直辖县|县(?=[^城]\S?县|城口县))"
    rf"[{_MARK}]{{0,40}})?"
)

# a generic that goes on as another word: 大同｜市场, 新城｜区域, 陈｜旗舰店, 兴安｜盟友
OTHER_WORD: Final = re.compile(
    r"市(?:场|民(?![政族营办间宗生俗兵防警企主]))|区(?:域|间|别|块|划)|旗(?:舰|帜|袍|下)|盟(?:友|军|国|主)"
)

# the stem is the first part of a road's name: 南京东路, 中山大道, 重庆路5号
_ROAD: Final = re.compile(
    rf"[东西南北中上下内外前后左右新老大小环滨沿]{{0,3}}[{_NUMERAL}]{{0,3}}[东西南北中]?"
    r"(?:路|街(?!道)|大街|大道|道(?=[^\u3400-\u9fff]|$|[东西南北])|巷|胡同|弄|支路|里弄|高架|高速|快速路|环线|国道|省道|铁路|线(?=[^\u3400-\u9fff]|$))"
)
# … or of a building, an estate, a bank, a feature of the land, another unit's name
_FEATURE: Final = re.compile(
    r"(?:镇|乡|村|庄|屯|坊|桥|门(?!诊)|站|城(?![区乡关东西南北])|山|湖|河|江|海|岛|港|湾|寺|庙|塔|关(?!工)|峡|沟|岭|坡|滩|洞|泉|池|潭|溪"
    r"|水库|街道|社区(?!卫生)|大厦|大楼|广场|花园|小区|公寓|商场|商城|银行|时间|大桥|新村|新苑|家园|名苑|公馆|新区|[省市县区旗州盟])"
)
_AREA: Final = re.compile(
    rf"[{_HAN}]{{0,6}}?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|高新技术产业园区?|开发区|经开区|高新区|工业园区?|产业园区?"
    r"|保税区|度假区|示范区|试验区|风景区|风景名胜区|管理区|新区)"
)
_TOWNSHIP: Final = re.compile(rf"[{_HAN}]{{2,8}}?(?:镇|乡|街道|苏木)(?![{_HAN}]?[路街])")
_ADDRESS: Final = re.compile(
    rf"[{_HAN}]{{2,7}}?(?:路|街|大道|大街|巷|村|社区|小区)[{_HAN}0-9A-Za-z（）()\-]{{0,30}}?(?:\d号|\d弄|\d栋|\d组|村|社区|[路街巷]$|大道$)"
)
_IN_CONTEXT: Final = re.compile(rf"[{_HAN}]{{2,10}}?(?:路|街|大道|巷|村|社区|镇|乡|小区|大厦|广场|园)")

# public institutions that are numbered or ranked the way a county's own are
_RANKED: Final = re.compile(
    rf"(?:[省市县区州旗]|第)?[{_NUMERAL}]{{1,3}}(?:人民|中|小|高|初|医|实验|幼|职|院)|人民(?:医院|政府|法院|检察院)"
)
_HIGHER: Final = re.compile(rf"[{_HAN}（）()]{{0,16}}?(?:大学|学院|高等专科学校)(?!附)")
_INSTITUTION: Final = re.compile(
    rf"[{_HAN}（）()·]{{0,18}}?(?:医院|卫生院|保健院|防治院|防治所|防治站|卫生所|卫生服务中心|疾控中心|控制中心|中心|门诊部|诊所|学校|中学|小学|高中|初中"
    r"|[一二三四五六七八九十]中|幼儿园|幼稚园|党校|职高|职中|技校|师专|电大|大学|学院|附中|附小|校区"
    r"|委员会|管委会|人民政府|政府|人民法院|法院|检察院|派出所|公安局|分局|总局|[政育运化游业康生保障源设理革计务象震土资环水林牧渔粮商统审监安司物档史志]局"
    r"|文化馆|图书馆|博物馆|档案馆|体育馆|纪念馆|美术馆|科技馆|展览馆|联合会|妇联|工会|团委|县委|市委|区委|关工委|教委|卫健委|发改委|协会|学会|红十字会|残联|工商联"
    r"|支队|大队|中队|有限公司|有限责任公司|集团公司|分公司|大酒店|国际酒店|火车站|汽车站|客运站|高铁站|机场|教育督导室|进修校)"
    rf"(?=[^{_HAN}]|$|[{_HAN}]{{0,12}}(?:部|科|院|室|区|处|中心|校|园|楼|站|所|会|门诊|分院|学院|学校|附中|附小|中学|小学)(?:[^{_HAN}]|$))"
)
_BRANCH: Final = re.compile(r"(?:分行|支行|分公司|分店|分校|分院|分局|分会|办事处)")

# Stems that are everyday words, surnames' favourites, brands or persons' names. Before an institution
# they say nothing (东方医院, 光明小学, 公安分局, 中山大学), unless it is numbered or ranked (公安县第一中学
# is written 公安一中).
WEAK_STEMS: Final = frozenset(
    "中山 公安 资源 东方 光明 和平 解放 朝阳 新华 长安 南部 大方 平安 永安 兴安 福田 华宁 振兴 红旗 红星 前进 向阳 先锋 建设 武功"
    " 青年 明山 金山 南山 宝山 东山 西山 北关 双桥 河东 河西 海港 海州 大观 大通 康乐 永乐 友谊 爱民 道里 道外 凤凰 龙华 龙湖"
    " 金水 金牛 青羊 锦江 天河 白云 海珠 越秀 黄埔 西湖 牡丹 海棠 天涯 君山 泰山 天山 长白 香格里拉 阿里 江南 江北 江汉 江海"
    " 太湖 三江 南华 西华 河北 湖滨 滨江 滨湖 滨海 海滨 城中 城关 市中 新城 老城 东城 西城 南城 北城 城东 城西 城南 城北 新市"
    " 东安 西安区 南岸 北岸 南开 文峰 文昌 宝塔 古城 民主 民乐 民权 安定 安宁 平和 太和 泰和 永和 仁和 建华 中原 中站 中方"
    " 高明 高新 开发 长乐 长寿 长春 丰台 丰满 富裕 富民 富强 富源 繁昌 昌盛 兴隆 兴业 兴国 建国 建德 立山 千山 苍山 梅花 莲花"
    " 石油 石化 矿区 铁路 港口 海城 银海 金湾 银州 金州 金城江 龙江 龙门 龙岗 龙山 龙泉 玉泉 清泉 清河 清水 温泉 江口 河口 海口区"
    " 华龙 华山 华夏 华容 华阳 普陀 观山湖 云龙 云溪 云岩 云霄 碧江 翠峦 翠屏 锦屏 玉屏 安居 安化 安平 安康区 大同区 大渡口 开平"
    " 开福 芙蓉 天心 岳麓 雨花 望城 天元 荷塘 芦淞 石鼓 蒸湘 珠晖 雁峰 武陵 鼎城 资阳区 赫山 嘉禾 东兴 东宁 东海 东坡 西丰 西和".split()
)


def stem_support(text: str, start: int, end: int, in_context: bool, high: bool) -> str | None:
    """Why the stem ``text[start:end]`` may be read as a place; ``None`` when it may not.

    ``in_context``: a place above it was read before, or is known from outside.
    ``high``: a province or prefecture goes by the stem. Returns ``"closed"``,
    ``"area"``, ``"township"``, ``"institution"``, ``"branch"`` or ``"address"``.
    """
    length = len(text)
    if end == length:
        return "closed"
    gap_end = GAP.match(text, end).end()  # type: ignore[union-attr]
    if gap_end > end:
        return "closed"
    weak = not in_context and text[start:end] in WEAK_STEMS
    if _TOWNSHIP.match(text, end):
        return None if weak else "township"
    if _ROAD.match(text, end):
        return None
    if high or in_context or not text.startswith("新区", end):
        area = _AREA.match(text, end)
        if area and not weak:
            return "area"
    if _BRANCH.match(text, end):
        return "branch"
    if _RANKED.match(text, end):
        return "institution"
    if weak or (_FEATURE.match(text, end) and not (in_context and high)):
        return None
    if _INSTITUTION.match(text, end):
        return None if _HIGHER.match(text, end) and not (high or in_context) else "institution"
    if _ADDRESS.match(text, end) or (in_context and _IN_CONTEXT.match(text, end)):
        return "address"
    return None
