"""What `watch --budget`, `--backtest`, `--signals` and `--mark` print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tongket.cli.tables import format_table
from tongket.cli.watch_words import day, level_words, opening
from tongket.model.text import Language, Text, format_number

if TYPE_CHECKING:
    from tongket.pipeline.watching import Backtest, Budgets, Register
    from tongket.watch.alarm_budget import AlarmBudget
    from tongket.watch.backtest import BacktestRow
    from tongket.watch.life_cycle import Precision, Registered
    from tongket.watch.names import Names
    from tongket.watch.place_alarms import PlaceAlarms

_BUDGET_HEADS = (
    Text("Cấp", "Level"),
    Text("Phương pháp", "Detector"),
    Text("Chuỗi", "Series"),
    Text("Báo động sai/tháng", "False alarms a month"),
    Text("± sai số", "± error"),
    Text("Ngưỡng giữ mức", "Cut that keeps it"),
    Text("Khi đó/tháng", "Then a month"),
)
_BACKTEST_HEADS = (
    Text("Cấp", "Level"),
    Text("Phương pháp", "Detector"),
    Text("Gấp", "Times"),
    Text("Đợt cài", "Put in"),
    Text("Phát hiện", "Found"),
    Text("Chậm (kỳ)", "Delay (periods)"),
    Text("PPV tối thiểu", "PPV at least"),
    Text("Báo động khác/tháng", "Other alarms a month"),
)
_REGISTER_HEADS = (
    Text("Tín hiệu", "Signal"),
    Text("Phát hiện", "Raised"),
    Text("Nội dung", "What"),
    Text("Địa điểm", "Where"),
    Text("Tình trạng", "State"),
    Text("Từ ngày", "Since"),
    Text("Đơn vị", "Office"),
    Text("Kết luận", "Outcome"),
    Text("Tiếp diễn từ", "Goes on from"),
)
_AUTOMATIC = Text("(tự động)", "(automatic)")
_PRECISION_HEADS = (
    Text("Phương pháp", "Detector"),
    Text("Phát hiện", "Raised"),
    Text("Kết thúc", "Closed"),
    Text("Thật", "Confirmed"),
    Text("Sai", "False"),
    Text("Do số liệu", "By the data"),
    Text("Độ đúng", "Precision"),
)


def _in(heads: Sequence[Text], language: Language) -> list[str]:
    return [head.in_language(language) for head in heads]


def budgets_json(budgets: Budgets) -> dict[str, Any]:
    """Return what `watch --budget --json` prints."""
    from tongket.watch.results import budget_dict, place_alarms_dict

    return {
        "book": budgets.book.id,
        "as_of": budgets.as_of.isoformat(),
        "seal": budgets.seal.digest if budgets.seal else None,
        "basis": budgets.basis,
        "wanted_per_month": budgets.settings.wanted_per_month,
        "budgets": [
            {**budget_dict(level, budget), "switched_on": budget.detector in budgets.settings.detectors}
            for level, budget in budgets.levels
        ],
        "place_alarms": [place_alarms_dict(one) for one in budgets.places],
    }


def budgets_text(budgets: Budgets, language: Language) -> str:
    """Return what `watch --budget` says: the false alarms to be expected of every detector, switched on or not."""
    rows = [
        _budget_row(level, budget, budgets.settings.detectors, budgets.names, language)
        for level, budget in budgets.levels
    ]
    table = format_table(_in(_BUDGET_HEADS, language), rows, right=(2, 3, 4, 5, 6))
    wanted = format_number(budgets.settings.wanted_per_month, language, 1)
    note = Text(
        f"* đang bật. Mức chấp nhận: {wanted} báo động sai mỗi tháng, chia đều cho các cấp và phương pháp đang bật;"
        " ngưỡng được nâng lên đến khi giữ được mức đó.",
        f"* switched on. Accepted: {wanted} false alarms a month, shared out evenly over levels and detectors switched"
        " on; the cut is raised until that is kept.",
    )
    parts = [opening(budgets, language), table, note.in_language(language)]
    return "\n\n".join([*parts, *(_place_alarms(one, language) for one in budgets.places)])


def _place_alarms(one: PlaceAlarms, language: Language) -> str:
    from tongket.watch.names import detector_name

    name = detector_name(one.detector).in_language(language)
    number, kinds = format_number(one.per_month, language, 2), format_number(one.n_kinds, language)
    level = format_number(one.level, language, 4)
    return Text(
        f"{name}: nhiều nhất {number} báo động sai mỗi tháng, ngoài mức trên (số loại vụ: {kinds}; mỗi loại báo khi"
        f" p ≤ {level}).",
        f"{name}: at most {number} false alarms a month, beside those above (kinds of case: {kinds}; each signals at"
        f" p ≤ {level}).",
    ).in_language(language)


def _budget_row(
    level: tuple[str, ...], budget: AlarmBudget, switched_on: Sequence[str], names: Names, language: Language
) -> list[str]:
    from tongket.watch.names import detector_name

    mark = " *" if budget.detector in switched_on else ""
    return [
        level_words(level, names, language),
        detector_name(budget.detector).in_language(language) + mark,
        format_number(budget.n_series, language),
        format_number(budget.per_month, language, 2),
        format_number(budget.standard_error, language, 2),
        format_number(budget.cut, language, 2),
        format_number(budget.kept_per_month, language, 2),
    ]


def backtest_json(tested: Backtest) -> dict[str, Any]:
    """Return what `watch --backtest --json` prints."""
    return {
        "book": tested.book.id,
        "as_of": tested.as_of.isoformat(),
        "seal": tested.seal.digest if tested.seal else None,
        "basis": tested.basis,
        "period_days": tested.settings.period_days,
        "seed": tested.settings.seed,
        "rows": [_row_dict(level, row) for level, rows in tested.levels for row in rows],
    }


def _row_dict(level: tuple[str, ...], row: BacktestRow) -> dict[str, Any]:
    return {
        "level": list(level),
        "detector": row.detector,
        "factor": row.factor,
        "outbreaks": row.n_outbreaks,
        "sensitivity": round(row.sensitivity, 4),
        "delay_periods": _finite(row.delay_periods),
        "ppv": _finite(row.ppv),
        "other_alarms_per_month": round(row.other_alarms_per_month, 4),
    }


def _finite(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def backtest_text(tested: Backtest, language: Language) -> str:
    """Return what `watch --backtest` says: what was found of outbreaks put in, how late and how purely."""
    from tongket.watch.names import detector_name

    rows = [
        [
            level_words(level, tested.names, language),
            detector_name(row.detector).in_language(language),
            format_number(row.factor, language, 1),
            format_number(row.n_outbreaks, language),
            _percent(row.sensitivity, language),
            "–" if math.isnan(row.delay_periods) else format_number(row.delay_periods, language, 1),
            _percent(row.ppv, language),
            format_number(row.other_alarms_per_month, language, 1),
        ]
        for level, found in tested.levels
        for row in found
    ]
    days = format_number(tested.settings.period_days, language)
    note = Text(
        f"Vào năm cuối của chính sổ này đã cài các đợt kéo dài 4 kỳ (mỗi kỳ {days} ngày); với phép thử Knox là các"
        " cặp vụ gần nhau. PPV là cận dưới: quá khứ cũng có diễn biến thật, tính vào cột cuối cùng với báo động sai.",
        f"Outbreaks of 4 periods ({days} days each) were put into the book's own last year; for Knox's test, pairs of"
        " near cases. The PPV is a lower bound: the past holds real surges too, which the last column counts with the"
        " false alarms.",
    )
    table = format_table(_in(_BACKTEST_HEADS, language), rows, right=(2, 3, 4, 5, 6, 7))
    parts = [opening(tested, language), table, note.in_language(language), _untried(tested, language)]
    return "\n\n".join(part for part in parts if part)


def _untried(tested: Backtest, language: Language) -> str:
    levels = [level_words(level, tested.names, language) for level, rows in tested.levels if not rows]
    if not levels:
        return ""
    head = Text(
        "Không thử (chuỗi quá ngắn, hoặc không nơi nào có đủ vụ để một đợt gấp đôi khác với một, hai vụ lẻ)",
        "Not tried (the history is too short, or nowhere has cases enough for twice as many to differ from one or two)",
    )
    return f"{head.in_language(language)}: {'; '.join(levels)}."


def _percent(share: float, language: Language) -> str:
    return "–" if math.isnan(share) else format_number(100 * share, language) + " %"


def registered_json(one: Registered) -> dict[str, Any]:
    """Return a signal of the register with its life."""
    return {
        "id": one.signal.id,
        "seal": one.seal,
        "continues": one.continues,
        **one.signal.to_dict(),
        "state": one.life.state.value,
        "outcome": one.life.outcome.value if one.life.outcome else None,
        "steps": [
            {"state": step.state.value, "on": step.on.isoformat(), "by": step.by, "note": step.note}
            for step in one.life.steps
        ],
    }


def register_json(register: Register) -> dict[str, Any]:
    """Return what `watch --signals --json` prints."""
    return {
        "signals": [registered_json(one) for one in register.signals],
        "precision": [_precision_dict(one) for one in register.precision],
    }


def _precision_dict(one: Precision) -> dict[str, Any]:
    return {
        "detector": one.detector,
        "raised": one.raised,
        "closed": one.closed,
        "confirmed": one.confirmed,
        "false_alarm": one.false,
        "artefact": one.artefact,
        "precision": None if one.share is None else f"{one.share:.4f}",
    }


def register_text(register: Register, language: Language) -> str:
    """Return what `watch --signals` says: every signal with where it stands, and how often each detector was right."""
    if not register.signals:
        return Text("Sổ theo dõi chưa có tín hiệu nào.", "The register holds no signal yet.").in_language(language)
    rows = [_register_row(one, register.names, language) for one in register.signals]
    table = format_table(_in(_REGISTER_HEADS, language), rows)
    return f"{table}\n\n{_precision_table(register.precision, language)}"


def _register_row(one: Registered, names: Names, language: Language) -> list[str]:
    from tongket.watch.life_cycle import OUTCOME_NAMES, STATE_NAMES, State
    from tongket.watch.telling import where_words

    last = one.life.steps[-1]
    outcome = one.life.outcome
    return [
        one.signal.id,
        day(one.signal.as_of, language),
        ", ".join(names.text(column, code).in_language(language) for column, code in one.signal.what),
        where_words(one.signal, language, names.called(language)),
        STATE_NAMES[one.life.state].in_language(language),
        day(last.on, language),
        _AUTOMATIC.in_language(language) if one.life.state is State.RAISED else last.by,
        OUTCOME_NAMES[outcome].in_language(language) if outcome else "",
        one.continues or "",
    ]


def _precision_table(precision: Sequence[Precision], language: Language) -> str:
    from tongket.watch.names import detector_name

    rows = [
        [
            detector_name(one.detector).in_language(language),
            *(format_number(n, language) for n in (one.raised, one.closed, one.confirmed, one.false, one.artefact)),
            "–" if one.share is None else _percent(one.share, language),
        ]
        for one in precision
    ]
    return format_table(_in(_PRECISION_HEADS, language), rows, right=(1, 2, 3, 4, 5, 6))


def marked_text(one: Registered, language: Language) -> str:
    """Return what `watch --mark` says: where the signal stands and what may follow."""
    from tongket.watch.life_cycle import OUTCOME_NAMES, STATE_NAMES, TRANSITIONS, Outcome, State

    name = STATE_NAMES[one.life.state].in_language(language)
    if one.life.outcome is not None:
        return f"{one.signal.id}: {name} – {OUTCOME_NAMES[one.life.outcome].in_language(language)}"
    steps = [state.value for state in TRANSITIONS[one.life.state] if state is not State.CLOSED]
    closing = [outcome.value for outcome in Outcome] if State.CLOSED in TRANSITIONS[one.life.state] else []
    then = Text("Tiếp theo", "Next").in_language(language)
    return f"{one.signal.id}: {name}. {then}: {', '.join((*steps, *closing))}"
