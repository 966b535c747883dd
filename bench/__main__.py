"""``python -m bench [PART …] [--large] [--json FILE]``: run the parts named, or all of them, and print one table.

Each part runs in a process of its own, so that neither its memory nor its failure touches another's figures. Peers
from package indexes are installed by the part that needs them. The end is 0 when every part ran, also when a goal was
missed: the table says so.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import bench
from bench.ledger import LARGE, LINES, Line, read_lines, table, verdict

HELPERS = {"__main__", "harness", "ledger", "proof_score"}
WATCH = ("watch.surges", "watch.near_repeats", "watch.hot_spots", "watch.scan", "watch.first_calls", "watch.memory")


def parts() -> list[str]:
    """Return the parts there are; `watch` stands for its own."""
    found = sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if found.name not in HELPERS)
    return [part for name in found for part in (WATCH if name == "watch" else (name,))]


def main(words: list[str]) -> int:
    """Run parts; return 1 when one of them broke."""
    asked = _asked(words)
    chosen = [part for part in parts() if not asked.parts or part in asked.parts or part.split(".")[0] in asked.parts]
    lines: dict[str, list[Line]] = {}
    broken = []
    for part in chosen:
        print(f"\n== {part}", flush=True)
        lines[part], ended = run(part, large=asked.large)
        broken += [part] if ended else []
    every = [line for of_part in lines.values() for line in of_part]
    print(f"\n{table(every)}\n\n{_summary(every, broken)}")
    if asked.json:
        report = [{"part": part, **asdict(line), "ratio": line.ratio} for part in chosen for line in lines[part]]
        Path(asked.json).write_text(json.dumps({"lines": report, "broken": broken}, indent=1), encoding="utf-8")
    return 1 if broken else 0


def _asked(words: list[str]) -> argparse.Namespace:
    known = [*parts(), "watch"]
    parser = argparse.ArgumentParser(prog="bench", description="Time the main jobs beside their peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"among {', '.join(sorted(known))}; all by default")
    parser.add_argument("--large", action="store_true", help="also what takes minutes")
    parser.add_argument("--json", metavar="FILE", help="write the lines of the table to FILE as well")
    asked = parser.parse_args(words)
    if unknown := [part for part in asked.parts if part not in known]:
        parser.error(f"must be among {', '.join(sorted(known))}; got {', '.join(unknown)}")
    return asked


def run(part: str, *, large: bool) -> tuple[list[Line], int]:
    """Run one part in a process of its own; return what it noted and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines"
        path.touch()
        environment = {**os.environ, LINES: str(path), LARGE: "1" if large else ""}
        ended = subprocess.run(
            [sys.executable, "-c", f"from bench.{part} import main; main()"], env=environment
        ).returncode
        return read_lines(path), ended


def _summary(lines: list[Line], broken: list[str]) -> str:
    found = [verdict(line) for line in lines]
    counted = [f"{found.count(each)} {named}" for each, named in (("met", "met"), ("MISSED", "missed"))]
    told = f"goals: {', '.join(counted)}, {found.count('no peer')} without their peer"
    absent = {f"{line.peer}: {line.note}" for line in lines if line.note.startswith("not compared")}
    return "\n".join([told, *sorted(absent), *(f"broken: {part}" for part in broken)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
