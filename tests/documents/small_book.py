"""A small police book with a bit of everything, made from a seed: quick to collect, and no number in it is known."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from tongket import pipeline
from tongket.model.seals import Seal, Status
from tongket.store.book import Book

FIRST, LAST = date(2018, 12, 15), date(2022, 12, 14)
AREAS = ("916", "917", "918", "919", "923", "924", "925", "926", "927")
# offence, clause, group, severity, how often
OFFENCES = (
    ("173", "1", "property", "less_serious", 30),
    ("134", "1", "persons", "less_serious", 24),
    ("321", "1", "public_order", "less_serious", 14),
    ("249", "1", "drugs", "serious", 12),
    ("168", "2", "property", "very_serious", 4),
    ("123", "1", "persons", "especially_serious", 2),
)
Row = Mapping[str, str]


def make_book(folder: Path) -> tuple[Book, tuple[Seal, ...]]:
    """Return the book and its two seals: the first closed 2021, the second 2022 with records that had come late."""
    draw = random.Random(2022)
    book = pipeline.init(folder / "can-tho", "vn-city")
    cases = list(_cases(draw))
    early = [_as_known(row, "2022-01-04") for row in cases if row["recorded_on"] < "2021-12-15"]
    _collect(book, folder, "cases", [row for row in early if draw.random() > 0.02], date(2022, 1, 4))
    first = pipeline.close(book, as_of=date(2022, 1, 5), status=Status.PRELIMINARY, basis="received").seal
    _collect(book, folder, "cases", cases, date(2023, 1, 4))
    for table, rows in _registers(draw).items():
        _collect(book, folder, table, rows, date(2023, 1, 4))
    second = pipeline.close(book, as_of=date(2023, 1, 5), status=Status.PRELIMINARY, basis="received").seal
    (book.path / "directions.vi.md").write_text("## Mục tiêu\n- Kéo giảm ít nhất 5% số vụ.\n", encoding="utf-8")
    (book.path / "directions.en.md").write_text("## Aims\n- Fewer cases, by at least 5%.\n", encoding="utf-8")
    return book, (first, second)


def _collect(book: Book, folder: Path, table: str, rows: Iterable[Row], received: date) -> None:
    listed = list(rows)
    path = folder / f"{table}-{received}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in listed for name in row)), restval="")
        writer.writeheader()
        writer.writerows(listed)
    result = pipeline.collect(book, [str(path)], table=table, received_on=received)
    assert result.rejected == 0, [(rule.id, rule.rows) for rule in result.rules]


def _cases(draw: random.Random) -> Iterable[dict[str, str]]:
    day, number = FIRST, 0
    weights = [each[-1] for each in OFFENCES]
    while day <= LAST:
        per_day = {2019: 1.3, 2020: 1.1, 2021: 0.9}.get(day.year, 0.8)
        for _ in range(int(per_day + draw.random())):
            number += 1
            yield _case(number, day, draw.choices(OFFENCES, weights)[0], draw)
        day += timedelta(days=1)


def _case(number: int, day: date, offence: tuple[str, str, str, str, int], draw: random.Random) -> dict[str, str]:
    article, clause, group, severity, _ = offence
    cleared = day + timedelta(days=draw.randrange(0, 120)) if draw.random() < 0.9 else None
    done = cleared is not None and cleared <= LAST
    return {
        "case_id": f"CT-{number:05d}",
        "recorded_on": f"{day}",
        "occurred_from": f"{day} 08:30:00",
        "occurred_to": f"{day} 09:10:00",
        "offence": article,
        "clause": clause,
        "offence_group": group,
        "severity": severity,
        "status": "cleared" if done else "open",
        "cleared_on": f"{cleared}" if done else "",
        "area": draw.choice(AREAS),
        "location_precision": "unknown",
        "persons_handled": str(draw.randrange(1, 3)) if done else "0",
        "killed": "1" if article == "123" else "0",
        "injured": "1" if article == "134" else "0",
        "property_loss": str(draw.randrange(1, 90) * 1_000_000) if group == "property" else "",
    }


def _as_known(row: Row, day: str) -> dict[str, str]:
    """Return a case as the register had it on a day: what was cleared later is open."""
    if row["cleared_on"] <= day:
        return dict(row)
    return {**row, "status": "open", "cleared_on": "", "persons_handled": "0"}


def _registers(draw: random.Random) -> dict[str, list[dict[str, str]]]:
    years = (2021, 2022)
    return {
        "wanted_notices": [_notice(number, draw) for number in range(60)],
        "campaigns": [
            {
                "campaign_id": f"CD-{year}",
                "name": f"Cao điểm Tết {year}",
                "starts_on": f"{year}-01-05",
                "ends_on": f"{year}-02-14",
                "registered_on": f"{year - 1}-12-20",
            }
            for year in years
        ],
        "targets": [_target(f"T-{year}-1", "clearance_period.social_order", "", "92", year, "0.70") for year in years]
        + [_target("T-2022-2", "recorded.social_order", "", "92", 2022, "1")]
        + [_target(f"T-2022-{area}", "identity_card", "issued", area, 2022, "1000") for area in AREAS],
        "progress": [
            {"indicator": "identity_card", "stage": stage, "area": area, "on": f"2022-{month:02d}-10", "count": "90"}
            for stage in ("received", "issued")
            for area in AREAS
            for month in range(1, 13)
        ],
        "directives": [
            {
                "directive_id": f"D-{number}",
                "document": f"{number:02d}/KH-BCA",
                "issuer": "Bộ Công an",
                "issued_on": f"2022-0{number}-01",
                "text": "Rà soát địa bàn",
                "owner": "PC02",
                "due_on": "2022-12-01",
                "status": "done" if number < 4 else "open",
                **({"closed_on": f"2022-0{number}-20", "evidence": f"{number:02d}/BC-CATP"} if number < 4 else {}),
            }
            for number in range(1, 7)
        ],
        "petitions": [
            {
                "petition_id": f"K-{number}",
                "received_on": f"2022-0{number}-03",
                "topic": "Trật tự giao thông",
                "area": AREAS[number],
                "owner": "PC08",
                "due_on": f"2022-0{number}-28",
                "answered_on": f"2022-0{number}-20",
                "outcome": "resolved" if number < 3 else "explained",
            }
            for number in range(1, 6)
        ],
        "inspections": [
            {
                "inspection_id": f"I-{number}",
                "unit": "Công an quận Ninh Kiều",
                "kind": "scheduled",
                "approved_on": "2022-01-10",
                "planned_on": f"2022-0{number}-05",
                "done_on": f"2022-0{number}-15",
                "findings": "1",
                "violations": "2",
                "recommendations": "3",
                "carried_out": "2",
            }
            for number in range(2, 5)
        ],
        "traffic_accidents": [
            {
                "accident_id": f"G-{number}",
                "occurred_on": f"{FIRST + timedelta(days=23 * number)}",
                "area": draw.choice(AREAS),
                "killed": str(number % 2),
                "injured": "1",
            }
            for number in range(60)
        ],
    }


def _notice(number: int, draw: random.Random) -> dict[str, str]:
    issued = FIRST + timedelta(days=24 * number)
    ended = issued + timedelta(days=draw.randrange(30, 900))
    row = {
        "notice_id": f"TN-{number}",
        "issued_on": f"{issued}",
        "danger_class": draw.choice(("ordinary", "dangerous", "especially_dangerous")),
        "area": draw.choice(AREAS),
        "review_on": f"{issued + timedelta(days=1500)}",
    }
    if ended <= LAST:
        row |= {"ended_on": f"{ended}", "outcome": draw.choice(("arrested", "surrendered", "struck_off"))}
    return row


def _target(id_: str, indicator: str, stage: str, area: str, year: int, value: str) -> dict[str, str]:
    return {
        "target_id": id_,
        "indicator": indicator,
        "stage": stage,
        "denominator_kind": "assigned_target",
        "area": area,
        "unit_in_charge": "PC01",
        "assigned_on": f"{year}-01-05",
        "due_on": f"{year}-12-31" if stage else f"{year}-12-14",
        "value": value,
        "assigned_by": "Bộ Công an",
    }
