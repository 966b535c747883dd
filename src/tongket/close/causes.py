"""Why a figure changed between two seals: seven causes, and the order in which one of them is chosen."""

from __future__ import annotations

from enum import StrEnum

from tongket.close.rewinding import DATE_REWINDS
from tongket.model.text import Text


class Cause(StrEnum):
    """Say why a record entered or left a figure; the order is the order of precedence."""

    LATE_RECORD = "late_record"
    UNFOUNDED = "unfounded"
    RECLASSIFIED = "reclassified"
    CLEARED_LATER = "cleared_later"
    GEOGRAPHY = "geography"
    RULE_CHANGE = "rule_change"
    CORRECTION = "correction"


LABELS: dict[Cause, Text] = {
    Cause.LATE_RECORD: Text(vi="bản ghi đến muộn", en="late record"),
    Cause.UNFOUNDED: Text(vi="không có sự việc phạm tội", en="unfounded"),
    Cause.RECLASSIFIED: Text(vi="thay đổi tội danh", en="reclassified"),
    Cause.CLEARED_LATER: Text(vi="khám phá, giải quyết sau ngày chốt", en="cleared later"),
    Cause.GEOGRAPHY: Text(vi="thay đổi địa giới hành chính", en="geography"),
    Cause.RULE_CHANGE: Text(vi="thay đổi quy tắc thống kê", en="rule change"),
    Cause.CORRECTION: Text(vi="đính chính", en="correction"),
}

MEANINGS: dict[Cause, Text] = {
    Cause.LATE_RECORD: Text(
        vi="Bản ghi đến sau ngày chốt trước, hoặc đến nay mới theo dõi đủ thời gian quy định.",
        en="The record arrived after the earlier cut-off, or has only now been observed for long enough.",
    ),
    Cause.UNFOUNDED: Text(
        vi="Vụ được kết luận không có sự việc phạm tội, hoặc kết luận đó bị hủy bỏ.",
        en="The case was found void, or that finding was set aside.",
    ),
    Cause.RECLASSIFIED: Text(
        vi="Tội danh hoặc khoản áp dụng của vụ được thay đổi.", en="The offence or the clause of the case was changed."
    ),
    Cause.CLEARED_LATER: Text(
        vi="Vụ được khám phá, hoặc việc được giải quyết, sau ngày chốt trước.",
        en="The case was cleared, or the matter settled, after the earlier cut-off.",
    ),
    Cause.GEOGRAPHY: Text(
        vi="Đơn vị hành chính được sắp xếp lại, hoặc danh mục đơn vị được sửa đổi.",
        en="Units were rearranged, or the list of units was changed.",
    ),
    Cause.RULE_CHANGE: Text(
        vi="Bản ghi không đổi; danh mục tội danh hoặc cách xác định chỉ tiêu thay đổi.",
        en="The record is the same; the offence list or the definition of the indicator changed.",
    ),
    Cause.CORRECTION: Text(
        vi="Giá trị khác trong bản ghi được đính chính, hoặc bản ghi bị rút.",
        en="Another value of the record was corrected, or the record was withdrawn.",
    ),
}

# Columns that say what a case is; a change of them is a reclassification if offence or clause changed, else it
# follows from another catalogue (rule change) or from an error mended (correction).
OFFENCE_COLUMNS = frozenset({"offence", "clause", "offence_group", "severity"})
AREA_COLUMNS = frozenset({"area"})

# Columns of each table that are empty, or `open`, until the matter is settled: what `close` rewinds, and the number
# of persons handled, which is entered with the clearance.
SETTLING_COLUMNS: dict[str, frozenset[str]] = {
    table: frozenset(
        ({"persons_handled"} if table == "cases" else set())
        | {name for rule in DATE_REWINDS if rule.table == table for name in (rule.when, *rule.clears)}
    )
    for table in {rule.table for rule in DATE_REWINDS}
}
# The day on which it is settled: that of the first rule of its table, which the others follow.
SETTLED_ON: dict[str, str] = {rule.table: rule.when for rule in reversed(DATE_REWINDS)}
# Column and the value it has while nothing is settled.
STATUS_COLUMNS: dict[str, tuple[str, str]] = {
    rule.table: (column, before) for rule in DATE_REWINDS for column, _, before in rule.resets
}
