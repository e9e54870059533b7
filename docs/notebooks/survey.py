# %% [markdown] lang="zh"
# # 从杂乱的一列到整洁的表
#
# 一份调查里，“所在地”一列什么写法都有。我们要得到代码、规范的路径和是否在实验区内，并且逐一复核有歧义的行。
# 数据是为示例编的。

# %% [markdown] lang="en"
# # From a messy column to a clean table
#
# In a survey, the column 所在地 "place" is written in every way there is. We want codes, clean paths and a flag for the
# zones, and a person to look at the rows that are ambiguous. The data are made up for this example.

# %%
from pathlib import Path

import pandas as pd

import coedu_zones as cz
import coedu_zones.frames.pandas

pd.set_option("display.max_colwidth", None)
survey = pd.read_csv(next(p for p in (Path("survey.csv"), Path("docs/notebooks/survey.csv")) if p.exists()))
survey.head()

# %%
found = survey.coedu.annotate("所在地")
found["place_status"].value_counts(dropna=False).to_frame()

# %% [markdown] lang="zh"
# 大多数行已经识别。先看看识别了什么，尤其是分数不到 95 的和有剩余文字的。

# %% [markdown] lang="en"
# Most rows resolved. Look at what they resolved to, above all where the score is below 95 or something was left over.

# %%
resolved = found[found["place_status"] == "resolved"]
look = resolved[(resolved["place_score"] < 95) | (resolved["place_remainder"] != "")]
look[["所在地", "place_path", "place_score", "place_method", "place_remainder"]]

# %% [markdown] lang="zh"
# 没有识别的行，按不同的写法列出候选：

# %% [markdown] lang="en"
# The rows that did not resolve, by distinct text, with their candidates:

# %%
open_rows = found[found["place_status"].isin(["ambiguous", "conflict", "unresolved"])]
review = open_rows.groupby(["place_status", "所在地"]).size().rename("rows").reset_index()
review["candidates"] = [
    "; ".join(f"{c.path_text} {c.code}" for c in cz.resolve(text).candidates) for text in review["所在地"]
]
review

# %% [markdown] lang="zh"
# 由人来决定，并把决定写下来：问过回收单位，“鼓楼区”是福州的，“江干区”那所学校今天在上城区；“朝阳区”问不清楚，留空。
# 决定写成一张小表：哪种写法、哪个代码。别人可以复查，也可以改。代码本身也是地名的一种写法，所以把文字换成代码再解析一遍即可。

# %% [markdown] lang="en"
# A person decides, and writes the decision down: the office that sent the rows says that 鼓楼区 is the one in 福州 and that
# the school in 江干区 is in 上城区 today; nobody knows about 朝阳区, so it stays open. The decisions are a small table, text
# and code, that others can review and change. A code is a way of writing a place, too: put it in the place of the text and
# resolve again.

# %%
decisions = {"鼓楼区": "350102", "杭州市江干区": "330102"}
survey["reviewed"] = survey["所在地"].isin(list(decisions))
survey["decided"] = survey["所在地"].replace(decisions)
clean = survey.coedu.annotate("decided")
clean["place_status"].value_counts(dropna=False).to_frame()

# %% [markdown] lang="zh"
# 最后的表：代码、路径、实验区怎样覆盖，以及哪些行是人工决定的。

# %% [markdown] lang="en"
# The table: codes, paths, how the zones cover the place, and which rows a person decided.

# %%
columns = ["id", "place_code", "place_path", "place_zone_names", "place_coverage", "reviewed", "学生数"]
table = clean.loc[clean["place_status"] == "resolved", columns]
table

# %% [markdown] lang="zh"
# 按覆盖方式统计的学生数：`equal`、`inside` 在实验区内，`part` 部分在，`none` 不在；只知道到辖有实验区的省、市（`holds`）或不知道
# 的，两边都不算。还有没有用上的行——如实交代：

# %% [markdown] lang="en"
# Pupils by coverage: `equal` and `inside` are in a zone, `part` in part, `none` in none; what is known only to a province or
# prefecture that holds a zone (`holds`), or not known, is neither. And an honest account of the rows that were not used:

# %%
table.groupby("place_coverage")["学生数"].agg(["count", "sum"])

# %%
unused = clean[clean["place_status"] != "resolved"]
pupils = f"{unused['学生数'].sum()} of {clean['学生数'].sum()} pupils"
print(f"{len(unused)} of {len(clean)} rows and {pupils} have no place.")

# %%
unused[["id", "所在地", "place_status", "学生数"]]
