"""Dataframes: one column contract (``coedu_zones.frames.columns``), one module a backend.

Import the one that you use; importing it registers what it adds::

    import coedu_zones.frames.pandas    # df["地址"].coedu.resolve()
    import coedu_zones.frames.polars    # pl.col("地址").coedu.resolve()
    import coedu_zones.frames.duckdb    # duckdb.register(con); SELECT resolve_place(addr)
    import coedu_zones.frames.spark     # spark.resolve(df, "addr")

A backend is an extra (``pip install "coedu_zones[polars]"``). This package
imports none of them.
"""
