"""Count by hand with Polars: every group by area and month, zero-filled, with totals. Arguments: source, target."""

import sys
from datetime import date
from itertools import combinations

import polars as pl

source, target = sys.argv[1:]
keys = ["offence_group", "area", "month"]
counted = (
    pl.scan_parquet(source)
    .filter(pl.col("status") != "unfounded", pl.col("recorded_on").is_between(date(2015, 9, 1), date(2026, 1, 31)))
    .with_columns(month=pl.col("recorded_on").dt.strftime("%Y-%m"))
    .group_by(keys)
    .len("n")
    .collect()
)
parts = [counted]
for size in range(3):
    for kept in combinations(keys, size):
        total = counted.group_by(kept).agg(pl.col("n").sum()) if kept else counted.select(pl.col("n").sum())
        parts.append(
            total.with_columns(pl.lit(None, pl.String).alias(k) for k in keys if k not in kept).select(*keys, "n")
        )
cube = pl.concat([part.cast({"n": pl.Int64}) for part in parts])
months = pl.date_range(date(2015, 9, 1), date(2026, 1, 1), "1mo", eager=True).dt.strftime("%Y-%m").alias("month")
axes = [counted.select(pl.col(k).unique()) for k in keys[:2]] + [months.to_frame()]
grid = None
for axis in axes:
    axis = pl.concat([axis, pl.DataFrame({axis.columns[0]: [None]}, schema=axis.schema)])
    grid = axis if grid is None else grid.join(axis, how="cross")
grid.join(cube, on=keys, how="left", nulls_equal=True).with_columns(pl.col("n").fill_null(0)).sort(keys).write_parquet(
    target
)
