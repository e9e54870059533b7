# %% [markdown] lang="zh"
# # 2010—2024 年的县级面板
#
# 县会改名、换代码、合并、拆分。一份每年按当年代码报送的县级数据，怎样变成口径一致的面板？
# 这里取浙江杭州、山东济南（连同后来并入的莱芜）、湖南永州，数字是按规则编的：每个县每年的学生数。

# %% [markdown] lang="en"
# # A county panel, 2010–2024
#
# Counties are renamed, recoded, merged and split. How does a table that was reported each year in the codes of that year
# become a panel in one set of terms? We take 杭州, 济南 (with 莱芜, which joined it) and 永州. The figures are made up by a rule: pupils by county and
# year.

# %%
import pandas as pd

import coedu_zones as cz

CITIES = {"330100", "370100", "371200", "431100"}  # 莱芜市 371200 joined 济南市 in 2018
YEARS = range(2010, 2025)
rows = [
    (year, county.code, county.name, 1000 + int(county.code) % 97 * 10 + (year - 2010) * 5)
    for year in YEARS
    for city in cz.divisions(level="prefecture", as_of=year)
    if city.code in CITIES
    for county in cz.divisions(level="county", within=city.code, as_of=year)
]
reported = pd.DataFrame(rows, columns=["year", "code", "name", "pupils"])
reported.groupby("year")["code"].nunique().to_frame("counties").T

# %% [markdown] lang="zh"
# 只按代码拼接，有多少县不能从头到尾跟踪？

# %% [markdown] lang="en"
# Joined by code alone, how many counties cannot be followed from the first year to the last?

# %%
years_of = reported.groupby("code")["year"].agg(["min", "max", "count"])
broken = years_of[years_of["count"] < len(YEARS)]
names = reported.drop_duplicates("code", keep="last").set_index("code")["name"]
broken.join(names)

# %% [markdown] lang="zh"
# 把每一年的代码换成 2024 年的。`outcome` 说明每次换算有多稳妥。

# %% [markdown] lang="en"
# Convert the codes of each year into those of 2024. `outcome` says how safe each conversion is.

# %%
keys = reported[["year", "code"]].drop_duplicates()
converted = [cz.convert(code, from_year=year, to_year=2024) for year, code in keys.itertuples(index=False)]
keys["outcome"] = [c.outcome for c in converted]
keys["code_2024"] = [c.code for c in converted]
pd.crosstab(keys["outcome"], keys["year"])

# %% [markdown] lang="zh"
# `main` 的县大部分在一个区划里，一部分划给了别处；要看清楚是哪些：

# %% [markdown] lang="en"
# A county with `main` lives on mainly in one division and ceded parts to others. Which ones are they?

# %%
seen = set()
for conversion in converted:
    if conversion.outcome in {"main", "split"} and conversion.source not in seen:
        seen.add(conversion.source)
        print(conversion)

# %% [markdown] lang="zh"
# 往后换算是合并，所以可以加总。（编数字的规则给每个区县都是一千多人，合并以后也不增加，所以上城区 2021 年的下降是编出来的。）

# %% [markdown] lang="en"
# Going forward counties only merge, so their figures add up. (Our rule gives every county somewhat over a thousand pupils,
# also one that was merged from two, so the fall of 上城区 in 2021 is made up.)

# %%
panel = (
    reported.merge(keys, on=["year", "code"])
    .dropna(subset=["code_2024"])
    .pivot_table(index="code_2024", columns="year", values="pupils", aggfunc="sum")
)
panel.insert(0, "name", [cz.resolve(code, as_of=2024).place.name for code in panel.index])
panel[["name", 2010, 2015, 2020, 2021, 2024]].convert_dtypes()

# %% [markdown] lang="zh"
# 检查：每年的总数没有变；每个县每年都有值，除了从几个县里拆出来的新县——它没有“主要的”前身，早年的数字留在原来的县里。

# %% [markdown] lang="en"
# Check: the yearly totals are unchanged, and every county has a value in every year, but for a county that was made of
# parts: it has no main predecessor, and its early figures stay with the counties that it was cut from.

# %%
totals = panel.drop(columns="name").sum()
assert (totals == reported.groupby("year")["pupils"].sum()).all()
gaps = panel[panel.isna().any(axis=1)]
gaps[["name", 2010, 2020, 2021, 2024]].convert_dtypes()

# %% [markdown] lang="zh"
# 一个县的沿革可以画出来：

# %% [markdown] lang="en"
# The life of one county, as a picture:

# %%
from coedu_zones.charts import history_chart

history_chart("330104", lang="zh")
