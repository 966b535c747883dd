"""Watch a book: signals of a day, the alarm budget before, the back-test, and the life of each signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.model.areas import AreaSet
from tongket.model.errors import UsageError
from tongket.model.offences import OffenceCatalogue
from tongket.model.seals import Seal
from tongket.model.text import Language
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.count.derived import Derived
    from tongket.engines.contract import Engine
    from tongket.watch.alarm_budget import AlarmBudget
    from tongket.watch.backtest import BacktestRow
    from tongket.watch.geographies import Restating
    from tongket.watch.life_cycle import Precision, Registered
    from tongket.watch.map_base import MapBase
    from tongket.watch.names import Names
    from tongket.watch.page import Page
    from tongket.watch.place_alarms import PlaceAlarms
    from tongket.watch.progress import Tell
    from tongket.watch.results import WatchResult
    from tongket.watch.settings import WatchSettings


@dataclass(frozen=True, eq=False)
class Ground:
    """Hold what detectors stand on: the records as known on a day, and the settings of the book.

    Attributes
    ----------
    engine : Engine
        Hands out places, times and kinds of case only.
    seal : Seal or None
        The seal of the day; None where the records were taken as they were known.
    basis : str
        ``seal``, ``received`` or ``dated``.
    settings : WatchSettings
        What the book switches on.
    names : Names
        Of areas and kinds of case.
    restating : Restating or None
        Brings earlier areas to those of the day; None without a set of areas.
    base : MapBase
        Ground of the maps.
    """

    engine: Engine
    seal: Seal | None
    basis: str
    settings: WatchSettings
    names: Names
    restating: Restating | None
    base: MapBase


@dataclass(frozen=True, eq=False)
class Watched:
    """Hold what was seen on a day, and what it is called.

    Attributes
    ----------
    book : Book
        Whose records.
    seal : Seal or None
        The seal of the day, where there is one.
    basis : str
        ``seal``, ``received`` or ``dated``.
    result : WatchResult
        Signals, budgets, and what was not run.
    names : Names
        Of areas and kinds of case.
    base : MapBase
        Ground of the maps.
    figures : dict of str to tuple of Derived
        By signal: observed, expected and relative risk, where there is a seal; `enter_signals` puts them into the
        ledger.
    continues : dict of str to str
        By signal that goes on from one of an earlier look: the id of that one, in the register.
    """

    book: Book
    seal: Seal | None
    basis: str
    result: WatchResult
    names: Names
    base: MapBase
    figures: Mapping[str, tuple[Derived, ...]]
    continues: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        """Return the day of knowledge."""
        return self.result.as_of


@dataclass(frozen=True, eq=False)
class Budgets:
    """Hold the false alarms to be expected, by level and detector, and what they rest on (see `Watched`).

    Attributes
    ----------
    levels : tuple of (tuple of str, AlarmBudget)
        Of detectors of surges, by simulation.
    places : tuple of PlaceAlarms
        Of scans and near repeats, whose p-values are simulated at each look.
    """

    book: Book
    as_of: date
    seal: Seal | None
    basis: str
    levels: tuple[tuple[tuple[str, ...], AlarmBudget], ...]
    settings: WatchSettings
    names: Names
    places: tuple[PlaceAlarms, ...]


@dataclass(frozen=True, eq=False)
class Backtest:
    """Hold what each detector made of outbreaks put in, by level, and what that rests on (see `Watched`)."""

    book: Book
    as_of: date
    seal: Seal | None
    basis: str
    levels: tuple[tuple[tuple[str, ...], tuple[BacktestRow, ...]], ...]
    settings: WatchSettings
    names: Names


def watch(book: Book, as_of: date, *, basis: str = "auto", progress: Tell | None = None) -> Watched:
    """Run the detectors a book switches on over what was known on a day.

    Parameters
    ----------
    book : Book
        Whose records.
    as_of : date
        Day of knowledge.
    basis : {'auto', 'received', 'dated'}
        What counts as known where no seal was made on the day: what had been received, or what is dated up to it.
        ``auto`` takes what had been received, unless the last receipt is over a month old.
    progress : callable, optional
        Called with steps done, total, and the name of the step.

    Returns
    -------
    Watched
        Signals, hot spots and what was not run, with names and the ground of the maps.
    """
    from tongket.watch.figures import derive_signals
    from tongket.watch.progress import untold
    from tongket.watch.watching import watch_book

    with _ground(book, as_of, basis) as ground:
        result = watch_book(
            ground.engine,
            as_of,
            ground.settings,
            restating=ground.restating,
            outline=ground.base.outline(),
            progress=progress or untold,
        )
    figures = derive_signals(result, ground.seal, ground.names, ground.settings) if ground.seal else {}
    continues = _continues(book, result)
    return Watched(book, ground.seal, ground.basis, result, ground.names, ground.base, figures, continues)


def _continues(book: Book, result: WatchResult) -> dict[str, str]:
    """Return by signal the id of the registered one it goes on from."""
    from tongket.store.signal_register import read_register
    from tongket.watch.lasting import continued
    from tongket.watch.life_cycle import read_lives

    known = [one.signal for one in read_lives(read_register(book)).values()] if result.signals else []
    before = {signal.id: continued(signal, known) for signal in result.signals}
    return {id_: one.id for id_, one in before.items() if one is not None}


MAPS = (".html", ".svg", ".png")


def watch_page(watched: Watched, *, traced: bool = True) -> Page:
    """Return what the page of signals shows; reports show the same.

    Parameters
    ----------
    watched : Watched
        What was seen.
    traced : bool
        Whether the signals were entered, so that their figures stand in the ledger and the page may name them.
    """
    from tongket.watch.page import Page

    return Page(
        watched.result,
        watched.names,
        watched.base,
        watched.basis,
        watched.seal.digest if watched.seal else None,
        watched.book.file.book.synthetic,
        {id_: tuple(one.figure.id for one in found) for id_, found in watched.figures.items()} if traced else {},
        watched.continues,
    )


def check_map(path: Path) -> str:
    """Return what the name of a map ends in, which says what is drawn.

    Raises
    ------
    UsageError
        If nothing of the kind can be drawn.
    """
    ending = path.suffix.lower()
    if ending not in MAPS:
        raise UsageError(f"watch --map: the file must end in {', '.join(MAPS)}; got {path.name!r}. Name another file.")
    return ending


def draw_signals(watched: Watched, path: Path, language: Language, *, traced: bool = True) -> Path:
    """Write the page of signals, or the map alone.

    Parameters
    ----------
    watched : Watched
        What was seen.
    path : Path
        Ends in .html for the page, in .svg or .png for the first map.
    language : {'vi', 'en'}
        Of all words.
    traced : bool
        As for `watch_page`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If the ending is another one, or nothing can be drawn.
    """
    from tongket.store import atomic
    from tongket.watch.page import map_alone, signals_html

    ending = check_map(path)
    page = watch_page(watched, traced=traced)
    if ending == ".html":
        atomic.write_text(path, signals_html(page, language))
        return path
    svg = map_alone(page, language)
    if svg is None:
        raise UsageError(
            "watch --map: a picture needs boundaries, a plan of squares or a cluster; the book has none of them."
            " Write a page that ends in .html, which lists the signals."
        )
    atomic.write_bytes(path, svg.encode() if ending == ".svg" else _png(svg))
    return path


def _png(svg: str) -> bytes:
    import vl_convert

    from tongket.report.typeface import font_directory

    vl_convert.register_font_directory(str(font_directory()))
    return bytes(vl_convert.svg_to_png(svg, scale=2.0))


def write_geojson(watched: Watched, path: Path) -> Path:
    """Write the signals and the hot spots of a day as GeoJSON."""
    from tongket.store import atomic
    from tongket.watch.telling import to_geojson

    spots = [spot for layer in watched.result.hot_spots for spot in layer.spots]
    atomic.write_text(path, to_geojson([*watched.result.signals, *spots], watched.base.shapes) + "\n")
    return path


def enter_signals(watched: Watched) -> int:
    """Enter the signals of a day in the book's register, and their figures in its ledger.

    Parameters
    ----------
    watched : Watched
        What was seen.

    Returns
    -------
    int
        New signals; those that stand there already are left.
    """
    from tongket.count.derived import record_derived
    from tongket.store.signal_register import append_entries, read_register
    from tongket.watch.life_cycle import raised_entry

    known = {entry["id"] for entry in read_register(watched.book)}
    seal = watched.seal.digest if watched.seal else None
    new = [raised_entry(signal, seal) for signal in watched.result.signals if signal.id not in known]
    record_derived([one for found in watched.figures.values() for one in found], watched.book.figures)
    append_entries(watched.book, new)
    return len(new)


@dataclass(frozen=True, eq=False)
class Register:
    """Hold the signals of a book, oldest first, how often each detector was right, and what things are called."""

    signals: tuple[Registered, ...]
    precision: tuple[Precision, ...]
    names: Names


def signals(book: Book) -> Register:
    """Return the register of signals of a book.

    Parameters
    ----------
    book : Book
        Whose register.

    Returns
    -------
    Register
        With the precision of each detector so far.

    Raises
    ------
    BookError
        If the register is damaged.
    """
    from tongket.store.book_lists import read_book_areas, read_book_offences
    from tongket.store.signal_register import read_register
    from tongket.watch.life_cycle import precision, read_lives
    from tongket.watch.names import names_of

    found = tuple(read_lives(read_register(book)).values())
    last = max((one.signal.as_of for one in found), default=date.today())
    names = names_of(book.file.book.name.text(), read_book_areas(book), read_book_offences(book), last)
    return Register(found, precision(one.life for one in found), names)


def mark_signal(book: Book, signal: str, word: str, *, by: str, note: str = "", on: date | None = None) -> Registered:
    """Take a signal of the register one step further.

    Parameters
    ----------
    book : Book
        Whose register.
    signal : str
        Id, or its beginning.
    word : str
        State it goes to, or the outcome with which it is closed.
    by : str
        Office that took the step, never a person.
    note : str
        Why.
    on : date, optional
        Day of the step; today by default.

    Returns
    -------
    Registered
        With the step added.

    Raises
    ------
    UsageError
        If the signal or the step is unknown or not allowed, or the words have no place in the register.
    """
    from tongket.store.signal_register import append_entries, read_register
    from tongket.watch.life_cycle import advance, check_words, find_signal, next_step, read_lives, step_entry

    check_words(by, note, book.file.watch.offices)
    known = find_signal(read_lives(read_register(book)), signal)
    state, outcome = next_step(word)
    day = on or datetime.now(book.zone).date()
    life = advance(known.life, state, by=by, on=day, note=note, outcome=outcome)
    append_entries(book, [step_entry(life)])
    return replace(known, life=life)


def watch_budget(book: Book, as_of: date, *, basis: str = "auto", progress: Tell | None = None) -> Budgets:
    """Say how many false alarms a month each detector would raise on a book, before it is switched on.

    Parameters
    ----------
    book, as_of, basis, progress
        As in `watch`.

    Returns
    -------
    Budgets
        By level and detector, those included that are not switched on.
    """
    from tongket.watch.place_alarms import place_alarms
    from tongket.watch.progress import untold
    from tongket.watch.watching import budget_book

    with _ground(book, as_of, basis) as ground:
        found = budget_book(
            ground.engine, as_of, ground.settings, restating=ground.restating, progress=progress or untold
        )
    places = place_alarms(ground.settings)
    return Budgets(book, as_of, ground.seal, ground.basis, found, ground.settings, ground.names, places)


def watch_backtest(book: Book, as_of: date, *, basis: str = "auto", progress: Tell | None = None) -> Backtest:
    """Put outbreaks into a book's own last year and say what each detector finds, how late and how purely.

    Parameters
    ----------
    book, as_of, basis, progress
        As in `watch`.

    Returns
    -------
    Backtest
        By level, detector and size of outbreak.
    """
    from tongket.watch.progress import untold
    from tongket.watch.watching import backtest_book

    with _ground(book, as_of, basis) as ground:
        found = backtest_book(
            ground.engine, as_of, ground.settings, restating=ground.restating, progress=progress or untold
        )
    return Backtest(book, as_of, ground.seal, ground.basis, found, ground.settings, ground.names)


# a register received longer ago than this is not kept by what is received
_FRESH_DAYS = 31


@contextmanager
def _ground(book: Book, as_of: date, basis: str) -> Iterator[Ground]:
    """Lend the records of a day: of its seal, else as they were known."""
    from tongket.close.closing import Basis
    from tongket.close.definitions import read_sealed_areas, read_sealed_offences
    from tongket.close.previewing import basis_for, known_records
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.store.book_lists import read_book_areas, read_book_offences
    from tongket.store.parquet import reading
    from tongket.store.seals import table_files
    from tongket.watch.signals import DETECTOR_COLUMNS

    seal = _seal_of(book, as_of) if basis == "auto" else None
    if seal is not None:
        with unchanged(book, seal), reading() as con:
            areas = read_sealed_areas(book, seal, con) or read_book_areas(book)
            offences = read_sealed_offences(book, seal, con)
            engine = DuckDBEngine(table_files(book, seal), connection=con)
            yield _grounded(book, engine, seal, "seal", as_of, areas, offences)
        return
    chosen = basis_for(book, "cases", as_of, _FRESH_DAYS) if basis == "auto" else Basis(basis)
    columns = {"cases": tuple(sorted(DETECTOR_COLUMNS))}
    with known_records(book, as_of, columns, basis=chosen) as files, reading() as con:
        engine = DuckDBEngine(files, connection=con)
        areas, offences = read_book_areas(book), read_book_offences(book)
        yield _grounded(book, engine, None, chosen.value, as_of, areas, offences)


def _seal_of(book: Book, day: date) -> Seal | None:
    """Return the newest seal whose cut-off is the day."""
    from tongket.store.seals import list_seals

    return next((seal for seal in reversed(list_seals(book)) if seal.as_of == day), None)


def _grounded(
    book: Book,
    engine: Engine,
    seal: Seal | None,
    basis: str,
    as_of: date,
    areas: AreaSet | None,
    offences: OffenceCatalogue | None,
) -> Ground:
    from tongket.count.geography import Geography
    from tongket.store.book_lists import read_book_areas
    from tongket.store.boundaries import book_boundaries
    from tongket.watch.geographies import Restating
    from tongket.watch.guard import PlacesOnly
    from tongket.watch.map_base import map_base, with_centres
    from tongket.watch.names import names_of
    from tongket.watch.settings import settings_of

    guarded = PlacesOnly(engine)
    restating = Restating(Geography(areas, as_of, areas.levels[-1])) if areas is not None else None
    # tiles are a drawing, which no seal keeps: the set the book names has them
    base = map_base(book_boundaries(book), read_book_areas(book), guarded.distinct("cases", "area"), as_of)
    return Ground(
        guarded,
        seal,
        basis,
        settings_of(book.file.watch),
        names_of(book.file.book.name.text(), areas, offences, as_of),
        restating,
        with_centres(base, guarded, as_of, restating),
    )
