"""Small registers behind the plain engine, for the tests of clocks, directives, petitions and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tongket.engines.reference import ReferenceEngine
from tongket.model.seals import Seal, Status

AS_OF = date(2024, 3, 31)


def engine(**tables: Sequence[Mapping[str, Any]]) -> ReferenceEngine:
    """Return the plain engine over rows given as mappings; columns that are left out are missing."""
    return ReferenceEngine(tables)


def case(case_id: str, recorded_on: date, severity: str | None = "less_serious", **columns: Any) -> dict[str, Any]:
    return {"case_id": case_id, "recorded_on": recorded_on, "severity": severity, "area": "31117", **columns}


def event(case_id: str, name: str, on: date) -> dict[str, Any]:
    return {"case_id": case_id, "event": name, "on": on}


def directive(key: str, **columns: Any) -> dict[str, Any]:
    return {
        "directive_id": key,
        "document": "Chỉ thị số 01/CT-BCA",
        "clause": "khoản 2",
        "issuer": "Bộ Công an",
        "issued_on": date(2024, 1, 10),
        "text": "Rà soát đối tượng truy nã",
        "owner": "PC02",
        "due_on": date(2024, 3, 20),
        "status": "open",
    } | columns


def petition(key: str, **columns: Any) -> dict[str, Any]:
    return {
        "petition_id": key,
        "received_on": date(2023, 12, 8),
        "batch": "TXCT-2023-12",
        "topic": "Trật tự trước cổng trường",
        "area": "31117",
        "owner": "PC08",
        "deadline_rule": "before:2024-01-30",
    } | columns


def seal(as_of: date = AS_OF) -> Seal:
    return Seal("a" * 64, as_of, Status.OFFICIAL, None, "", (), (), "0", f"{as_of}T00:00:00+07:00")
