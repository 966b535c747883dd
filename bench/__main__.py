"""``python -m bench [NAME …]``: run the benchmarks named, or all of them."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench

NOT_BENCHMARKS = {"__main__", "harness"}


def names() -> list[str]:
    """Return the benchmarks there are."""
    return sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if found.name not in NOT_BENCHMARKS)


def main(chosen: list[str]) -> int:
    """Run benchmarks; return 2 when one is unknown."""
    unknown = [name for name in chosen if name not in names()]
    if unknown:
        print(f"bench: must be among {', '.join(names())}; got {', '.join(unknown)}.", file=sys.stderr)
        return 2
    for name in chosen or names():
        print(f"\n== {name}")
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
