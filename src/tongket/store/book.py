"""A book: the folder that says what a city's records are, which calendar, areas, codes and indicators it uses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from tongket.model.errors import BookError, DefinitionError
from tongket.model.periods import CALENDARS, Calendar
from tongket.model.text import Text
from tongket.store import atomic

FILE_NAME = "book.toml"


class BothLanguages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Text in both languages, as it stands in a file."""

    vi: Annotated[str, msgspec.Meta(min_length=1)]
    en: Annotated[str, msgspec.Meta(min_length=1)]

    def text(self) -> Text:
        """Return it as the model's value."""
        return Text(self.vi, self.en)


class BookHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[book]``: name, languages, time zone, calendar."""

    name: BothLanguages
    language: str = "vi"
    time_zone: str = "Asia/Ho_Chi_Minh"
    currency: str = "VND"
    calendar: str = "mps"
    synthetic: bool = False


class CalendarEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[calendars]]``: a calendar of the book's own."""

    id: str
    first_day: int = 1
    month_shift: int = 0
    first_month: int = 1
    year_shift: int = 0


class AreaEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[areas]``: which units there are, and where the city lies.

    ``set`` is the name of a shipped set, a folder in the book, or empty when the codes are those in the records.
    """

    set: str = ""
    root: str = ""
    boundaries: str = ""
    code_property: str = "code"
    name_property: str = "name"
    bounds: tuple[float, float, float, float] | None = None


class CodeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[codes]``: name of a shipped offence catalogue, or a folder in the book."""

    offences: str = "vn-penal-code"
    major: tuple[str, ...] = ("very_serious", "especially_serious")


class IndicatorEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[indicators]``: shipped sets by name, and files in the book by pattern."""

    sets: tuple[str, ...] = ("police",)
    files: tuple[str, ...] = ("indicators/*.toml",)


class RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[rules]``: rules in force, printed in the method note and kept in every seal."""

    clearing: BothLanguages
    small_number: int = 50


class ReportEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[report]``: who issues it, its place, mark and template."""

    parent_body: BothLanguages | None = None
    issuer: BothLanguages | None = None
    symbol: str = "BC"
    place: BothLanguages | None = None
    classification: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signed_for: str = ""
    post: BothLanguages | None = None
    directions: str = "directions.{language}.md"
    template: str = ""


Positive = Annotated[int, msgspec.Meta(ge=1)]
Above = Annotated[float, msgspec.Meta(gt=0)]
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]


class NearRepeatEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[watch.near_repeats]``: which kinds of case are watched for repeats nearby, and what near means."""

    codes: tuple[str, ...] = ()
    days: Positive = 365
    metres: Annotated[tuple[Above, ...], msgspec.Meta(min_length=1)] = (100.0, 200.0, 400.0)
    days_apart: Annotated[tuple[Above, ...], msgspec.Meta(min_length=1)] = (7.0, 14.0, 28.0)
    level: Share = 0.05


class ClusterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[watch.clusters]``: which kinds of case are searched for clusters in place and time, and how wide."""

    codes: tuple[str, ...] = ()
    days: Positive = 365
    longest_days: Positive = 28
    widest_km: Above = 2.0
    most_share: Share = 0.1
    least_cases: Annotated[int, msgspec.Meta(ge=2)] = 5
    cell_metres: Above = 200.0
    recurrence_days: Above = 365.0


class HotSpotEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[watch.hot_spots]``: which kinds of case have their hot spots drawn, from how long, judged by which months."""

    codes: tuple[str, ...] = ()
    days: Positive = 730
    held_out_days: Positive = 90
    cell_metres: Above = 300.0


class WatchEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[watch]``: which detectors run over what, and how many false alarms a month are accepted."""

    by: Literal["offence_group", "offence"] = "offence_group"
    codes: tuple[str, ...] = ()
    levels: tuple[Literal["city", "area"], ...] = ("city", "area")
    detectors: tuple[str, ...] = ("farrington_noufaily",)
    short_history: str = "ears_c2"
    periods: Positive = 338
    period_days: Positive = 7
    placed_by: Literal["recorded", "occurred"] = "recorded"
    alarms_per_month: Above = 2.0
    simulations: Annotated[int, msgspec.Meta(ge=0)] = 20
    permutations: Positive = 999
    seed: Annotated[int, msgspec.Meta(ge=0)] = 20221215
    offices: tuple[str, ...] = ()
    near_repeats: NearRepeatEntry = NearRepeatEntry()
    clusters: ClusterEntry = ClusterEntry()
    hot_spots: HotSpotEntry = HotSpotEntry()


class BookFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``book.toml``."""

    book: BookHead
    rules: RuleEntry
    areas: AreaEntry = AreaEntry()
    codes: CodeEntry = CodeEntry()
    indicators: IndicatorEntry = IndicatorEntry()
    report: ReportEntry = ReportEntry()
    watch: WatchEntry = WatchEntry()
    calendars: tuple[CalendarEntry, ...] = ()


@dataclass(frozen=True)
class Book:
    """Hold a book that was read and checked.

    Attributes
    ----------
    path : Path
        Its folder.
    file : BookFile
        What ``book.toml`` says.
    calendars : dict of str to Calendar
        Built-in calendars and the book's own, by id.
    """

    path: Path
    file: BookFile
    calendars: dict[str, Calendar]

    @property
    def id(self) -> str:
        """Return the name of the folder."""
        return self.path.resolve().name

    @property
    def calendar(self) -> Calendar:
        """Return the calendar the book counts by unless a period says otherwise."""
        return self.calendars[self.file.book.calendar]

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of all times in the book."""
        return ZoneInfo(self.file.book.time_zone)

    @property
    def records(self) -> Path:
        """Return the folder of accepted records."""
        return self.path / "records"

    @property
    def rejects(self) -> Path:
        """Return the folder of rejected rows."""
        return self.path / "rejects"

    @property
    def loads(self) -> Path:
        """Return the file with one row per load."""
        return self.path / "loads.parquet"

    @property
    def seals(self) -> Path:
        """Return the folder of seals."""
        return self.path / "seals"

    @property
    def figures(self) -> Path:
        """Return the folder of the figure ledger."""
        return self.path / "figures"

    @property
    def registrations(self) -> Path:
        """Return the chain of what was written down of campaigns."""
        return self.path / "registrations.jsonl"

    @property
    def reports(self) -> Path:
        """Return the folder of rendered reports."""
        return self.path / "reports"

    @property
    def signals(self) -> Path:
        """Return the file of the register of signals."""
        return self.path / "signals.jsonl"


def parse_book(content: str, path: Path) -> Book:
    """Read the text of a ``book.toml``.

    Parameters
    ----------
    content : str
        TOML.
    path : Path
        The book's folder; used in messages and kept.

    Returns
    -------
    Book
        Checked.

    Raises
    ------
    DefinitionError
        If it is no TOML, a key is unknown or missing, or a value is out of its list.
    """
    where = path / FILE_NAME
    try:
        file = msgspec.convert(tomllib.loads(content), BookFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DefinitionError(f"{where}: {error}. Mend the file; `tongket init` writes a valid one.") from error
    calendars = dict(CALENDARS)
    for entry in file.calendars:
        calendars[entry.id] = Calendar(**msgspec.structs.asdict(entry))
    _check_choice(where, "book.calendar", file.book.calendar, tuple(calendars))
    _check_choice(where, "book.language", file.book.language, ("vi", "en"))
    if not _is_zone(file.book.time_zone):
        raise DefinitionError(
            f"{where}: `book.time_zone` must be an IANA zone; got {file.book.time_zone!r}."
            " For example Asia/Ho_Chi_Minh."
        )
    return Book(path, file, calendars)


def _is_zone(name: str) -> bool:
    """Tell whether a name is that of a zone; to list all there are would read some six hundred files."""
    if name.partition("/")[0] in ("posix", "right", "posixrules"):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True


def _check_choice(where: Path, key: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise DefinitionError(f"{where}: `{key}` must be one of {', '.join(choices)}; got {value!r}. Mend the key.")


def read_book(path: Path) -> Book:
    """Open the book in a folder.

    Raises
    ------
    BookError
        If the folder holds no ``book.toml``.
    DefinitionError
        If the file is invalid.
    """
    file = path / FILE_NAME
    if not file.is_file():
        raise BookError(f"Book: {str(path)!r} must be a folder with {FILE_NAME}. Make one with: tongket init {path}")
    try:
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DefinitionError(f"{file}: must be UTF-8. Save it again as UTF-8.") from None
    return parse_book(content, path)


def list_book_presets() -> tuple[str, ...]:
    """Return the names that `create_book` knows."""
    folder = resources.files("tongket.store") / "shipped" / "books"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def create_book(path: Path, preset: str) -> Book:
    """Make a new book from a shipped preset.

    Parameters
    ----------
    path : Path
        Folder; made if it is not there, must hold no book yet.
    preset : str
        One of `list_book_presets`.

    Returns
    -------
    Book
        The new book, as `read_book` gives it.

    Raises
    ------
    BookError
        If there is a book already.
    DefinitionError
        If the preset is unknown.
    """
    if (path / FILE_NAME).exists():
        raise BookError(f"Book: {str(path)!r} holds a book already. Choose another folder, or edit its {FILE_NAME}.")
    if preset not in list_book_presets():
        raise DefinitionError(
            f"Book preset: must be one of {', '.join(list_book_presets())}; got {preset!r}. Name one with --preset."
        )
    folder = resources.files("tongket.store") / "shipped" / "books"
    content = (folder / f"{preset}.toml").read_text(encoding="utf-8")
    parse_book(content, path)
    atomic.write_text(path / FILE_NAME, content)
    (path / "indicators").mkdir(exist_ok=True)
    for directions in folder.iterdir():
        # a preset may bring the office's text on next year, one file for each language
        if directions.name.startswith(f"{preset}.directions."):
            name = directions.name.removeprefix(f"{preset}.")
            atomic.write_text(path / name, directions.read_text(encoding="utf-8"))
    return read_book(path)
