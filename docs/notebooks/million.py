# %% [markdown] lang="zh"
# # 一百万行
#
# 规范一列地址要多久？我们用真实的区划名称编出地址，写法各异，其中一成有歧义或没有地名。
# 行数由环境变量 `ROWS` 决定，不设就是一百万；网页为了快，设得小一些。

# %% [markdown] lang="en"
# # A million rows
#
# How long does it take to normalize a column of addresses? We make addresses up from the names of real divisions, written
# in several ways; a tenth of them are ambiguous or name no place. The environment variable `ROWS` says how many, a million
# without it; these pages are built with fewer.

# %%
import os
import random
import time

import polars as pl

import coedu_zones as cz
import coedu_zones.frames.polars

ROWS = int(os.environ.get("ROWS", "1000000"))
rng = random.Random(7)
counties = cz.divisions(level="county")
odd = ["鼓楼区人民路1号", "朝阳区", "不详", "苹果手机", ""]


def address() -> str:
    if rng.random() < 0.1:
        return rng.choice(odd)
    county = rng.choice(counties)
    path = county.path if rng.random() < 0.6 else county.path[-2:]
    return "".join(path) + (f"人民路{rng.randrange(300)}号" if rng.random() < 0.5 else "")


frame = pl.DataFrame({"address": [address() for _ in range(ROWS)]})
print(f"{ROWS:,} rows, {frame['address'].n_unique():,} distinct")


# %%
def rows_a_second(frame: pl.DataFrame) -> float:
    """The best of three runs: whatever else the machine does only makes a run slower."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        frame.coedu.annotate("address")
        seconds.append(time.perf_counter() - start)
    return len(frame) / min(seconds)


print(f"{rows_a_second(frame):,.0f} rows per second in one process")

# %%
found = frame.coedu.annotate("address")
found.group_by("place_status").len().sort("len", descending=True)

# %% [markdown] lang="zh"
# 相同的文字只解析一次，所以重复越多越快：

# %% [markdown] lang="en"
# Each distinct text is resolved once, so a column that repeats itself is quicker:

# %%
repeated = pl.concat([frame.head(ROWS // 10)] * 10, rechunk=True)
print(f"{rows_a_second(repeated):,.0f} rows per second when each text comes ten times")

# %% [markdown] lang="zh"
# 只要代码时，在惰性查询里取一个字段即可；更大的文件用流式查询，内存不随行数增长。

# %% [markdown] lang="en"
# When only the code is wanted, take one field in a lazy query; for larger files use a streaming query, whose memory does
# not grow with the rows.

# %%
(
    frame.lazy()
    .select(pl.col("address").coedu.resolve().struct.field("province"))
    .group_by("province")
    .len()
    .sort("len", descending=True)
    .head(5)
    .collect()
)
