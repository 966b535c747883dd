"""What a collect did: counts by source and by rule, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.collect.rules import read_rules
from tongket.model.text import Language, format_number
from tongket.store.rejects import Finding


@dataclass(frozen=True)
class RuleRows:
    """Say how many rows broke a rule, and how grave that was."""

    id: str
    severity: str
    rows: int


@dataclass(frozen=True)
class Difference:
    """Say what a source brings against what the book holds.

    Attributes
    ----------
    new, changed, unchanged : int
        Valid rows whose record is new, replaces a version, or is there already.
    columns : dict of str to int
        How many records change in each column.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceResult:
    """Hold what reading one source into one table gave.

    Attributes
    ----------
    source, table, mapping : str
        What was read, into what, how.
    load_id : str
        Id of the load; also of one that was not written.
    read, accepted, rejected, duplicate, superseded : int
        Rows; read = accepted + rejected + duplicate.
    skipped : int
        Lines that the mapping says are no records; they are not read.
    rules : tuple of RuleRows
        Rules that were broken, in order of id.
    difference : Difference
        Against what the book holds.
    already_loaded : bool
        Whether this very source was loaded before, so that nothing was changed.
    examples : tuple of Finding
        The first rejected rows; all are in the book, or in a dry run nowhere.
    """

    source: str
    table: str
    mapping: str
    load_id: str
    read: int
    accepted: int
    rejected: int
    duplicate: int
    superseded: int
    skipped: int = 0
    rules: tuple[RuleRows, ...] = ()
    difference: Difference = Difference()
    already_loaded: bool = False
    examples: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        assert self.read == self.accepted + self.rejected + self.duplicate, self


@dataclass(frozen=True)
class CollectResult:
    """Hold what a collect did with all its sources.

    Attributes
    ----------
    book : str
        Id of the book.
    received_on : date
        Day on which the office knew the records.
    dry_run : bool
        Whether nothing was written.
    sources : tuple of SourceResult
        In the order in which they were read; lists of offences derived from cases are apart in `derived`.
    derived : tuple of SourceResult
        Tables that were filled from others: the offences of a case.
    """

    book: str
    received_on: date
    dry_run: bool
    sources: tuple[SourceResult, ...]
    derived: tuple[SourceResult, ...] = ()

    def _sum(self, name: str) -> int:
        return sum(getattr(source, name) for source in self.sources)

    @property
    def read(self) -> int:
        """Return the rows read; always accepted + rejected + duplicate."""
        return self._sum("read")

    @property
    def accepted(self) -> int:
        """Return the rows that entered the records."""
        return self._sum("accepted")

    @property
    def rejected(self) -> int:
        """Return the rows that went to the rejects."""
        return self._sum("rejected")

    @property
    def duplicate(self) -> int:
        """Return the rows that were there already, in the source or in the book."""
        return self._sum("duplicate")

    @property
    def superseded(self) -> int:
        """Return the accepted rows that replaced an earlier version."""
        return self._sum("superseded")

    @property
    def rules(self) -> tuple[RuleRows, ...]:
        """Return the rules that were broken, over all sources."""
        total: dict[tuple[str, str], int] = {}
        for source in self.sources:
            for rule in source.rules:
                total[rule.id, rule.severity] = total.get((rule.id, rule.severity), 0) + rule.rows
        return tuple(RuleRows(rule_id, severity, rows) for (rule_id, severity), rows in sorted(total.items()))

    @property
    def exit_code(self) -> int:
        """Return 1 where rows were rejected, else 0."""
        return 1 if self.rejected else 0

    def to_json(self) -> dict[str, Any]:
        """Return the result for machines; the first six keys are those every tool may rely on."""
        return {
            **_counts(self),
            "rules": [_rule_json(rule) for rule in self.rules],
            "book": self.book,
            "received_on": self.received_on.isoformat(),
            "dry_run": self.dry_run,
            "sources": [_source_json(source) for source in self.sources],
            "derived": [_source_json(source) for source in self.derived],
        }

    def summary(self, language: Language) -> str:
        """Return what was done on one screen; every rule that was broken is named, none is cut off."""
        return "\n".join(_summary_lines(self, language))


def _counts(result: CollectResult | SourceResult) -> dict[str, int]:
    names = ("read", "accepted", "rejected", "duplicate", "superseded")
    return {name: getattr(result, name) for name in names}


def _rule_json(rule: RuleRows) -> dict[str, Any]:
    return {"id": rule.id, "severity": rule.severity, "rows": rule.rows}


def _source_json(source: SourceResult) -> dict[str, Any]:
    return {
        "source": source.source,
        "table": source.table,
        "mapping": source.mapping,
        "load_id": source.load_id,
        **_counts(source),
        "skipped": source.skipped,
        "already_loaded": source.already_loaded,
        "rules": [_rule_json(rule) for rule in source.rules],
        "difference": {
            "new": source.difference.new,
            "changed": source.difference.changed,
            "unchanged": source.difference.unchanged,
            "columns": source.difference.columns,
        },
    }


_WORDS = {
    "vi": {
        "total": "Đã đọc {read} dòng = nhận {accepted} + loại {rejected} + trùng {duplicate}; thay thế {superseded}.",
        "dry": "Chạy thử: không ghi gì vào sổ.",
        "again": "{source}: đã nạp trước đây, sổ không thay đổi.",
        "source": "{source} → {table}: đọc {read}, nhận {accepted}, loại {rejected}, trùng {duplicate}.",
        "difference": "So với sổ: mới {new}, thay đổi {changed}, như cũ {unchanged}.",
        "column": "  đổi {name}: {count}",
        "derived": "Tội danh của các vụ ({table}): {accepted} dòng.",
        "skipped": "Bỏ qua {skipped} dòng không phải bản ghi.",
        "error": "lỗi",
        "warning": "cảnh báo",
        "explained": "đã giải trình",
        "rejects": "Dòng bị loại nằm trong thư mục rejects/ của sổ; sửa ở nguồn rồi nạp lại.",
    },
    "en": {
        "total": "Read {read} rows = accepted {accepted} + rejected {rejected} + duplicate {duplicate};"
        " superseded {superseded}.",
        "dry": "Dry run: nothing was written.",
        "again": "{source}: loaded before, nothing changed.",
        "source": "{source} → {table}: read {read}, accepted {accepted}, rejected {rejected}, duplicate {duplicate}.",
        "difference": "Against the book: new {new}, changed {changed}, unchanged {unchanged}.",
        "column": "  {name} changes: {count}",
        "derived": "Offences of the cases ({table}): {accepted} rows.",
        "skipped": "Skipped {skipped} lines that are no records.",
        "error": "error",
        "warning": "warning",
        "explained": "explained",
        "rejects": "Rejected rows are in the book's folder rejects/; mend them at the source and read it again.",
    },
}
# so many sources are listed one by one; the totals and the rules are always whole
_LISTED = 12


def _summary_lines(result: CollectResult, language: Language) -> Iterable[str]:
    words = _WORDS[language]

    def line(key: str, **values: Any) -> str:
        shown = {k: format_number(v, language) if isinstance(v, int) else v for k, v in values.items()}
        return words[key].format(**shown)

    if result.dry_run:
        yield line("dry")
    for source in result.sources[:_LISTED] if len(result.sources) > 1 else ():
        yield line("source", source=source.source, table=source.table, **_counts(source))
    for source in result.sources:
        if source.already_loaded:
            yield line("again", source=source.source)
    yield line("total", **_counts(result))
    if skipped := sum(source.skipped for source in result.sources):
        yield line("skipped", skipped=skipped)
    if result.dry_run or result.superseded:
        yield from _difference_lines(result, line)
    for source in result.derived:
        yield line("derived", table=source.table, accepted=source.accepted)
    for rule in result.rules:
        text = read_rules()[rule.id].text.in_language(language)
        yield f"  {rule.id} {words[rule.severity]}: {format_number(rule.rows, language)} — {text}"
    if result.rejected and not result.dry_run:
        yield line("rejects")


def _difference_lines(result: CollectResult, line: Any) -> Iterable[str]:
    differences = [source.difference for source in result.sources]
    yield line(
        "difference",
        new=sum(difference.new for difference in differences),
        changed=sum(difference.changed for difference in differences),
        unchanged=sum(difference.unchanged for difference in differences),
    )
    names = sorted({name for difference in differences for name in difference.columns})
    for name in names:
        yield line("column", name=name, count=sum(difference.columns.get(name, 0) for difference in differences))
