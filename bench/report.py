"""The report in all three formats, and the start of the program: absolute goals, for there is no peer to run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.harness import measure_together, run_once, table, tongket


def main() -> None:
    """Measure and print."""
    print(table("start (goal: 0.3 s of CPU)", measure_together({"tongket --help": tongket("--help")})))
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "can-tho"
        wall, cpu, peak = run_once(tongket("demo", str(book)))
        print(f"\ndemonstration, once: {wall:.1f} s wall, {cpu:.1f} s CPU, {peak:.0f} MiB")
        words = (
            "report",
            str(book),
            "--period",
            "mps:2022",
            "--seal",
            "2023-01-05",
            "--output",
            str(Path(folder) / "out"),
        )
        measured = measure_together({"report, docx + pdf + html": tongket(*words)})
        print(table("report of the demonstration (goal: 10 s)", measured))


if __name__ == "__main__":
    main()
