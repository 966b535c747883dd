"""Gi* by pygeoda: hot_spots_geoda.py CELLS.npz METHOD prints seconds; statistics and p go back to the file."""

from __future__ import annotations

import sys
import time

import geopandas
import numpy as np
import pygeoda
import shapely


def main() -> None:
    """Time the permutations alone, without building polygons and weights."""
    given = np.load(sys.argv[1])
    count, columns, draws = given["count"], int(given["columns"]), int(given["draws"])
    row, column = np.divmod(np.arange(count.size), columns)
    frame = geopandas.GeoDataFrame({"count": count}, geometry=shapely.box(column, row, column + 1, row + 1))
    weights = pygeoda.queen_weights(pygeoda.open(frame))
    wall, cpu = time.perf_counter(), time.process_time()
    found = pygeoda.local_gstar(
        weights, frame["count"], permutations=draws, permutation_method=sys.argv[2], cpu_threads=2
    )
    print(time.perf_counter() - wall, time.process_time() - cpu)
    np.savez(sys.argv[1], statistic=found.lisa_values(), p=found.lisa_pvalues())


if __name__ == "__main__":
    main()
