"""Write the manual's chapter "What is counted, and how" from the pages that test it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from tests.spec.chapters import (
    c1_conditions,
    c2_measures,
    c3_absent,
    c4_breakdowns,
    c5_comparisons,
    c6_geography,
)
from tests.spec.drawing import Spec

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "reference" / "spec.md"
_MODULES = (c1_conditions, c2_measures, c3_absent, c4_breakdowns, c5_comparisons, c6_geography)


def chapters() -> list[tuple[str, Sequence[Spec]]]:
    """Return the chapters with their pages, in order."""
    return [(module.CHAPTER, module.PAGES) for module in _MODULES]


def render_manual() -> str:
    """Return the whole chapter as Markdown."""
    parts = [
        "# What is counted, and how",
        "",
        "Each page below is also a test: the records, the definition, the question and the answer are run on every"
        " engine. Written by `python -m tests.spec.manual`; edit the pages in `tests/spec/chapters`, not this file.",
    ]
    for title, pages in chapters():
        parts += ["", f"## {title}"]
        for page in pages:
            parts += ["", *_page(page)]
    return "\n".join(parts) + "\n"


def _page(page: Spec) -> list[str]:
    lines = [f"### {page.title}", "", page.says, ""]
    for table, rows in page.records.items():
        lines += [f"Records in `{table}`:", "", *_block(rows), ""]
    if page.areas:
        lines += ["Units:", "", *_block(page.areas), ""]
    if page.changes:
        lines += ["What became of them:", "", *_block(page.changes), ""]
    lines += ["Definition:", "", *_block(page.define, "toml"), ""]
    lines += [f"Asked: `{_question(page)}`", "", "Answer:", "", *_block(page.answer)]
    return lines


def _question(page: Spec) -> str:
    words = [f"--period {page.period}"]
    words += [f"--against {each}" for each in page.against]
    words += [f"--by {each}" for each in page.by]
    words += [f"--{name.replace('_', '-')} {value}" for name, value in page.options.items()]
    return " ".join(words) + ("" if page.as_of.startswith("2030") else f", sealed as of {page.as_of}")


def _block(text: str, language: str = "text") -> list[str]:
    return [f"```{language}", *(line.rstrip() for line in textwrap.dedent(text).strip().splitlines()), "```"]


if __name__ == "__main__":
    MANUAL.parent.mkdir(parents=True, exist_ok=True)
    MANUAL.write_text(render_manual(), encoding="utf-8")
