"""Words that stand in data and in programs, as a person reads them: statuses, levels, fields, kinds of evidence."""

from __future__ import annotations

from typing import Final

_RESULTS: Final = {
    # how a resolution ended, and what columns say
    "resolved": "已识别", "ambiguous": "有歧义", "conflict": "自相矛盾", "unresolved": "未识别", "error": "无法读取",
    # levels
    "province": "省级", "prefecture": "地级", "county": "县级", "township": "乡级", "functional_area": "功能区",
    # methods
    "short_form": "简称", "alias": "别名", "stem": "词干", "former_name": "旧名", "homophone": "同音字",
    "look_alike": "形近字", "fuzzy": "错字",
    # how zones cover a place
    "equal": "相同", "inside": "在内", "holds": "辖有", "none": "无", "unknown": "不明",
    # shares and outcomes of changes
    "whole": "全部", "main": "大部", "part": "部分", "same": "不变", "split": "拆分", "gone": "撤销", "several": "多个",
    "no_division": "不是行政区划",
    # kinds of changes
    "rename": "更名", "recode": "换代码", "upgrade": "改设", "downgrade": "改设", "conversion": "改设", "merge": "合并",
    "creation": "设立", "transfer": "划转",
    # what a point is the point of
    "own": "本地驻地", "townships": "居中乡镇",
    # kinds of codes
    "division": "现行", "former": "已停用", "placeholder": "占位代码", "statistical": "统计用", "uncoded": "未编码",
    "former code": "旧代码", "ambiguous code": "有歧义的代码",
}  # fmt: skip

_FIELDS: Final = {
    "text": "文字", "status": "状态", "code": "代码", "name": "名称", "level": "级别", "township_code": "乡级代码", "path": "路径",
    "score": "分数", "method": "方法", "remainder": "剩余文字", "remainder_is_division": "剩余像区划", "zones": "实验区序号",
    "zone_names": "实验区", "coverage": "覆盖", "pinyin": "拼音", "english": "英文", "English": "英文", "latitude": "纬度", "longitude": "经度",
    "evidence": "证据", "candidates": "候选", "terms": "对应", "outcome": "结果", "targets": "去向", "place_": "地名_", "": "",
    # further headings of tables
    "candidate": "候选", "number": "序号", "row": "行", "listed name": "名单原名", "listed under": "列名单位", "zone": "实验区",
    "kind": "类型", "how": "方式", "why": "原因", "start": "起", "end": "止", "id": "标识", "first year": "起始年",
    "last year": "终止年", "change": "变更", "sum": "合计", "listed_under": "列名单位", "listed_name": "名单原名",
    "listed_path": "名单路径", "document_number": "文号",
}  # fmt: skip

_FIGURES: Final = {
    "rows": "行数", "conflicting": "自相矛盾", "unreadable": "无法读取", "blank": "空白", "in a zone": "在实验区",
    "in part": "部分在内", "holds one": "辖有", "in none": "不在", "not known": "不明",
    # what the system says of a file
    "No such file or directory": "没有这个文件或文件夹", "Permission denied": "没有权限", "Is a directory": "是文件夹",
    "No space left on device": "磁盘已满",
    # with a number
    "line": "行", "formula": "个公式", "merged range": "处合并单元格", "column": "列",
    # what a new workbook does not keep
    "merged cells": "合并单元格", "charts and pictures": "图表和图片", "comments": "批注", "macros": "宏",
    "pivot tables": "数据透视表", "colours and borders": "颜色和边框",
    # what an optional library is for
    "reading and writing XLSX": "读写 XLSX", "reading and writing Parquet": "读写 Parquet",
    # other formats
    "open it in a spreadsheet program and save it as .xlsx, or pandas.read_excel(…, engine='calamine') reads it": "请用电子表格软件打开并另存为 .xlsx，或用 pandas.read_excel(…, engine='calamine') 读取",
    "save it as .xlsx": "请另存为 .xlsx",
    "export it as .xlsx or .csv": "请导出为 .xlsx 或 .csv",
    "export it as .csv or .xlsx, or pandas.read_stata(…).to_parquet(…) keeps its types": "请导出为 .csv 或 .xlsx，或用 pandas.read_stata(…).to_parquet(…) 保留类型",
    "export it as .csv or .xlsx, or pandas.read_spss(…).to_parquet(…) keeps its types": "请导出为 .csv 或 .xlsx，或用 pandas.read_spss(…).to_parquet(…) 保留类型",
    "export it as .csv, or pandas.read_sas(…).to_parquet(…) keeps its types": "请导出为 .csv，或用 pandas.read_sas(…).to_parquet(…) 保留类型",
    "write one object per line and call it .jsonl": "请每行写一个对象，并命名为 .jsonl",
    "unpack it": "请先解压",
    "copy the table to a workbook": "请把表格复制到工作簿",
}  # fmt: skip

#: Kinds of evidence and rules of a trace.
_KINDS: Final = {
    "form full": "写法：全名", "form full2": "写法：两字全名", "form short": "写法：简称", "form alias": "写法：别名",
    "form stem": "写法：词干", "form letter": "写法：一字简称", "form code": "写法：代码", "form township": "写法：乡级全名",
    "form township stem": "写法：乡级词干", "former name": "旧名", "recent former": "近年的旧名", "older": "年代较早",
    "character": "单字", "alone": "单独成文", "common": "也是常用词", "common former": "旧名也是常用词",
    "common preceded": "常用词，前有文字", "common followed": "常用词，后有文字", "common before a road": "常用词，后接路名",
    "word": "也是普通词语", "stem of a province": "省级词干", "stem of a prefecture": "地级词干", "stem size": "词干的用量",
    "stem elsewhere": "词干也在别处", "another address": "另一个地址", "clash labelled code": "标明的代码矛盾", "another path": "另一条路径", "common township": "到处都有的乡级词干", "uncoded small": "未编码的小单位", "stem word": "词干也是词语", "size": "人口规模", "inside far": "在所读地方之内，隔级",
    "inside namesake": "在同名地方之内", "again": "重复", "scope": "在限定范围内", "clash": "与所读地方矛盾",
    "clash far": "与所读地方矛盾，较远", "clash stem": "词干与所读地方矛盾", "clash far stem": "词干与所读地方矛盾，较远",
    "clash common": "常用词与所读地方矛盾", "clash code": "代码与所读地方矛盾", "clash in a name": "名称内部矛盾",
    "cut": "名称被截断", "overlapped name": "与另一名称重叠", "unread name": "未读的名称", "unread stem": "未读的词干", "abroad": "其后有外国", "another place": "另一个单独的地名", "clash in a list": "并列而矛盾", "slip in two characters": "两字名称漏字", "common behind a name": "常用词，前有名称", "elsewhere near": "店铺前的别处同名", "sight": "县级名称起头的景物",
    "unread common name": "未读的常用名", "flag": "剩余像行政区划", "flag name": "剩余是名称",
    "elsewhere far": "别处也有，较远", "city before a name": "名称前的城市", "null": "不是地名",
    "township in province": "乡级单位在省内", "township in prefecture": "乡级单位在地市内",
    "township in county": "乡级单位在县内", "township stem in province": "乡级词干在省内",
    "township stem in prefecture": "乡级词干在地市内", "township stem in county": "乡级词干在县内", "road township": "路名如乡级名称",
    "slip in the generic first": "通名有错字，前无上级", "slip of a stem": "错字名称是词干", "campus": "校区名",
    "township stem in province followed": "省内乡级词干，后有文字",
    "slip of a township's name": "错字名称是乡级名称",
    "township of a city's name": "乡级名称与城市同名",
    "slip alone": "错字名称单独成文", "slip in the generic": "通名有错字", "slip homophone": "同音字",
    "slip homophone in another tone": "异调同音字", "slip near-homophone": "近音字", "slip look-alike": "形近字",
    "slip wrong generic": "通名写错", "slip doubled character": "重字", "slip swapped characters": "字序颠倒",
    "slip extra character": "多字", "slip missing character": "漏字", "slip other character": "别字",
    "less used than others of its name": "同名中较少指此",
    # steps of a trace
    "clean": "清理", "decision": "判定", "read latin": "读拉丁字母", "postcode": "邮编", "country": "国名",
    "convention": "惯例", "written of most": "多数所指", "written alike": "写法相同", "suggest": "建议",
}  # fmt: skip

#: What stands before the names that are read, between them and behind them, and how the name beside it is written.
_CUES: Final = {
    "lead": "前", "gap": "间", "tail": "后",
    "cue and": "“和”", "cue corps": "兵团", "cue joined": "相连", "cue label": "标签", "cue mark": "标点", "cue none": "无",
    "cue office": "机构", "cue one": "一个字", "cue placeholder": "占位词", "cue road": "路名", "cue township": "乡级通名",
    "cue brand": "品牌", "cue of": "所属", "cue joins": "连接词", "cue country": "国名", "cue foreign": "外国", "cue campus": "校区", "cue except": "除外", "cue posted": "派驻", "cue sight": "景物", "cue code label": "代码标签", "cue preposition": "介词", "cue start": "开头", "cue unit": "单位", "cue area": "功能区",
    "cue area1": "紧接功能区", "cue behind_estate": "其后有楼盘", "cue behind_institution": "其后有机构", "cue behind_market": "其后有商铺",
    "cue behind_road": "其后有路名", "cue behind_township": "其后有乡级通名", "cue behind_village": "其后有村名", "cue branch": "分支机构",
    "cue closed": "括号", "cue end": "结尾", "cue estate": "楼盘门牌", "cue generic": "通名", "cue generic1": "紧接通名",
    "cue institution": "学校等机构", "cue institution1": "紧接机构", "cue land": "地物", "cue market": "商铺", "cue name": "名称",
    "cue number": "数字", "cue other": "其他文字", "cue part": "城区郊区", "cue person": "职务", "cue product": "物产",
    "cue ranked": "有级别的机构", "cue road1": "紧接路名", "cue word_road": "以普通词为名的路", "cue sentence": "句子", "cue township1": "紧接乡级通名", "cue village": "村名",
    "cue village1": "紧接村名", "cue word": "词语",
    "as full": "全名", "as full2": "两字全名", "as letter": "一字简称", "as stem": "词干", "as township": "乡级全名",
    "as township stem": "乡级词干", "as inside": "其内的名称",
}  # fmt: skip

#: Word → in Chinese.
WORDS: Final = {**_RESULTS, **_FIELDS, **_FIGURES, **_KINDS, **_CUES}
