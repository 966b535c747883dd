"""Protected events as registered: one guarded by areas, one by a circle. Invented, like everything here."""

from __future__ import annotations

from datetime import date, datetime

from tongket.collect.demonstration.registers import Entry, Row

# day of registration, and the entry
_EVENTS: tuple[tuple[date, Row], ...] = (
    (
        date(2023, 1, 9),
        {
            "event_id": "SK-2023-01",
            "name": "Đêm hội đón giao thừa Xuân Quý Mão",
            "starts_at": datetime(2023, 1, 21, 17, 0),
            "ends_at": datetime(2023, 1, 22, 2, 0),
            "areas": "916",
            "centre_longitude": None,
            "centre_latitude": None,
            "radius_m": None,
            "offences": None,
        },
    ),
    (
        date(2023, 6, 26),
        {
            "event_id": "SK-2023-02",
            "name": "Lễ hội sông nước mùa hè",
            "starts_at": datetime(2023, 7, 7, 16, 0),
            "ends_at": datetime(2023, 7, 9, 23, 59),
            "areas": None,
            "centre_longitude": "105.7880000",
            "centre_latitude": "10.0350000",
            "radius_m": 2500,
            "offences": "134;168;170;171;172;173;318",
        },
    ),
)


def protected_events() -> list[Entry]:
    """Return the events as registered; nothing is added to them afterwards."""
    return [Entry(since, {**row, "registered_on": since}) for since, row in _EVENTS]
