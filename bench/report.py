"""The report in all three formats, and the start of the program: absolute goals, for there is no peer to run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.harness import measure_together, run_once, tongket
from bench.ledger import alone


def main() -> None:
    """Measure and print."""
    (start,) = measure_together({"tongket --help": tongket("--help")})
    alone("start of the program", start.least, cpu_below=0.3, peak_mb=start.peak_mb)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "can-tho"
        wall, cpu, peak = run_once(tongket("demo", str(book)))
        alone("demonstration book, once", (wall, cpu), peak_mb=peak)
        words = ("report", str(book), "--period", "mps:2022", "--seal", "2023-01-05", "--output", f"{folder}/out")
        (report,) = measure_together({"report": tongket(*words)}, runs=3)
        what = "report of the demonstration, docx + pdf + html"
        alone(what, report.least, wall_below=10, peak_mb=report.peak_mb)


if __name__ == "__main__":
    main()
