"""What stands around a name: what may lead up to it, and what lets a bare stem be read as a place.

武昌 in 武昌解放路464号 is a place; 南京 in 南京东路 is a road, 资源 in 资源分享 a word. A
stem is never trusted by itself: the text must end there, go on with a place inside
it, or go on as addresses and the names of public institutions do. All patterns are
anchored and bounded, so a look costs the same however long the text is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from coedu_zones.patterns import Pattern

_HAN = "\u3400-\u9fff"
_NUMERAL = "一二三四五六七八九十百零〇0-9"

# what may stand between two readings: separators, brackets, and the placeholder levels of official
# lists (市辖区, 省直辖县级行政区划, the bare 县 of 重庆市县城口县)
MARK = r"\s,，、+&*#=/|>\\\-—–_·.;；:：()（）【】\[\]{}《》〈〉「」\"'“”‘’→~"
GAP: Final = Pattern(
    rf"[{MARK}]{{0,40}}(?:(?:市辖区|市辖县|(?:省|自治区)?直辖(?:县级)?行政(?:区划|单位)|(?:省|自治区)?直辖县|县(?=[^城]\S?县|城口县)"
    rf"|(?:省份?|城市|地市|市县|区县|县区|市|区|县)[:：=])[{MARK}]{{0,40}})?"
)

# what may stand before a place without being a place: a country, a label, a few words of a sentence
LEAD: Final = Pattern(
    r"(?:中华人民共和国|中国|全国)?"
    r"(?:(?:[\u3400-\u9fff]{0,4}(?:地址|地点|住址|地|省份|省市|城市|市县|区县|地区|区域|籍贯|户籍|户口|位置|单位|学校)|[省市]|IP(?:属地|地址)?)\s?[:：=]\s?"
    r"|(?:地址|住址|籍贯|户籍|所在地|单位|学校|地区|出生地|现住|家庭住址|通讯地址|收货地址|位于|坐落于"
    r"|来自|家住|现居|我的?家?在|我是|老家在?|祖籍|[发生]于|(?:发布|发表|编辑|拍摄|出生|毕业|户口)[于在])[:：\s]*)?"
)
# the head of a text that names a unit which is not known, right before what was read: 台北市｜大安区
UNKNOWN_UNIT: Final = Pattern(
    r"(?:^|[^\u3400-\u9fff])([\u3400-\u9fff]{2,7})(特别市|地区|自治[区州县旗]|[省市县区州盟旗])[\s,，、/\-]{0,3}$"
)
CORPS: Final = Pattern(
    r"(?:新疆维吾尔自治区|新疆)?(?:(?:生产)?建设兵团|兵团)(?:农)?(?:第?[一二三四五六七八九十\d]{1,3}师)?"
    r"|[第农]?[一二三四五六七八九十\d]{1,3}师(?=[^\s,，]{2,6}市)"
)
# the end of a text after which a name can start: marks, and words that no place name ends in
LEADS_UP: Final = Pattern(
    r"(?:[^\u3400-\u9fff]|中共|共青团|国家|总局|[局厅院会司行社团部省市县区州旗盟镇乡村路街号的在于到往从至自和与及或是为对向驻由去了届级据赴访抵经过]"
    r"|中国|全国|位于|来自|\S{6})$"
)
PREPOSITIONS: Final = frozenset("赴访抵经过在于到往从至自和与及驻据")

# a code, or a township's, beside a name: 朝阳区(220104)
CODE_BESIDE: Final = Pattern(r"(?<!\d)\d{6}(?:\d{3}|\d{6})?(?!\d)")

# a generic that goes on as another word: 大同｜市场, 新城｜区域, 陈｜旗舰店, 兴安｜盟友
OTHER_WORD: Final = Pattern(
    r"市(?:场|民(?![政族营办间宗生俗兵防警企主]|[\u3400-\u9fff]{1,3}?[村路街镇乡]))|区(?:域|间|别|块|划)|旗(?:舰|帜|袍|下)|盟(?:友|军|国|主)"
)

# the stem is the first part of a road's name: 南京东路, 中山大道, 重庆路5号
_ROAD: Final = Pattern(
    rf"[东西南北中上下内外前后左右新老大小环滨沿]{{0,3}}[{_NUMERAL}]{{0,3}}[东西南北中]?"
    rf"(?:(?:路|街(?!道)|大街|大道)(?![{_HAN}]{{0,2}}?[镇乡])"  # 六街镇 and 路口镇 are no roads
    r"|道(?=[^\u3400-\u9fff]|$|[东西南北])|巷|胡同|里?(?<=[\d一二三四五六七八九十里])弄|支路|高架|高速(?!铁路)|快速路|环线|国道|省道"
    r"|(?:铁路|线)(?=[^\u3400-\u9fff]|$))"
    rf"|(?![铁公])[{_HAN}](?:路|大街|大道)(?![{_HAN}]{{0,2}}?[镇乡])"  # 余杭塘路
)
# … or of a building, an estate, a bank, another unit's name
_BUILT: Final = Pattern(
    r"(?:镇|乡|村|庄|屯|坊|城(?![区乡关东西南北市建])|街道|社区(?!卫生)|大厦|大楼|广场|花园|小区|公寓|商场|商城|银行|时间|大桥"
    r"|新村|新苑|家园|名苑|公馆|新区|大附|门[内外]|店(?![镇乡村])|发展银行)"
)
# … or of a feature of the land
_LAND: Final = Pattern(r"桥|洲|门(?!诊)|站|山|湖|河|江|海|岛|港|湾|寺|庙|塔|关(?!工)|峡|沟|岭|坡|滩|洞|泉|池|潭|溪|水库")
# … but below its own city, the first of two characters of a town or village: 常州武进湖塘, 饶阳庙前村
_TOWN_AHEAD: Final = Pattern(
    rf"(?:{_LAND.source.replace('(?!诊)', '').replace('(?!工)', '')}|[城庄店坊屯])(?![镇乡村庄屯坊店桥洲门站山湖河江海岛港湾寺庙塔沟岭坡滩园场路街巷道])"
    rf"[{_HAN}]{{1,3}}?(?:村|社区|居委会|$)"
)
_AREA: Final = Pattern(
    r"(?:经济(?:技术)?开发区|高新技术产业开发区|高新技术开发区|高新技术产业园区?|开发区|经开区|高新区|工业园区?|产业园区?|科技园区?|软件园|物流园区?|集聚区"
    r"|保税区|度假区|示范区|试验区|风景区|风景名胜区|管理区|新区)"
)
_SEAT: Final = Pattern("镇|街道|乡")
# a township bears the stem itself: 盐田畲族乡, or the stem and one character more: 饶阳店镇
_PEOPLES_TOWNSHIP: Final = Pattern(rf"[{_HAN}]{{0,10}}?族[乡镇]")
_LONGER_TOWNSHIP: Final = Pattern(rf"[{_HAN}](?:镇|乡|街道|苏木)(?!镇|乡|街道|地区)|门[内外]街道|[{_HAN}]{{0,2}}嘎查")
_TOWNSHIP: Final = Pattern(rf"[{_HAN}]{{2,8}}?(?:镇|乡|街道|苏木)(?![{_HAN}]?[路街])")
_ADDRESS: Final = Pattern(
    rf"[{_HAN}]{{2,7}}?(?:路|街|大道|大街|巷)(?:[\d(（A-Za-z]|$|[东西南北中]?段|与|和|交|附)"
    rf"|[{_HAN}]{{2,7}}?(?:路|街|大道|大街|巷|村|社区|小区)[{_HAN}0-9A-Za-z（）()\-]{{0,30}}?(?:\d号|\d弄|\d栋|\d组|村|社区|[路街巷]$|大道$)"
)
_ROAD_AHEAD: Final = Pattern(rf"[{_HAN}]{{2,10}}?(?:路|街|大道|巷|村|社区|镇|乡|小区|大厦|广场)")

# quarters of the provincial units whose counties have no code
_BEYOND: Final = {
    "台湾": Pattern("台北|新北|桃园|台中|台南|高雄|基隆|新竹|嘉义|苗栗|彰化|南投|云林|屏东|宜兰|花莲|台东|澎湖"),
    "香港": Pattern("九龙|新界|港岛|中西区|湾仔|油尖旺|深水埗|黄大仙|观塘|大埔|沙田|西贡|荃湾|屯门|元朗|葵青|离岛"),
    "澳门": Pattern("氹仔|路环|路氹|花地玛|圣安多尼|望德堂|风顺堂|嘉模堂"),
}

# 公安 is the police far more often than the county
_POLICE: Final = Pattern(
    rf"(?!第?[{_NUMERAL}]{{1,2}}[中小高])(?:局|厅|部|处|分局|机关|系统|战线|干警|民警|消防|交警|特警|边防|大队|支队|学院|大学|学校|医院|派出所"
    rf"|人民|[{_HAN}]{{0,6}}(?:局|厅|部|队|所)$)"
)

# institutions that only a division has, so that even an everyday word before them is its name
_RANKED: Final = Pattern(
    rf"(?:[省市县区州旗]|第)?[{_NUMERAL}]{{1,3}}(?:人民|中|小|高|初|医|实验|幼|职|院)|人民(?:医院|政府|法院|检察院)"
    rf"|[{_HAN}]{{0,10}}?(?:[政育运游业康障源设革计务象震土资环水林牧渔粮商统审监司史志]局|妇幼保健|疾控中心|疾病预防控制中心|教师进修|开放大学|广播电视大学|县委|(?<!社)区委|市委)"
)
# how a sentence goes on behind a word for a part of any town: 老城区改造, 东区食堂
WORDS_OF_A_SENTENCE: Final = Pattern(
    "的|改造|建设|开发(?!区)|规划|拆迁|更新|道路|绿化|保护|整治|食堂|宿舍|操场|停车|入口|出口|出入口|大门|门口|房价|居民|市民|农民|人口|面积|交通|供水"
    "|供暖|供热|管网|棚户|旧房|发展|经济|管理|设计|生活|工程|社区(?!卫生)|居委会|村委会|居民委员会|街道"
)
# how the name of a public institution goes on behind the division's, more often than behind another word
_PUBLIC: Final = Pattern("实验|高级|职业|机关|中医|妇幼|教育|城关|城区")
_INSTITUTION: Final = Pattern(
    rf"[{_HAN}（）()·]{{0,18}}?(?:医院|卫生院|保健院|防治院|防治所|防治站|卫生所|卫生服务中心|疾控中心|控制中心|中心|门诊部|诊所|学校|中学|小学|高中|初中"
    r"|[一二三四五六七八九十]中|幼儿园|幼稚园|党校|职高|职中|技校|师专|电大|大学|学院|附中|附小|校区"
    r"|委员会|管委会|人民政府|政府|人民法院|法院|检察院|派出所|公安局|分局|总局|[政育运化游业康生保障源设理革计务象震土资环水林牧渔粮商统审监安司物档史志]局"
    r"|(?:教育|财政|公安|司法|民政|水利|商务|审计|交通运输|自然资源|生态环境|农业农村|文化和旅游|社会保障|城乡建设|科学技术|科技|卫生|林业)厅"
    r"|日报社|电视台|文化馆|图书馆|博物馆|档案馆|体育馆|纪念馆|美术馆|科技馆|展览馆|联合会|妇联|工会|团委|县委|市委|区委|关工委|教委|卫健委|发改委|协会|学会|红十字会|残联|工商联"
    r"|支队|大队|中队|有限公司|有限责任公司|集团公司|分公司|酒店|研究所|研究院|少年宫|火车站|汽车站|客运站|高铁站|机场|教育督导室|进修校)"
    rf"(?=[^{_HAN}]|$|[{_HAN}]{{0,12}}(?:部|科|院|室|区|处|中心|校|园|楼|站|所|会|门诊|分院|学院|学校|附中|附小|中学|小学)(?:[^{_HAN}]|$))"
)
_VILLAGE: Final = Pattern(rf"[{_HAN}]{{0,14}}?(?:村民委员会|居民委员会|村委会|居委会|村民小组)")
BRANCH: Final = Pattern(r"(?:分行|支行|分公司|分店|分校|分院|分局|分会|办事处)")

# Stems that are everyday words, surnames' favourites, brands or persons' names. Before an institution
# they say nothing (东方医院, 光明小学, 公安分局, 中山大学), unless it is numbered or ranked (公安县第一中学
# is written 公安一中).
WEAK_STEMS: Final = frozenset(
    "中山 公安 资源 东方 光明 和平 解放 朝阳 新华 长安 南部 大方 平安 永安 福田 振兴 红旗 红星 前进 向阳 先锋 建设 友谊 爱民 凤凰"
    " 龙湖 锦江 白云 越秀 西湖 牡丹 海棠 天涯 泰山 天山 香格里拉 阿里 江南 江北 江汉 江海 太湖 三江 南华 西华 滨江 滨湖 滨海 湖滨"
    " 城中 城关 市中 新城 老城 东城 西城 南城 北城 城东 城西 城南 城北 新市 东安 文峰 文昌 民主 民权 平和 仁和 中原 中站 高新 开发"
    " 长乐 长寿 富强 富裕 富民 建国 莲花 石油 铁路 港口 海港 龙泉 龙江 玉泉 清泉 金山 南山 宝山 东山 西山 南开 武功 龙华 碧江 荷塘"
    " 石鼓 华龙 立山 安居 安平 集贤 锦屏 大观 兴业 兴隆 兴国 温泉 江口 河口 清河 清水 华山 华夏 古城 宝塔 天河 海珠 金牛 青羊 井冈山 河西"
    " 安定 同仁 瑞金 长海 博爱 阳明 复兴 大英 松山 东海 嘉陵 惠民 民乐 宏伟 动力 太平 团结 新兴 永红 工农 东风 跃进 胜利 文化 立新 新建 新民 友好 解放 建设".split()
)

# Stems that begin the names of townships all over (巴彦 is "rich", 乌兰 "red" in Mongolian).
TOWNSHIP_STEMS: Final = frozenset("巴彦 乌兰 赛罕 西乌 东乌 三台 二道 榆树 玉龙 龙井 兴隆 大兴".split())


def stem_support(
    text: str, start: int, end: int, in_context: bool, high: bool, seats: Collection[str] = (), far: bool = False
) -> str | None:
    """Why the stem ``text[start:end]`` may be read as a place; ``None`` when it may not.

    ``in_context``: a place above it was read before, or is known from outside; ``far``: that is not
    the one right above it. ``high``: a province or prefecture goes by the stem. ``seats``: townships
    that carry their county's stem and no other township's name. Returns ``"closed"``,
    ``"seat"``, ``"area"``, ``"township"``, ``"institution"``, ``"branch"`` or ``"address"``.
    """
    if end == len(text) or GAP.match(text, end).end() > end:  # type: ignore[union-attr]
        return "closed"
    word = text[start:end]
    beyond = _BEYOND.get(word)
    if (beyond and beyond.match(text, end)) or (word == "新疆" and text.startswith("生产建设兵团", end)):
        return "area"
    seat = _SEAT.match(text, end)
    if seat and seat.end() < len(text) and text[start : seat.end()] in seats:
        return "seat"
    if _is_longer_name(text, word, end, in_context, high):
        return None
    everyday = word in WEAK_STEMS and (not high or word == "中山")
    weak = everyday and not in_context
    township = _TOWNSHIP.match(text, end)
    if township:
        refused = weak and not (high and township[0].endswith("镇"))  # 中山小榄镇
        return None if refused or (not in_context and word in TOWNSHIP_STEMS) else "township"
    return _by_what_follows(text, end, in_context, high, weak, far and everyday)


def _is_longer_name(text: str, word: str, end: int, in_context: bool, high: bool) -> bool:
    """Whether the stem is only the beginning of another name: a road, a township, the police (公安局)."""
    if _ROAD.match(text, end) or _LONGER_TOWNSHIP.match(text, end) or (word == "公安" and _POLICE.match(text, end)):
        return True
    return not in_context and _PEOPLES_TOWNSHIP.match(text, end, end + (4 if high else 20)) is not None


def _by_what_follows(text: str, end: int, in_context: bool, high: bool, weak: bool, far: bool) -> str | None:
    """Whether an area, an institution or an address follows a stem. ``far``: an everyday word (平安, 友谊)
    behind a place that is not right above it, so that an institution may well be called by the word.
    """
    area = _AREA.search(text, end, end + 16) if in_context or high else _AREA.match(text, end)
    if area and not weak and not far and (high or in_context or not text.startswith("新区", end)):
        return "area" if in_context or (high and area.start() == end) else "address"
    if not weak and BRANCH.match(text, end):
        return "branch"
    if in_context and not far and not high and _TOWN_AHEAD.match(text, end):
        return "address"
    land = _LAND.match(text, end) is not None
    if land and not high and not in_context:
        return None
    if _RANKED.match(text, end):
        return "institution"
    if weak or text[end] in "省市县区旗州盟" or (_BUILT.match(text, end) and not (in_context and high)):
        return None
    if land and not high:
        return None
    address = _ADDRESS.match(text, end) is not None
    if far and not _PUBLIC.match(text, end):
        return "address" if address else None
    if _INSTITUTION.match(text, end) and (in_context or not _VILLAGE.match(text, end)):
        return "institution"
    return "address" if in_context or (not land and (address or (high and _ROAD_AHEAD.match(text, end)))) else None
