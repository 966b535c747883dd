"""What `watch` prints: the list of signals, the alarm budget, the back-test, the register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket import pipeline
from tongket.cli.showing import written
from tongket.cli.tables import format_table
from tongket.cli.watch_tables import (
    backtest_json,
    backtest_text,
    budgets_json,
    budgets_text,
    marked_text,
    register_json,
    register_text,
    registered_json,
)
from tongket.cli.watch_words import day, level_words, opening
from tongket.model.errors import UsageError
from tongket.model.text import Language, Text, format_number

if TYPE_CHECKING:
    from tongket.cli.commands import Run
    from tongket.pipeline.watching import Watched
    from tongket.watch.names import Names
    from tongket.watch.signals import Signal
    from tongket.watch.watching_hot_spots import HotSpotLayer

_HEADS = {
    "signals": (
        Text("Tín hiệu", "Signal"),
        Text("Loại", "Kind"),
        Text("Phương pháp", "Detector"),
        Text("Nội dung", "What"),
        Text("Địa điểm", "Where"),
        Text("Từ ngày", "From"),
        Text("Ghi nhận", "Observed"),
        Text("Kỳ vọng", "Expected"),
        Text("Lần", "Times"),
        Text("p", "p"),
        Text("Chu kỳ lặp", "Recurs"),
        Text("Tiếp diễn từ", "Goes on from"),
    ),
}


def run_watch(run: Run) -> int:
    """Run `watch` as its options ask, and return the exit code."""
    options = run.options
    _check(run)
    if options.mark:
        return _mark(run)
    if options.signals:
        register = pipeline.signals(run.book)
        run.print(register_json(register), lambda: register_text(register, run.language))
        return 0
    as_of = options.as_of or datetime.now(run.book.zone).date()
    with _announced(run):
        return _look(run, as_of)


# what each way of asking has nothing to do with
_LOOKING = ("geojson", "map", "dry_run")
_MARKING = ("by", "note", "on")
_USELESS = {
    "mark": ("as_of", "basis", "signals", "budget", "backtest", *_LOOKING),
    "signals": ("as_of", "basis", "budget", "backtest", *_LOOKING, *_MARKING),
    "budget": ("backtest", *_LOOKING, *_MARKING),
    "backtest": (*_LOOKING, *_MARKING),
    "": _MARKING,
}


def _check(run: Run) -> None:
    """Refuse options that would do nothing, and a file that could not be drawn, before any work is done."""
    options = run.options
    asked = next((way for way in _USELESS if way and getattr(options, way)), "")
    given = [name for name in _USELESS[asked] if getattr(options, name) and getattr(options, name) != "auto"]
    if given:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        rule, remedy = (
            (f"without --{asked}", "Run it twice.") if asked else ("with --mark", "Name a signal with --mark.")
        )
        raise UsageError(f"watch: {names} must be given {rule}; got otherwise. {remedy}")
    if options.map is not None:
        pipeline.check_map(options.map)


@contextmanager
def _announced(run: Run) -> Iterator[None]:
    """Say what the first use of an installation does while nothing else seems to happen."""
    from tongket.watch.progress import announce_compiling

    def say(kernel: str) -> None:
        words = Text(f"lần dùng đầu: biên dịch {kernel}", f"first use: compiling {kernel}")
        run.progress.step(words.in_language(run.language))

    with announce_compiling(say):
        yield


def _look(run: Run, as_of: date) -> int:
    options = run.options
    given = {"basis": options.basis, "progress": _named(run)}
    if options.budget:
        budgets = pipeline.watch_budget(run.book, as_of, **given)
        run.print(budgets_json(budgets), lambda: budgets_text(budgets, run.language))
        return 0
    if options.backtest:
        tested = pipeline.watch_backtest(run.book, as_of, **given)
        run.print(backtest_json(tested), lambda: backtest_text(tested, run.language))
        return 0
    watched = pipeline.watch(run.book, as_of, **given)
    entered = 0 if options.dry_run else pipeline.enter_signals(watched)
    files = _files(run, watched)
    told = {"entered": entered, "files": [str(path) for path in files]}
    run.print(
        {**watch_json(watched), **told},
        lambda: "\n\n".join(filter(None, [watched_text(watched, entered, run.language), written(files, run.language)])),
    )
    return 0


def _files(run: Run, watched: Watched) -> list[Path]:
    """Write the files asked for."""
    files = []
    if run.options.geojson is not None:
        files.append(pipeline.write_geojson(watched, run.options.geojson))
    if run.options.map is not None:
        run.progress.step(run.options.map.name)
        files.append(pipeline.draw_signals(watched, run.options.map, run.language, traced=not run.options.dry_run))
    return files


def _mark(run: Run) -> int:
    options = run.options
    id_, word = options.mark
    marked = pipeline.mark_signal(run.book, id_, word, by=options.by or "", note=options.note, on=options.on)
    run.print(registered_json(marked), lambda: marked_text(marked, run.language))
    return 0


def _named(run: Run) -> Callable[[float, float, str], None]:
    """Return a progress bar that calls detectors by their names."""

    def tell(done: float, total: float, what: str) -> None:
        from tongket.watch.names import detector_name

        run.progress(done, total, detector_name(what).in_language(run.language))

    return tell


def heads(table: str, language: Language) -> list[str]:
    """Return the heads of a table."""
    return [text.in_language(language) for text in _HEADS[table]]


def watch_json(watched: Watched) -> dict[str, Any]:
    """Return what `watch --json` prints."""
    from tongket.watch.telling import sentence

    found = watched.result.to_dict()
    for entry, signal in zip(found["signals"], watched.result.signals, strict=True):
        entry["sentence_vi"] = sentence(signal, "vi", watched.names.called("vi"))
        entry["sentence_en"] = sentence(signal, "en", watched.names.called("en"))
        entry["continues"] = watched.continues.get(signal.id)
        entry["figures"] = [one.figure.id for one in watched.figures.get(signal.id, ())]
    head = {
        "book": watched.book.id,
        "synthetic": watched.book.file.book.synthetic,
        "seal": watched.seal.digest if watched.seal else None,
        "basis": watched.basis,
    }
    return {**head, **found}


def watched_text(watched: Watched, entered: int, language: Language) -> str:
    """Return what `watch` says: where it looked, what it saw, and what it cannot know."""
    result = watched.result
    parts = [opening(watched, language)]
    if result.signals:
        rows = [_signal_row(signal, watched, language) for signal in result.signals]
        # a column for what lasts stands there only when something does
        width = len(_HEADS["signals"]) - (0 if watched.continues else 1)
        shown = [row[:width] for row in rows]
        parts.append(format_table(heads("signals", language)[:width], shown, right=(6, 7, 8, 9, 10)))
        parts.append(_entered(watched, entered, language))
        parts.append(_caveats(result.signals, language))
    else:
        parts.append(Text("Không có tín hiệu nào.", "No signal.").in_language(language))
    parts += [_hot_spots(watched, language)] if result.hot_spots else []
    parts.append(_budget_line(watched, language))
    parts += [_skipped(watched, language)] if result.skipped else []
    return "\n\n".join(part for part in parts if part)


def _signal_row(signal: Signal, watched: Watched, language: Language) -> list[str]:
    from tongket.watch.names import detector_name
    from tongket.watch.telling import KIND_NAMES, where_words

    names = watched.names
    what = ", ".join(names.text(column, code).in_language(language) for column, code in signal.what)
    return [
        signal.id,
        KIND_NAMES[signal.kind].in_language(language),
        detector_name(signal.detector).in_language(language),
        _short(what, 40),
        where_words(signal, language, names.called(language)),
        day(signal.start, language),
        format_number(signal.observed, language),
        format_number(signal.expected, language, 1),
        _times(signal, language),
        "" if signal.p_value is None else p_text(signal.p_value, language),
        _recurs(signal.recurrence_interval_days, language),
        watched.continues.get(signal.id, ""),
    ]


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _times(signal: Signal, language: Language) -> str:
    if not signal.expected:
        return "–"
    return format_number(signal.relative_risk, language, 1)


def p_text(p_value: float, language: Language) -> str:
    """Return a p-value with four decimals, or that it is smaller."""
    return "< " + format_number(0.0001, language, 4) if p_value < 0.0001 else format_number(p_value, language, 4)


def _recurs(days: float | None, language: Language) -> str:
    if days is None:
        return ""
    if days >= 730:
        years = format_number(days / 365.25, language)
        return Text(f"{years} năm", f"{years} years").in_language(language)
    whole = format_number(days, language)
    return Text(f"{whole} ngày", f"{whole} days").in_language(language)


def _caveats(signals: Sequence[Signal], language: Language) -> str:
    from tongket.watch.signals import CAVEATS

    found = [caveat for caveat in CAVEATS if any(caveat in signal.caveats for signal in signals)]
    head = Text("Điều chưa thể biết:", "What cannot be known:").in_language(language)
    return "\n".join([head, *(f"  - {CAVEATS[caveat].in_language(language)}" for caveat in found)])


def _budget_line(watched: Watched, language: Language) -> str:
    result = watched.result
    if not result.budgets and not result.place_alarms:
        return ""
    number = format_number(result.false_alarms_per_month, language, 1)
    places = format_number(sum(one.per_month for one in result.place_alarms), language, 1)
    return Text(
        f"Báo động sai dự kiến: {number} mỗi tháng trên tất cả các chuỗi và phương pháp, trong đó {places} là chùm vụ"
        " việc và tái diễn lân cận (mô phỏng); xem watch --budget.",
        f"False alarms to be expected: {number} a month over all series and detectors, {places} of them clusters and"
        " near repeats (simulated); see watch --budget.",
    ).in_language(language)


def _hot_spots(watched: Watched, language: Language) -> str:
    head = Text(
        "Điểm nóng (nơi vụ việc tập trung; không phải cảnh báo, không ghi vào sổ theo dõi):",
        "Hot spots (where cases gather; no alarm, and not entered in the register):",
    ).in_language(language)
    return "\n".join([head, *(_hot_spot_line(layer, watched.names, language) for layer in watched.result.hot_spots)])


def _hot_spot_line(layer: HotSpotLayer, names: Names, language: Language) -> str:
    name = names.text("", layer.code).in_language(language)
    cases, spots = (format_number(n, language) for n in (layer.n_cases, len(layer.map.spots)))
    said = Text(
        f"  - {name}: số nơi nổi bật theo Gi*: {spots}, trong {cases} vụ từ ngày {day(layer.start, 'vi')}",
        f"  - {name}: places that stand out by Gi*: {spots}, among {cases} cases since {layer.start}",
    ).in_language(language)
    judged = [one for one in layer.accuracy if one.share == layer.accuracy[0].share]
    if not judged:
        return said
    best = sorted(judged, key=lambda one: -one.pai)[:2]
    # plain counts are the baseline: they are named even where they are beaten twice
    shown = dict.fromkeys([*best, *(one for one in judged if one.name == "counts")])
    pai = ", ".join(f"{_map_name(one.name, language)} {format_number(one.pai, language, 1)}" for one in shown)
    share = format_number(100 * judged[0].share, language)
    after = Text(
        f"PAI ở {share} % diện tích, chấm bằng các vụ từ {day(layer.held_out_from, 'vi')}",
        f"PAI at {share} % of the area, judged by the cases since {layer.held_out_from}",
    ).in_language(language)
    return f"{said}; {after}: {pai}"


def _map_name(name: str, language: Language) -> str:
    from tongket.watch.page_words import MAPS

    text = MAPS[name].in_language(language)
    return text[0].lower() + text[1:] if text != "Gi*" else text


def _skipped(watched: Watched, language: Language) -> str:
    from tongket.watch.names import detector_name

    head = Text("Không chạy:", "Not run:").in_language(language)
    lines = []
    for one in watched.result.skipped:
        name = detector_name(one.detector).in_language(language)
        level = level_words(one.level, watched.names, language)
        lines.append(f"  - {name} ({level}): {one.reason.in_language(language)}")
    return "\n".join([head, *lines])


def _entered(watched: Watched, entered: int, language: Language) -> str:
    if not entered:
        return ""
    number, path = format_number(entered, language), watched.book.path
    lasting = format_number(len(watched.continues), language)
    vi, en = (f", trong đó tiếp diễn: {lasting}", f", going on: {lasting}") if watched.continues else ("", "")
    return Text(
        f"Đã ghi tín hiệu vào sổ theo dõi: {number}{vi}. Tiếp theo: tongket watch {path} --signals",
        f"Signals entered in the register: {number}{en}. Next: tongket watch {path} --signals",
    ).in_language(language)
