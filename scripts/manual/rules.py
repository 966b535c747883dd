"""The page of rules, from the catalogue that is executed."""

from __future__ import annotations

from scripts.manual.pages import code, page, table
from tongket.collect.rules import Rule, read_rules
from tongket.model.tables import RECORD_TABLES

SCOPES = {
    "source": ("The line itself", "the line before its values are looked at"),
    "field": ("One field", "a value by itself"),
    "cross-field": ("Fields of one row", "values of one row that contradict one another"),
    "cross-row": ("Rows of one table", "rows that contradict one another, here or in the book"),
    "cross-table": ("Two tables", "rows that speak of what is not there"),
    "cross-time": ("Months", "a month far off its history"),
}


def render() -> str:
    """Return the page."""
    rules = read_rules().values()
    lines = [
        "Every row is asked these questions. An **error** rejects the row; a **warning** lets it in and is counted."
        " A mapping may make a rule graver, milder or silent (`[severity]`). All breaches are counted, none is cut off;"
        " `tongket rejects BOOK` pages through them. A rejected row, mended at the source and read again, is accepted.",
    ]
    for scope, (title, about) in SCOPES.items():
        chosen = [rule for rule in rules if rule.scope == scope]
        lines += ["", f"## {title}", "", f"Looked at: {about}.", "", *_table(chosen)]
    assert {rule.scope for rule in rules} <= set(SCOPES)
    return page("Rules of collect", "`src/tongket/collect/rules.toml`", *lines)


def _table(rules: list[Rule]) -> list[str]:
    rows = []
    for rule in rules:
        tables = "all" if set(rule.tables) == set(RECORD_TABLES) else ", ".join(map(code, rule.tables))
        rows.append(
            (
                code(rule.id),
                rule.severity,
                tables,
                f"{rule.text.en} *{rule.remedy.en}*",
                f"{rule.text.vi} *{rule.remedy.vi}*",
            )
        )
    return table(("rule", "severity", "tables", "what is wrong, *what to do*", "lỗi, *cách sửa*"), rows)
