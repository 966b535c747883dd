"""What each command prints: one screen for people, one object for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket.cli.tables import format_table
from tongket.model.seals import Seal, Status
from tongket.model.text import Language, Text, format_number

if TYPE_CHECKING:
    from argparse import Namespace

    from tongket.close.closing import CloseResult
    from tongket.close.verification import VerifyResult
    from tongket.collect.guess import Guess
    from tongket.pipeline import Demonstration, RejectPage
    from tongket.proof.proofing import ProofResult
    from tongket.report.content.making import Made
    from tongket.store.book import Book
    from tongket.store.records import Version

STATUS_WORDS = {
    Status.ESTIMATE: Text("ước tính", "estimate"),
    Status.PRELIMINARY: Text("sơ bộ", "preliminary"),
    Status.OFFICIAL: Text("chính thức", "official"),
}


def words(language: Language, vi: str, en: str) -> str:
    """Return the words of one language."""
    return vi if language == "vi" else en


SYNTHETIC = Text("SỐ LIỆU MÔ PHỎNG.", "SYNTHETIC DATA.")


def book_line(book: Book, language: Language) -> str:
    """Return whose figures these are, and that they are synthetic where they are: the first line of a screen."""
    name = book.file.book.name.text().in_language(language)
    return f"{SYNTHETIC.in_language(language)} {name}" if book.file.book.synthetic else name


def new_book(book: Book, language: Language) -> str:
    """Return what `init` says."""
    return words(
        language,
        f"Đã lập sổ {book.path}.\nTiếp theo: tongket collect {book.path} TỆP",
        f"Made the book {book.path}.\nNext: tongket collect {book.path} FILE",
    )


def written(paths: Sequence[Path], language: Language) -> str:
    """Return the list of files that were written."""
    return "\n".join(words(language, f"Đã ghi {path}", f"Wrote {path}") for path in paths)


def demonstration_json(made: Demonstration) -> dict[str, Any]:
    """Return what `demo --json` prints."""
    return {
        "book": str(made.book.path),
        "synthetic": True,
        "loads": len(made.results),
        **{name: sum(getattr(result, name) for result in made.results) for name in _INTAKE},
        "seals": [seal_json(seal) for seal in made.seals],
    }


_INTAKE = ("read", "accepted", "rejected", "duplicate", "superseded")


def demonstration(made: Demonstration, language: Language) -> str:
    """Return what `demo` says."""
    totals = {name: sum(getattr(result, name) for result in made.results) for name in _INTAKE}
    shown = {name: format_number(value, language) for name, value in totals.items()}
    loads = format_number(len(made.results), language)
    head = words(
        language,
        f"Sổ trình diễn {made.book.path}: SỐ LIỆU MÔ PHỎNG, không có hồ sơ thật.\n"
        f"{loads} lần nạp: đọc {shown['read']} dòng = nhận {shown['accepted']} + loại {shown['rejected']}"
        f" + trùng {shown['duplicate']}; thay thế {shown['superseded']}.",
        f"Demonstration book {made.book.path}: SYNTHETIC DATA, no real records.\n"
        f"{loads} loads: read {shown['read']} rows = accepted {shown['accepted']} + rejected {shown['rejected']}"
        f" + duplicate {shown['duplicate']}; superseded {shown['superseded']}.",
    )
    following = f"tongket report {made.book.path} --period mps:2022"
    return f"{head}\n\n{seals(made.seals, language)}\n\n{words(language, 'Tiếp theo', 'Next')}: {following}"


def seal_json(seal: Seal) -> dict[str, Any]:
    """Return one seal for machines."""
    return {
        "digest": seal.digest,
        "as_of": seal.as_of.isoformat(),
        "status": seal.status.value,
        "parent": seal.parent,
        "note": seal.note,
        "code_version": seal.code_version,
        "sealed_at": seal.sealed_at,
        "tables": {
            table.name: {"rows": table.rows, "content_digest": table.content_digest, "file_digest": table.file_digest}
            for table in seal.tables
        },
    }


def seals(found: Sequence[Seal], language: Language) -> str:
    """Return the list of seals."""
    if not found:
        return words(
            language, "Sổ chưa có bản chốt. Khóa sổ bằng: tongket close", "No seal yet. Make one: tongket close"
        )
    head = (
        ("Bản chốt", "Chốt", "Tình trạng", "Số vụ", "Ghi chú")
        if language == "vi"
        else ("Seal", "As of", "Status", "Cases", "Note")
    )
    rows = []
    for seal in found:
        cases = seal.table("cases")
        number = format_number(cases.rows, language) if cases is not None else "–"
        status = STATUS_WORDS[seal.status].in_language(language)
        rows.append((seal.short, seal.as_of.isoformat(), status, number, seal.note))
    return format_table(head, rows, right=(3,))


def close_json(result: CloseResult) -> dict[str, Any]:
    """Return what `close --json` prints."""
    return {
        **seal_json(result.seal),
        "is_new": result.is_new,
        "records": {
            table.name: {"sealed": table.sealed, "left_out": table.left_out, "rewound": table.rewound}
            for table in result.tables
        },
    }


def closed(result: CloseResult, language: Language) -> str:
    """Return what `close` says."""
    seal = result.seal
    status = STATUS_WORDS[seal.status].in_language(language)
    if not result.is_new:
        return words(
            language,
            f"Không có gì mới: bản chốt {seal.short} (chốt {seal.as_of}, {status}) đã chứa đúng các bản ghi này.",
            f"Nothing to do: seal {seal.short} (as of {seal.as_of}, {status}) holds exactly these records.",
        )
    head = (
        ("Bảng", "Đã chốt", "Sau ngày chốt", "Đưa về ngày chốt")
        if language == "vi"
        else ("Table", "Sealed", "After the cut-off", "Set back to the cut-off")
    )
    rows = [
        (table.name, *(format_number(n, language) for n in (table.sealed, table.left_out, table.rewound)))
        for table in result.tables
    ]
    first = words(
        language,
        f"Bản chốt {seal.digest}\nChốt {seal.as_of}, số liệu {status}.",
        f"Seal {seal.digest}\nAs of {seal.as_of}, {status}.",
    )
    return f"{first}\n\n{format_table(head, rows, right=(1, 2, 3))}"


def verified(result: VerifyResult, language: Language) -> str:
    """Return what `verify` says."""
    looked = words(
        language,
        f"Đã kiểm {result.n_seals} bản chốt, {result.n_loads} lần nạp, {result.n_files} tệp.",
        f"Looked at {result.n_seals} seals, {result.n_loads} loads, {result.n_files} files.",
    )
    if result.ok:
        return looked + words(language, " Mọi mã băm đều khớp.", " Every digest matches.")
    lines = [problem.in_language(language) for problem in result.problems]
    count = format_number(len(lines), language)
    return "\n".join([looked + words(language, f" Có {count} lỗi:", f" {count} problem(s):"), *lines])


def guess_json(guess: Guess, output: Path) -> dict[str, Any]:
    """Return what `collect --guess --json` prints."""
    return {
        "file": str(output),
        "table": guess.mapping.table,
        "columns": [
            {"column": c.column, "settings": c.settings, "confidence": c.confidence, "reason": c.reason}
            for c in guess.choices
        ],
    }


def _settings_text(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in settings.items())


def guessed(guess: Guess, output: Path, options: Namespace, language: Language) -> str:
    """Return the proposal column by column, and how to try it."""
    head = (
        ("Cột", "Cách lấy", "Tin cậy", "Lý do")
        if language == "vi"
        else ("Column", "Taken from", "Confidence", "Reason")
    )
    rows = [(c.column, _settings_text(c.settings), c.confidence, c.reason) for c in guess.choices]
    command = f"tongket collect {options.book} {options.sources[0]} --mapping {output} --dry-run"
    following = words(
        language, f"Đã ghi {output}. Sửa rồi thử: {command}", f"Wrote {output}. Edit it, then try: {command}"
    )
    return f"{format_table(head, rows)}\n\n{following}"


def rejects_json(page: RejectPage) -> dict[str, Any]:
    """Return what `rejects --json` prints."""
    return {
        "table": page.table,
        "page": page.page,
        "total": page.total,
        "rejects": [
            {
                "source": finding.source,
                "row": finding.source_row,
                "rule": finding.rule,
                "severity": finding.severity,
                "column": finding.column_name,
            }
            for finding in page.findings
        ],
    }


def rejects(page: RejectPage, language: Language) -> str:
    """Return one page of rejected rows; the offending values stay in the book."""
    from tongket.collect.rules import read_rules

    if not page.total:
        return words(language, "Không có dòng nào bị nêu lỗi.", "No row was found fault with.")
    rules = read_rules()
    head = (
        ("Nguồn", "Dòng", "Quy tắc", "Cột", "Lý do")
        if language == "vi"
        else ("Source", "Row", "Rule", "Column", "Reason")
    )
    rows = [
        (
            finding.source,
            "" if finding.source_row is None else str(finding.source_row),
            finding.rule,
            finding.column_name,
            rules[finding.rule].text.in_language(language),
        )
        for finding in page.findings
    ]
    last = format_number(page.total, language)
    shown = len(page.findings)
    foot = words(
        language,
        f"Trang {page.page}: {shown} trong {last} lỗi; --page để xem tiếp.",
        f"Page {page.page}: {shown} of {last} findings; --page for more.",
    )
    return f"{format_table(head, rows, right=(1,))}\n{foot}"


def versions_json(found: Sequence[Version]) -> dict[str, Any]:
    """Return what `versions --json` prints."""
    return {
        "versions": [
            {
                "load_id": version.load.load_id,
                "received_on": version.load.received_on.isoformat(),
                "source": version.load.source,
                "values": {name: None if value is None else str(value) for name, value in version.values.items()},
            }
            for version in found
        ]
    }


def versions(found: Sequence[Version], language: Language) -> str:
    """Return the versions of a record side by side, one row for each column that ever differed."""
    if not found:
        return words(language, "Không có bản ghi nào mang mã này.", "No record has this key.")
    names = [name for name in found[0].values if name not in ("source", "load_id", "source_row")]
    head = (
        words(language, "Cột", "Column"),
        *(f"{version.load.received_on} {version.load.load_id[:8]}" for version in found),
    )
    rows = [
        (name, *("" if version.values.get(name) is None else str(version.values[name]) for version in found))
        for name in names
    ]
    rows.append(
        (words(language, "nguồn", "source"), *(f"{v.load.source}:{v.values.get('source_row', '')}" for v in found))
    )
    return format_table(head, rows)


def report_json(made: Made) -> dict[str, Any]:
    """Return what `report --json` prints."""
    return {
        "files": [str(path) for path in made.paths],
        "language": made.document.language,
        "seal": made.document.seal.digest,
        "status": made.document.seal.status,
        "figures": len(made.figures),
    }


def reported(made: Made, language: Language) -> str:
    """Return what `report` says."""
    seal = made.document.seal
    count = format_number(len(made.figures), language)
    foot = words(
        language,
        f"{count} số liệu, đều gắn với bản chốt {seal.digest[:12]} (chốt {seal.as_of}).",
        f"{count} figures, each bound to seal {seal.digest[:12]} (as of {seal.as_of}).",
    )
    return f"{written(made.paths, language)}\n{foot}"


def proofed(result: ProofResult, paths: Sequence[Path], language: Language) -> str:
    """Return what `proof` says: the counts, every number that is wrong or worth a look, and the files written."""
    return "\n\n".join(filter(None, (result.summary(language), written(paths, language))))
