"""What was found in the succession lists, for people and for machines; names only where they are asked for by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tongket.model.text import Language, Text
from tongket.plan.oversight_tables import PrintedTable, both
from tongket.plan.succession import SuccessionFinding, SuccessionResult
from tongket.plan.succession_lists import LIST_LABELS, ListKind, RowRef, SuccessionList

_HEAD = both(("Nội dung", "Dòng", "Chi tiết", "Mức độ", "Căn cứ"), ("Finding", "Rows", "Detail", "Kind", "Source"))
_ERROR, _LOOK = Text("sai", "error"), Text("cần xem", "to look at")


def row_text(at: RowRef, language: Language) -> str:
    """Return where a row stands: list, sheet, number."""
    label = LIST_LABELS[at.list].in_language(language)
    return f"{label}, {at.sheet}: {'dòng' if language == 'vi' else 'row'} {at.row}"


def rows_text(rows: Sequence[RowRef], language: Language) -> str:
    """Return where several rows stand, those of one sheet together."""
    sheets: dict[tuple[ListKind, str], list[int]] = {}
    for at in rows:
        sheets.setdefault((at.list, at.sheet), []).append(at.row)
    word = "dòng" if language == "vi" else "row"
    parts = (
        f"{LIST_LABELS[kind].in_language(language)}, {sheet}: {word} {', '.join(map(str, sorted(numbers)))}"
        for (kind, sheet), numbers in sheets.items()
    )
    return "; ".join(parts)


def succession_table(result: SuccessionResult) -> PrintedTable:
    """Return one line for each finding, without any name.

    Parameters
    ----------
    result : SuccessionResult
        From `check_succession`.

    Returns
    -------
    PrintedTable
        In the order of the findings.
    """
    rows = tuple(
        (
            each.label,
            Text(rows_text(each.rows, "vi"), rows_text(each.rows, "en")) if each.rows else None,
            each.detail,
            _ERROR if each.must else _LOOK,
            each.source,
        )
        for each in result.findings
    )
    committee, command = result.rows
    notes = (
        Text(
            f"{committee} dòng quy hoạch cấp ủy, {command} dòng quy hoạch lãnh đạo, chỉ huy, {result.persons} người;"
            f" {len(result.rules)} quy định có hiệu lực ngày {result.as_of:%d/%m/%Y}.",
            f"{committee} rows of committee posts, {command} of command posts, {result.persons} persons;"
            f" {len(result.rules)} rules in force on {result.as_of}.",
        ),
        Text(
            "Danh sách chỉ được đọc và đối chiếu trên máy này, không ghi vào sổ; kết quả không chứa họ tên.",
            "The lists are read and compared on this machine only and never written to the book; no name is shown.",
        ),
    )
    title = Text(
        f"Đối chiếu quy hoạch cấp ủy và quy hoạch lãnh đạo, chỉ huy, ngày {result.as_of:%d/%m/%Y}",
        f"Succession lists of committee and command posts, {result.as_of}",
    )
    return PrintedTable(title, _HEAD, rows, notes, whole=True)


def succession_object(result: SuccessionResult, language: Language = "vi") -> dict[str, Any]:
    """Return what was found as one JSON object; there is no way to have names in it.

    Parameters
    ----------
    result : SuccessionResult
        From `check_succession`.
    language : {'vi', 'en'}
        Language of labels.

    Returns
    -------
    dict
        ``as_of``, ``rows``, ``persons``, ``rules`` and ``findings``.
    """
    return {
        "as_of": result.as_of.isoformat(),
        "rows": {kind.value: size for kind, size in zip(ListKind, result.rows, strict=True)},
        "persons": result.persons,
        "errors": result.errors,
        "rules": [
            {
                "id": rule.id,
                "source": rule.source,
                "confidence": rule.confidence,
                "valid_from": rule.valid_from.isoformat(),
                "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
            }
            for rule in result.rules
        ],
        "findings": [_finding_object(each, language) for each in result.findings],
    }


def _finding_object(finding: SuccessionFinding, language: Language) -> dict[str, Any]:
    return {
        "id": finding.id,
        "label": finding.label.in_language(language),
        "detail": finding.detail.in_language(language) if finding.detail else None,
        "must": finding.must,
        "source": finding.source.in_language(language),
        "rows": [{"list": at.list.value, "sheet": at.sheet, "row": at.row} for at in finding.rows],
    }


def names_for_screen(
    result: SuccessionResult, committee: SuccessionList, command: SuccessionList, language: Language
) -> tuple[str, ...]:
    """Return the rows of the findings with their names: for the local screen on explicit demand, and nowhere else.

    Parameters
    ----------
    result : SuccessionResult
        From `check_succession`.
    committee, command : SuccessionList
        The lists it was made from.
    language : {'vi', 'en'}
        Language of the words around the names.

    Returns
    -------
    tuple of str
        One line for each row of a finding; each row once.
    """
    wanted = {at for each in result.findings for at in each.rows}
    return tuple(
        f"{row_text(each.at, language)}: {each.name}"
        for each in (*committee.entries, *command.entries)
        if each.at in wanted
    )
