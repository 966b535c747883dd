"""The manual's truth table is the one the program uses."""

import re

import pytest

from tests.repository.tree import ROOT
from tongket.watch.emerging_classes import LASTING, LEAST_PERIODS, TRUTH_TABLE
from tongket.watch.kernels.compiling import jit_disabled

PAGE = (ROOT / "docs" / "methods" / "watch-hot-spots.md").read_text(encoding="utf-8")
WORDS = {True: "yes", False: "no", None: ""}
TRENDS = {1: "rising", 0: "none", -1: "falling", None: ""}


def test_the_truth_table_is_printed_as_it_is():
    head = PAGE.index("| class | last period hot |")
    printed = [re.split(r" *\| *", line.strip("| ")) for line in PAGE[head:].split("\n\n")[0].splitlines()[2:]]
    rows = [
        [r.name, WORDS[r.last], WORDS[r.lasting], TRENDS[r.trend], WORDS[r.before], WORDS[r.run], WORDS[r.opposite]]
        for r in TRUTH_TABLE
    ]
    # empty cells at the end of a line fall away with its bars
    assert [(row + [""] * 7)[:7] for row in printed] == rows
    assert f"{LASTING:.0%}".replace("%", " %") in PAGE
    assert LEAST_PERIODS == 10


@pytest.mark.skipif(jit_disabled(), reason="a map of a thousand events takes a while without the compiler")
def test_the_example_runs(capsys):
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(block, "watch-hot-spots.md", "exec"), {})
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["counts", "0.01"],
        ["counts", "0.02"],
        ["counts", "0.05"],
    ]
