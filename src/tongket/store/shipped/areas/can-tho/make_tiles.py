"""Draw the schematic map: one square for each unit, neighbours roughly kept, no two on one square.

Run ``python make_tiles.py`` (needs numpy and scipy). Communes of July 2025 stand at their published centre points;
for the former wards no points are published under a licence that allows shipping them, so ``layout.csv`` holds
rough positions written down by hand: enough to say who lies beside whom, not to measure. Districts are placed by hand.
"""

from __future__ import annotations

import csv
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

HERE = Path(__file__).parent
SEED = 20250701
DISTRICTS = {
    "924": (0, 0), "923": (1, 0),
    "925": (0, 1), "917": (1, 1), "918": (2, 1), "916": (3, 1),
    "927": (1, 2), "926": (2, 2), "919": (3, 2),
}  # fmt: skip

# Inside Ninh Kiều the five wards that were merged away in 2020 and 2024 stand on the edge, so that later maps have no
# hole; the other eight keep their order. Same squares as the annealing gave the district.
NINH_KIEU = {
    "31129": (12, 4), "31120": (10, 5), "31123": (11, 5), "31117": (12, 5),
    "31149": (9, 6), "31135": (10, 6), "31141": (11, 6), "31132": (12, 6),
    "31147": (9, 7), "31144": (10, 7), "31126": (11, 7), "31138": (12, 7),
    "31150": (9, 8),
}  # fmt: skip


def read(name: str) -> list[dict[str, str]]:
    """Read a table of this folder."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spread(points: Array, share: float) -> Array:
    """Pull dense places apart: mix each coordinate with its rank, so that the inner city gets room."""
    ranks = points.argsort(axis=0).argsort(axis=0) / (len(points) - 1)
    scaled = (points - points.min(axis=0)) / np.ptp(points, axis=0)
    mixed: Array = share * ranks + (1 - share) * scaled
    return mixed


def cells(columns: int, rows: int) -> Array:
    """Return the centres of a grid, row by row, scaled to 0 to 1; the second coordinate grows northwards."""
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return np.column_stack([x.ravel() / (columns - 1), 1 - y.ravel() / (rows - 1)])


def place(points: Array, groups: Array, columns: int, rows: int, share: float, hold: float) -> Array:
    """Return the cell of each point: nearest on the whole, then improved so that groups stay together.

    Simulated annealing over exchanges; the cost is the squared distance to the wished place plus `hold` for every
    pair of neighbouring squares that belong to different groups.
    """
    wished, grid = spread(points, share), cells(columns, rows)
    costs = ((wished[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    # Imported by name: scipy is a tool of development here and ships no types.
    _, at = import_module("scipy.optimize").linear_sum_assignment(costs)
    holder = np.full(len(grid), -1)
    holder[at] = np.arange(len(points))
    # A square is worth holding only near others: empty squares outside count as a group of their own.
    label = np.append(groups, -1)
    beside = neighbours(columns, rows)
    random = np.random.default_rng(SEED)
    for step in range(400_000):
        heat = 0.02 * (1 - step / 400_000) ** 2
        a, b = int(random.integers(len(grid))), int(random.integers(len(grid)))
        first, second = holder[a], holder[b]
        if first == second:
            continue
        before = (costs[first, a] if first >= 0 else 0) + (costs[second, b] if second >= 0 else 0)
        after = (costs[first, b] if first >= 0 else 0) + (costs[second, a] if second >= 0 else 0)
        before += hold * edges(a, b, holder, label, beside)
        holder[a], holder[b] = second, first
        after += hold * edges(a, b, holder, label, beside)
        if after > before and random.random() >= np.exp((before - after) / max(heat, 1e-9)):
            holder[a], holder[b] = first, second
    result = np.empty(len(points), dtype=int)
    for cell, unit in enumerate(holder):
        if unit >= 0:
            result[unit] = cell
    return result


def neighbours(columns: int, rows: int) -> list[list[int]]:
    """Return the squares beside each square."""
    found = []
    for cell in range(columns * rows):
        column, row = cell % columns, cell // columns
        steps = [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)]
        found.append([y * columns + x for x, y in steps if 0 <= x < columns and 0 <= y < rows])
    return found


def edges(a: int, b: int, holder: Array, label: Array, beside: list[list[int]]) -> int:
    """Count the borders between groups around two squares."""
    return sum(label[holder[cell]] != label[holder[other]] for cell in (a, b) for other in beside[cell])


def tiles_of(codes: list[str], at: Array, columns: int) -> dict[str, tuple[int, int]]:
    """Return column and row of each code, moved so that both begin at 0."""
    column, row = at % columns, at // columns
    return {code: (int(x), int(y)) for code, x, y in zip(codes, column - column.min(), row - row.min(), strict=True)}


def close_holes(tiles: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Slide the squares left of a hole one to the right, for a hole is read as a unit without data."""
    taken = set(tiles.values())
    for column, row in sorted({(x + 1, y) for x, y in taken} - taken):
        if {(column + 1, row), (column, row - 1), (column, row + 1)} <= taken:
            tiles = {code: (x + 1, y) if y == row and x < column else (x, y) for code, (x, y) in tiles.items()}
            return close_holes(tiles)
    return tiles


def main() -> None:
    """Write tiles.csv."""
    areas, layout = read("areas.csv"), read("layout.csv")
    parent = {row["code"]: row["parent"] for row in areas if row["level"] == "commune" and row["valid_to"]}
    old = [row["code"] for row in layout]
    points = np.array([[float(row["longitude"]), float(row["latitude"])] for row in layout])
    groups = np.array([int(parent[code]) for code in old])
    old_tiles = tiles_of(old, place(points, groups, 13, 10, 0.55, 0.012), 13)
    if {old_tiles[code] for code in NINH_KIEU} != set(NINH_KIEU.values()):
        raise SystemExit("Ninh Kiều got other squares than NINH_KIEU names: arrange its wards anew")
    old_tiles.update(NINH_KIEU)

    new_rows = [row for row in areas if row["level"] == "commune" and row["valid_from"] == "2025-07-01"]
    new = [row["code"] for row in new_rows]
    points = np.array([[float(row["longitude"]), float(row["latitude"])] for row in new_rows])
    new_tiles = tiles_of(new, place(points, np.zeros(len(new), dtype=int), 14, 13, 0.35, 0.004), 14)
    new_tiles = close_holes(new_tiles)

    with (HERE / "tiles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "valid_from", "column", "row"])
        for row in areas:
            tiles = new_tiles if row["valid_from"] == "2025-07-01" else old_tiles
            place_ = DISTRICTS.get(row["code"]) if row["level"] == "district" else tiles.get(row["code"])
            if place_ is not None and (row["level"] == "district" or row["parent"] in DISTRICTS or tiles is new_tiles):
                writer.writerow([row["code"], row["valid_from"], *place_])


if __name__ == "__main__":
    main()
