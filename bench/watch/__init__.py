"""The watch room beside its peers, on the same input, in one run; results are compared before times are printed."""

from __future__ import annotations


def main() -> None:
    """Measure and print."""
    from bench.watch import hot_spots, near_repeats, scan, surges  # late, so that each can be run by itself

    surges.main()
    near_repeats.main()
    hot_spots.main()
    scan.main()


if __name__ == "__main__":
    main()
