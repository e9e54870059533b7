# %% [markdown] lang="zh"
# # 97 个实验区：是谁、在哪里、有多少、哪些套着哪些
#
# 名单出自教基厅函〔2024〕3号。

# %% [markdown] lang="en"
# # The 97 zones: who, where, how many, and which are nested
#
# The list is that of the notice 教基厅函〔2024〕3号.

# %%
from collections import Counter

import pandas as pd

import coedu_zones as cz
from coedu_zones.charts import province_chart

zones = pd.DataFrame(cz.zones().to_records())
zones[["number", "listed_under", "listed_name", "kind", "code", "path"]].head(8)

# %%
zones["kind"].value_counts().to_frame()

# %% [markdown] lang="zh"
# 按省份：兵团是名单上单独的一行，法律上在新疆，下图按法律上的位置计。

# %% [markdown] lang="en"
# By province. 兵团 has a row of its own in the list and lies in 新疆 by law; the picture counts by law.

# %%
province_chart({p.name: len(p.zones) for p in cz.provinces()}, title="各省的实验区 Zones by province")

# %%
print([p.name for p in cz.provinces() if not p.zones])

# %% [markdown] lang="zh"
# 有的实验区在另一个实验区之内，例如农安县在长春市之内。数“被覆盖的县”时不能重复计算。

# %% [markdown] lang="en"
# Some zones lie inside another one, such as 农安县 in 长春市. Counties that are covered must not be counted twice.

# %%
nested = [
    (zone.number, zone.name, coverage.how.value, coverage.zone.number, coverage.zone.name)
    for zone in cz.zones()
    for coverage in cz.zones_covering(zone.target)
    if coverage.zone.number != zone.number
]
pd.DataFrame(nested, columns=["zone", "name", "how", "other_zone", "other_name"])

# %% [markdown] lang="zh"
# 有多少县至少有一部分在某个实验区之内？

# %% [markdown] lang="en"
# How many counties lie in a zone, as a whole or in part?

# %%
how = Counter()
for county in cz.divisions(level="county"):
    kinds = {coverage.how.value for coverage in cz.zones_covering(county)}
    how["whole" if kinds & {"equal", "inside"} else "part" if kinds else "none"] += 1
print(dict(how), "of", sum(how.values()), "counties")

# %% [markdown] lang="zh"
# 两个实验区是功能区，没有 GB/T 2260 代码：

# %% [markdown] lang="en"
# Two zones are functional areas and have no GB/T 2260 code:

# %%
areas = [
    (zone.number, zone.path_text, zone.code, cz.get_division(overlap.code).name, "whole" if overlap.whole else "part")
    for zone in cz.zones(kind="functional_area")
    for overlap in zone.target.overlaps
]
pd.DataFrame(areas, columns=["zone", "area", "code", "county", "share"])
