"""With ``--json`` every command prints exactly one object, with the keys that the manual's page names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from scripts.manual.commands import parsers

from tests.end_to_end.conftest import City
from tests.end_to_end.running import tongket

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "json.md"

# What a command is asked, so that its answer holds at least one entry of each list. {book} may be changed.
QUESTIONS = {
    "init": ("init {here}/new", 0),
    "collect": ("collect {book} {register} --received-on 2023-05-01 --dry-run", 1),
    "template": ("template {here}/cases.xlsx", 0),
    "rejects": ("rejects {book}", 1),
    "versions": ("versions {book} MP-00001", 0),
    "close": ("close {book} --as-of 2023-05-15", 0),
    "seals": ("seals {book}", 0),
    "verify": ("verify {book}", 0),
    "diff": ("diff {book}", 0),
    "count": ("count {book} --period mps:2022 --against mps:2021 --indicator recorded.all", 0),
    "trace": ("trace {book} {figure}", 0),
    "proof": ("proof {here}/speech.md", 0),
    "report": ("report {book} --period mps:2022 --to html", 0),
}


def documented(command: str, block: int = 0) -> Any:
    """Return the example that the page gives for a command."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {command}\n")[1].split("\n## ")[0]
    return json.loads(re.findall(r"```json\n(.*?)```", section, re.DOTALL)[block])


def check_keys(found: Any, example: Any, where: str) -> None:
    """Hold the shape of an answer to the example: the same keys, entry by entry; open mappings may hold any key."""
    if isinstance(example, dict) and where.rsplit(".", 1)[-1] not in (
        "tables",
        "records",
        "by",
        "values",
        "columns",
        "marks",
        "parameters",
        "what",
    ):
        assert isinstance(found, dict), where
        assert set(found) == set(example), where
        for key, inner in example.items():
            check_keys(found[key], inner, f"{where}.{key}")
    elif isinstance(example, dict):
        for inner in found.values():
            check_keys(inner, next(iter(example.values()), None), f"{where}.*")
    elif isinstance(example, list) and example:
        assert isinstance(found, list), where
        assert found or where.endswith(("rules", "comparisons", "examples", "codes")), where
        for each in found[:20]:
            check_keys(each, example[0], f"{where}[]")
    elif isinstance(example, bool | int) and found is not None:
        assert isinstance(found, int | str), where


def ask(words: str, city: City, here: Path) -> Any:
    (here / "speech.md").write_text("Năm 2022 xảy ra 171 vụ, tăng 3 vụ (1,8%) so với năm 2021.", encoding="utf-8")
    figure = "F" if "{figure}" not in words else ask(QUESTIONS["count"][0], city, here).json["figures"][0]["id"]
    named = {"book": city.book, "register": city.register.path, "here": here, "figure": figure}
    return tongket(*words.format(**named).split(), "--json")


@pytest.mark.parametrize("command", QUESTIONS)
def test_one_object_with_the_keys_of_the_manual(command: str, city: City, here: Path) -> None:
    words, code = QUESTIONS[command]
    ran = ask(words, city, here)
    assert ran.code == code, ran
    found = ran.json  # exactly one object: anything before or after it is no JSON
    check_keys(found, documented(command), command)


@pytest.mark.slow
def test_demo_has_the_keys_of_the_manual(demonstration: Path) -> None:
    said = demonstration.with_name("demo.json")
    if not said.exists():
        pytest.skip("TONGKET_DEMONSTRATION names a book without demo.json beside it")
    check_keys(json.loads(said.read_text(encoding="utf-8")), documented("demo"), "demo")


def test_triangle_has_the_keys_of_the_manual(city: City, here: Path) -> None:
    ran = ask("diff {book} --triangle --indicator recorded.all --indicator cleared.all", city, here)
    check_keys(ran.json, documented("diff", 1), "diff")
    assert len(ran.json["triangles"]) == 2


def test_problem_has_the_keys_of_the_manual(city: City, here: Path) -> None:
    next((city.book / "seals").glob("*/cases.parquet")).unlink()
    ran = ask("verify {book}", city, here)
    assert ran.code == 1
    check_keys(ran.json, documented("verify", 1), "verify")


CAMPAIGN = (
    "campaign_id,name,offences,areas,starts_on,ends_on,registered_on,outcome,comparison,minimum_effect\n"
    "CD-1,Cao điểm thử,173,916,2022-06-01,2022-08-31,2022-05-20,recorded,rest,0.3\n"
    "CD-2,Cao điểm khác,173,,2022-08-01,2022-09-30,2022-07-20,recorded,others,0.3\n"
)


def test_evaluate_has_the_keys_of_the_manual(city: City, here: Path) -> None:
    (here / "campaigns.csv").write_text(CAMPAIGN, encoding="utf-8")
    assert ask("collect {book} {here}/campaigns.csv --received-on 2023-04-20", city, here).code == 0
    assert ask("close {book} --as-of 2023-05-15", city, here).code == 0
    found = ask("evaluate {book} CD-1", city, here).json
    example = documented("evaluate")
    # cases are entered under a campaign in a register of their own, which this city does not keep
    check_keys({**found, "campaigns": [{**found["campaigns"][0], "cases": 0}]}, example, "evaluate")
    registered = ask("evaluate {book} CD-1 --register", city, here).json
    assert set(registered) == set(documented("evaluate", 1))
    assert registered["before_start"] is False


def test_every_command_is_asked() -> None:
    assert {*QUESTIONS, "demo", "evaluate", "plan", "watch"} == set(parsers("en"))


def test_counts_of_a_collect_add_up(city: City, here: Path) -> None:
    told = ask(QUESTIONS["collect"][0], city, here).json
    for part in (told, *told["sources"]):
        assert part["read"] == part["accepted"] + part["rejected"] + part["duplicate"]
