"""The page of shipped indicators, from the definitions that are counted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from scripts.manual.pages import code, page, table
from tongket.count.definitions import list_indicator_sets

MEASURES = {
    "count": "number of records",
    "sum": "sum of a column",
    "stock": "records open at the end of the period",
    "ratio": "numerator / denominator; may pass 1",
    "share": "part / whole",
}


def render() -> str:
    """Return the page."""
    lines = [
        "The sets that ship with the project. A book names those it uses (`[indicators] sets`) and may add its own in"
        " `indicators/*.toml`; see [add an indicator](../how-to/add-an-indicator.md). `{code}` stands for a member of"
        " the family: a group or an offence of the book's code list, or a member named in the file, so that"
        " `recorded.{code}` gives `recorded.social_order`, `recorded.drugs`, `recorded.article_173`.",
        "",
        "What a definition means to the last record is shown on tiny tables in [what is counted, and how](spec.md);"
        " how intervals and comparisons are computed in [how figures are computed](../methods/figures.md).",
    ]
    for name in list_indicator_sets():
        lines += ["", *_set(name)]
    return page("Indicators", "`src/tongket/count/indicators`", *lines)


def _set(name: str) -> list[str]:
    raw = tomllib.loads((files("tongket.count") / "indicators" / f"{name}.toml").read_text(encoding="utf-8"))
    title = raw["set"]["title"]
    lines = [f"## {name}", "", f"{title['en']} · {title['vi']}"]
    if plain := raw.get("indicator"):
        lines += ["", *_rows(plain)]
    for family in raw.get("family", ()):
        lines += ["", *_family(family)]
    return lines


def _family(family: dict[str, Any]) -> list[str]:
    members = [code(member["code"]) for member in family.get("member", ())]
    over = [code(each) for each in family.get("over", ())]
    words = [f"For every code of {' and '.join(over)}"] if over else []
    words += [f"{'worded or added here' if over else 'For'}: {', '.join(members)}"] if members else []
    return [f"{'; '.join(words)}.", "", *_rows(family["indicator"])]


def _rows(entries: Iterable[dict[str, Any]]) -> list[str]:
    rows = []
    for entry in entries:
        what = MEASURES[entry["measure"]]
        if "table" in entry:
            what += f" in {code(entry['table'])} by {code(entry['date'])}"
        if "column" in entry:
            what += f": {code(entry['column'])}"
        if "numerator" in entry:
            what += f": {code(entry['numerator'])} / {code(entry['denominator'])}"
        if not entry.get("reportable", True):
            what += " (helper)"
        rows.append((code(entry["id"]), str(entry.get("version", 1)), entry["label"]["en"], entry["label"]["vi"], what))
    return table(("id", "version", "label", "tên", "computed as"), rows)
