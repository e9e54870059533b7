"""The help of the command line, and what it says."""

from __future__ import annotations

from typing import Final

_FRAME: Final = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示此帮助并退出",
    "show the versions and exit": "显示版本并退出",
    "coedu_zones {version}, data {data}": "coedu_zones {version}，数据 {data}",
    "the language of help, messages and tables (default: COEDU_ZONES_LANG, else that of the system)": "帮助、消息和表格的语言（默认：COEDU_ZONES_LANG，否则为系统语言）",
    "{program}: error: {message}\n": "{program}：错误：{message}\n",
    "argument {what}: {said}": "参数 {what}：{said}",
    "argument {what}: {given!r} is none of {known}{hint}": "参数 {what}：{given!r} 不是 {known} 之一{hint}",
    "unrecognized arguments: {extra}{hint}": "无法识别的参数：{extra}{hint}",
    "the following arguments are required: {names}": "缺少参数：{names}",
    "one of the arguments {names} is required": "须给出参数 {names} 之一",
    "ambiguous option: {option} could match {names}": "选项不明确：{option} 可能是 {names}",
    "expected one argument": "应有一个值",
    "expected at least one argument": "至少应有一个值",
    "ignored explicit argument {value}": "不取值，却给了 {value}",
    "not allowed with argument {other}": "不能与 {other} 同用",
    "invalid {kind} value: {value}": "{value} 不是有效的 {kind} 值",
    "stopped": "已停止",
    "{file}: {why}": "{file}：{why}",
    "the text is not in UTF-8 ({error})": "文字不是 UTF-8 编码（{error}）",
    "nothing to resolve: give a TEXT, or --province, --prefecture, --county": "没有要识别的内容：请给出 TEXT，或 --province、--prefecture、--county",
}

_COMMANDS: Final = {
    "Which place is meant, and which zones cover it.": "指的是哪个地方，由哪些实验区覆盖。",
    "say which place each text means": "说明每段文字指哪个地方",
    "read the list of zones out of a page": "从网页读出实验区名单",
    "the names and codes of a place since 1981": "一个地方 1981 年以来的名称和代码",
    "add to every row of a table what its place means": "为表格的每一行加上其地名的含义",
    "Add to every row of a table what its place means. No row is lost or moved; the output appears at the end, whole.": "为表格的每一行加上其地名的含义。不丢失、不移动任何一行；输出在最后完整出现。",
    "codes of one year in the codes of another": "把一年的代码换算为另一年的代码",
    "Add to every row of a table its code of one year in the codes of another. No row is lost or moved.": "为表格的每一行加上其代码在另一年的代码。不丢失、不移动任何一行。",
    "the hierarchy as nested options or as a table": "行政区划的层级，嵌套选项或表格",
    "Write the hierarchy, of today or of a year, as nested options for a picker or as a table.": "写出行政区划的层级，今天的或某一年的，作为选择器的嵌套选项或表格。",
    "the zones, all or of a place": "实验区，全部或某地的",
    "The zones in the order of the notice: all, those inside a place, or those that cover one. Exit code 1 when there is none.": "按通知顺序列出实验区：全部、某地之内的，或覆盖某地的。没有时退出码为 1。",
    "the places that a text may be the beginning of": "一段文字可能是哪些地名的开头",
    "The places that a text may be the beginning of, best first: a name or a path, in characters, pinyin, initials or English. Several words are one query. Exit code 1 when nothing fits.": "一段文字可能是哪些地名的开头，最可能的在前：名称或路径，用汉字、拼音、首字母或英文。多个词是一次查询。没有符合的时退出码为 1。",
    "the places that a running text mentions": "文章中提到的地方",
    "The places that a running text mentions, in order, with the positions of their first character and of the one after the last. Exit code 1 when there is none.": "依次列出文章中提到的地方，附首字及末字之后一字的位置。没有时退出码为 1。",
    "why a text is read as it is": "一段文字为什么这样识别",
    "The two best readings of each text beside one another, observation by observation; for a code or a text in Latin letters, which are not weighed, the steps that led to the answer.": "逐项并列每段文字最可能的两种读法；代码和拉丁字母的文字不作权衡，则列出得到答案的步骤。",
    "a script that completes commands in a shell": "命令行补全脚本",
    "Print a script by which a shell completes commands, options and their values.": "打印 shell 补全命令、选项及其值的脚本。",
}

_GROUPS_AND_ARGUMENTS: Final = {
    "answers": "答案",
    "columns": "列",
    "files": "文件",
    "by name, or by position from 1; several are joined in order": "按名称，或从 1 起的位置；多列按次序合并",
    "a text, or - for the lines of standard input": "一段文字，或 - 读标准输入的各行",
    "the text, or - for standard input": "文章，或 - 读标准输入",
    "a text file, or - for standard input": "文本文件，或 - 读标准输入",
    "a text file in UTF-8": "UTF-8 文本文件",
    "such as 江西省新, xinyu ys, ysq": "如 江西省新、xinyu ys、ysq",
    "a code or a name of any time": "任何时候的代码或名称",
    "the shell that reads the script": "读取脚本的 shell",
    "the table to read, or - for CSV on standard input": "要读取的表格，或 - 从标准输入读 CSV",
    "the table to write (default: {default}), or - for CSV on standard output": "要写出的表格（默认：{default}），或 - 把 CSV 写到标准输出",
    "CSV on standard output": "标准输出的 CSV",
}

_ANSWERS: Final = {
    "put before each text": "加在每段文字之前",
    "keep only places inside this one (a name or a code)": "只留此地之内的（名称或代码）",
    "only places inside this one (a name or a code)": "只列此地之内的（名称或代码）",
    "only places in this one (a name or a code)": "只列此地之内的（名称或代码）",
    "only what lies in this place (a name or a code)": "只写此地之内的（名称或代码）",
    "keep only places of this level": "只留这一级的",
    "only places of this level": "只列这一级的",
    "only divisions of this level": "只列这一级的行政区划",
    "the year that the texts come from": "文字来自哪一年",
    "the year whose divisions are meant": "指哪一年的行政区划",
    "the gazetteer of that year": "用那一年的地名录",
    "take the main successor of a former division that was split": "旧区划拆分了的，取主要承继者",
    "give the place in the terms of a year; of several, beside the place of today": "按某一年的区划给出；写几年则列在今天的地方旁边",
    "which fields (see the reference of columns)": "哪些字段（见参考里的列）",
    "add the candidates of each text": "加上每段文字的候选",
    "one JSON object per line": "每行一个 JSON 对象",
    "show the rules that fired": "显示识别的步骤",
    "the greatest number of hits (10)": "结果的上限（10）",
    "take every bare stem that means one place, or none (default: those that stand for a place in this text)": "取每个只指一地的词干，或都不取（默认：取本文中代表地方的）",
    "only zones inside this place (a name or a code)": "只列此地之内的实验区（名称或代码）",
    "only zones of this row heading of the notice, such as 江西 or 兵团": "只列通知中这一行的实验区，如 江西 或 兵团",
    "only zones that cover this place or lie in it, and how": "只列覆盖此地的实验区及其方式",
    "only zones of this kind": "只列这一类实验区",
    "– (holds some)": "–（辖有实验区）",
    "– (not known)": "–（不明）",
    "{number} {name} ({how})": "{number} {name}（{how}）",
}

_FILES: Final = {
    "the column of the province 省": "省所在的列",
    "the column of the prefecture 市": "市所在的列",
    "the column of the county 县": "县所在的列",
    "the column of the place, or of the rest of the address": "地名所在的列，或地址其余部分的列",
    "the column of the codes, by name or by position from 1 (place_code)": "代码所在的列，按名称或从 1 起的位置（place_code）",
    "what the new columns' names begin with (place_)": "新列名称的开头（place_）",
    "what the new columns' names begin with": "新列名称的开头",
    "the language of the new columns' names (en)": "新列名称的语言（en）",
    "exit with 1 when some rows did not resolve": "有行未识别时退出码为 1",
    "whose codes these are": "这是哪一年的代码",
    "whose codes are wanted": "要哪一年的代码",
    "whose codes these are, where published lists disagree": "公布的名单不一致时，这是谁的代码",
    "1 row holds no division code of {year}": "有 1 行不是 {year} 年的区划代码",
    "{rows:,} rows hold no division code of {year}": "有 {rows:,} 行不是 {year} 年的区划代码",
    "also write an HTML page with the figures": "另写一份带数字的 HTML 报告",
    "replace existing output": "替换已有的输出",
    "the first row holds the column names": "第一行是列名",
    "there are no names": "没有列名",
    "above the header, such as a title; left out (default: found)": "表头之上略去的行数，如标题（默认：自动找出）",
    "of a text file (default: found from its bytes)": "文本文件的编码（默认：由其字节判断）",
    "(default: that of the source, or UTF-8)": "输出的编码（默认：与来源相同，或 UTF-8）",
    "between cells (default: found from the first rows)": "单元格之间的分隔符（默认：由前几行判断）",
    'read " as a plain character': '把 " 读作普通字符',
    "the sheet of a workbook": "工作簿的工作表",
    "write texts that begin with = + - @ bare, although a spreadsheet may run them": "以 = + - @ 开头的文字照原样写出，尽管电子表格可能当作公式运行",
    "{share:4.0%} {done:,} of {rows:,} rows, {left:.0f} s left": "{share:4.0%} {rows:,} 行中的 {done:,} 行，还需 {left:.0f} 秒",
    "the file to write (default: standard output, also -)": "要写出的文件（默认：标准输出，也可写 -）",
    "(default: by the end of the file's name, else json)": "格式（默认：按文件名结尾，否则为 json）",
    "the lowest level (county)": "最低一级（county）",
    "put 市辖区, 县 and 省直辖县级行政区划 where lists of codes have them": "在代码名单有“市辖区”“县”“省直辖县级行政区划”之处加上这些",
    "also what lies in Hong Kong, Macao and Taiwan, under ids": "也写香港、澳门、台湾境内的，用标识",
    "the hierarchy at the end of that year, from 1981 on": "那一年年底的层级，从 1981 年起",
    "of CSV (default: UTF-8, in a file with a byte order mark)": "CSV 的编码（默认：UTF-8，文件带字节顺序标记）",
    "data {version}": "数据 {version}",
    "end of {year}": "{year} 年底",
    "{number:,} entries ({when}) written to {output}\n": "{number:,} 项（{when}）写入 {output}\n",
}

_EXAMPLES: Final = {
    """examples:
  coedu-zones annotate schools.csv --column 地址 -o out.parquet
  coedu-zones annotate schools.xlsx --province 省 --prefecture 市 --county 县 --report report.html
  coedu-zones annotate survey.csv --province 省 --prefecture 市 --county 县 --terms-of 2010,2020
  zcat big.csv.gz | coedu-zones annotate - --column 地址 > places.csv

Formats by the end of the name: .csv .tsv .txt .jsonl .parquet .xlsx. Parquet and
XLSX need: pip install "coedu_zones[files]"

exit codes: 0 done; 1 with --strict when some rows did not resolve (blank ones do
not count); 2 wrong usage, or a file that cannot be read or written.
""": """例：
  coedu-zones annotate schools.csv --column 地址 -o out.parquet
  coedu-zones annotate schools.xlsx --province 省 --prefecture 市 --county 县 --report report.html
  coedu-zones annotate survey.csv --province 省 --prefecture 市 --county 县 --terms-of 2010,2020
  zcat big.csv.gz | coedu-zones annotate - --column 地址 > places.csv

格式由文件名的结尾决定：.csv .tsv .txt .jsonl .parquet .xlsx。Parquet 和 XLSX
需要：pip install "coedu_zones[files]"

退出码：0 完成；1 用了 --strict 而有行未识别（空白不计）；2 用法有误，或文件
不能读写。
""",
    """examples:
  coedu-zones convert panel.csv --column code --from 2015 --to 2024 > converted.csv
  coedu-zones convert survey.places.xlsx --from 2026 --to 2010 -o survey.2010.xlsx

The second takes what annotate wrote: without --column the codes are those of
place_code. Formats and encodings are those of annotate.

exit codes: 0 done; 1 when some codes were none in the first year (blank cells do
not count); 2 wrong usage, or a file that cannot be read or written.
""": """例：
  coedu-zones convert panel.csv --column code --from 2015 --to 2024 > converted.csv
  coedu-zones convert survey.places.xlsx --from 2026 --to 2010 -o survey.2010.xlsx

第二例接着用 annotate 的输出：不写 --column 时取 place_code 的代码。格式和编码
与 annotate 相同。

退出码：0 完成；1 有代码在起始年不是区划代码（空白不计）；2 用法有误，或文件不能
读写。
""",
    """examples:
  coedu-zones export -o areas.json                            options for a picker
  coedu-zones export --placeholders -o areas.json             every county on the third level
  coedu-zones export --depth township --within 江西 -o 江西.xlsx
  coedu-zones export --as-of 2010 --format csv | head

JSON is nested: value, label, children. CSV and XLSX have one row per division, with
the code of its parent and the names of the levels above. XLSX needs:
pip install "coedu_zones[files]"
""": """例：
  coedu-zones export -o areas.json                            选择器的选项
  coedu-zones export --placeholders -o areas.json             县级都在第三层
  coedu-zones export --depth township --within 江西 -o 江西.xlsx
  coedu-zones export --as-of 2010 --format csv | head

JSON 是嵌套的：value、label、children。CSV 和 XLSX 每个行政区划一行，附上级的代码
和各级名称。XLSX 需要：
pip install "coedu_zones[files]"
""",
    """examples:
  eval "$(coedu-zones completion bash)"                       in ~/.bashrc
  eval "$(coedu-zones completion zsh)"                        in ~/.zshrc, after compinit
  coedu-zones completion fish > ~/.config/fish/completions/coedu-zones.fish
""": """例：
  eval "$(coedu-zones completion bash)"                       写入 ~/.bashrc
  eval "$(coedu-zones completion zsh)"                        写入 ~/.zshrc，在 compinit 之后
  coedu-zones completion fish > ~/.config/fish/completions/coedu-zones.fish
""",
}

#: Message in English → in Chinese.
COMMAND_LINE: Final = {**_FRAME, **_COMMANDS, **_GROUPS_AND_ARGUMENTS, **_ANSWERS, **_FILES, **_EXAMPLES}
