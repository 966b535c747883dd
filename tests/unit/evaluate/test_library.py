import re
import subprocess
import sys

import pytest

import tongket.evaluate
from tests.repository.tree import ROOT


def test_the_page_of_the_library_does_what_it_shows(capsys):
    page = (ROOT / "docs" / "reference" / "evaluate.md").read_text(encoding="utf-8")
    found = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(found) == 1
    exec(compile(found[0], "evaluate.md", "exec"), {})
    assert "Mức giảm 30% sẽ được phát hiện" in capsys.readouterr().out


def test_every_name_is_there_and_no_other():
    for name in tongket.evaluate.__all__:
        assert getattr(tongket.evaluate, name) is not None
    assert dir(tongket.evaluate) == sorted(tongket.evaluate.__all__)
    with pytest.raises(AttributeError, match="guess"):
        _ = tongket.evaluate.guess


def test_every_function_of_the_library_stands_on_its_page():
    page = (ROOT / "docs" / "reference" / "evaluate.md").read_text(encoding="utf-8")
    functions = [name for name in tongket.evaluate.__all__ if name.islower()]
    assert [name for name in functions if f"`{name}" not in page] == []


def test_importing_the_library_loads_no_model_library():
    code = "import sys, tongket.evaluate as e; e.wdd, e.power, e.interrupted_series, e.synthetic_control, e.event_study"
    code += "; print([m for m in ('scipy', 'statsmodels', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
