"""The kinds of warning a card carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongket.model.text import Text


class Kind(StrEnum):
    """Name what is warned of."""

    REGISTERED_LATE = "registered_late"
    CHANGED = "changed_after_start"
    NOT_PROVEN = "registration_not_proven"
    NOT_AS_REGISTERED = "not_as_registered"
    ACTIVITY = "activity"
    PARTLY_ACTIVITY = "partly_activity"
    INCOMPLETE = "incomplete_window"
    LATE_RECORDS = "late_records"
    TOO_SMALL = "too_small"
    FEW_CASES = "few_cases"
    REGRESSION = "regression_to_the_mean"
    TREND = "earlier_trend"
    DISPLACEMENT = "displacement"
    OVERLAP = "overlapping_campaigns"
    SHARED_CASES = "shared_cases"
    SAME_AIM = "same_aim_in_other_years"
    VARIES = "varies_more_than_chance"
    UNDATED = "without_day"
    RESTATED = "restated"


@dataclass(frozen=True)
class Caution:
    """Hold one warning.

    Attributes
    ----------
    kind : Kind
        What is warned of.
    text : Text
        One sentence.
    """

    kind: Kind
    text: Text
