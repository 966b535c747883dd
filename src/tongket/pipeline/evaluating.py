"""Judge campaigns and protected events, and write down beforehand what they will be judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongket.model.errors import DefinitionError, UsageError
from tongket.model.seals import Seal
from tongket.model.text import Text
from tongket.pipeline.counting import unchanged
from tongket.store.book import Book

if TYPE_CHECKING:
    from tongket.evaluate.cards import Card
    from tongket.evaluate.protected import EventCard
    from tongket.evaluate.reading import Campaign
    from tongket.evaluate.registration import Registration
    from tongket.store.chains import Link


@dataclass(frozen=True)
class Evaluated:
    """Hold the cards of campaigns and events.

    Attributes
    ----------
    book : Book
        Whose.
    seal : Seal
        What the cards rest on.
    cards : tuple of Card
        Of campaigns.
    events : tuple of EventCard
        Of protected events.
    left_out : tuple of (str, Text)
        Campaigns that cannot be judged, and why.
    """

    book: Book
    seal: Seal
    cards: tuple[Card, ...]
    events: tuple[EventCard, ...]
    left_out: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Registered:
    """Hold what was written into the chain of registrations."""

    registration: Registration
    link: Link


def evaluate(
    book: Book, which: str, campaign: str | None = None, *, progress: Callable[[str], None] | None = None
) -> Evaluated:
    """Judge one campaign or event with second opinions, or all of them in one line each; numbers go into the ledger.

    Parameters
    ----------
    book : Book
        Whose records.
    which : str
        Seal: digest or its beginning, a day, or ``latest``.
    campaign : str, optional
        Id of a campaign or of a protected event; all of both when left out.
    progress : callable, optional
        Told the id of each.

    Returns
    -------
    Evaluated
        One card each.

    Raises
    ------
    UsageError
        If there is no such campaign or event.
    DefinitionError
        If the one asked for cannot be judged; the message says why.
    """
    from tongket.count.derived import record_derived
    from tongket.count.sealed import sealed_context
    from tongket.engines.duckdb import DuckDBEngine
    from tongket.evaluate.facts import desk_of
    from tongket.evaluate.protected import event_cards
    from tongket.store.parquet import reading
    from tongket.store.seals import read_seal, table_files

    seal = read_seal(book, which)
    with unchanged(book, seal), reading() as con:
        engine = DuckDBEngine(table_files(book, seal), connection=con)
        desk = desk_of(engine, book, seal, sealed_context(book, seal, con))
        events = event_cards(desk, campaign)
        found = _cards(book, desk, campaign, progress or (lambda _: None)) if campaign is None or not events else None
        cards, left_out = found or ((), ())
    if campaign is not None and not cards and not events:
        raise UsageError(
            f"evaluate: must be a campaign or protected event of the seal; got {campaign!r}. There are:"
            f" {', '.join(desk.campaigns) or 'none'}. Collect it, then close; or choose another seal."
        )
    figures = [each for card in cards for each in card.figures] + [each for card in events for each in card.figures]
    record_derived(figures, book.figures)
    return Evaluated(book, seal, cards, events, left_out)


def _cards(
    book: Book, desk: object, campaign: str | None, tell: Callable[[str], None]
) -> tuple[tuple[Card, ...], tuple[tuple[str, Text], ...]]:
    from tongket.evaluate.cards import card_of
    from tongket.evaluate.facts import statements_of
    from tongket.evaluate.series_study import Desk, TooEarlyError
    from tongket.store.chains import read_chain
    from tongket.store.loads import read_loads

    assert isinstance(desk, Desk)
    loads, links = read_loads(book), read_chain(book.registrations)
    known = _with_current(book, desk, campaign)
    chosen = [each for each in known.values() if campaign is None or each.id == campaign]
    cards, left_out = [], []
    for each in chosen:
        tell(each.id)
        try:
            cards.append(card_of(desk, each, statements_of(book, each, loads, links), full=campaign is not None))
        except DefinitionError as error:
            if campaign is not None:
                raise
            reason = error.reason if isinstance(error, TooEarlyError) else Text(str(error), str(error))
            left_out.append((each.id, reason))
    return tuple(cards), tuple(left_out)


def _with_current(book: Book, desk: object, campaign: str | None) -> dict[str, Campaign]:
    """Return the campaigns of the seal, and the one asked for as last collected where the seal is older than it."""
    known: dict[str, Campaign] = dict(desk.campaigns)  # type: ignore[attr-defined]  # a Desk
    if campaign and campaign not in known and (found := _current(book, campaign)) is not None:
        known[campaign] = found
    return known


def _current(book: Book, campaign: str) -> Campaign | None:
    from tongket.evaluate.reading import campaign_from
    from tongket.store.records import versions

    found = versions(book, "campaigns", {"campaign_id": campaign})
    return campaign_from(found[-1].values) if found else None


def register(book: Book, campaign: str, choices: Sequence[str] = ()) -> Registered:
    """Write into the chain what a campaign will be judged by; to be done before it begins.

    Parameters
    ----------
    book : Book
        Whose campaign.
    campaign : str
        Id in the register, collected already; no seal is needed.
    choices : sequence of str
        ``outcome=…``, ``comparison=…``, ``minimum_effect=…`` in place of what the register says.

    Returns
    -------
    Registered
        The terms and their entry.

    Raises
    ------
    UsageError
        If the campaign is unknown, or outcome, comparison or smallest effect are missing.
    """
    from tongket.evaluate.registration import with_choices
    from tongket.store.chains import append_link
    from tongket.store.loads import one_writer

    found = _current(book, campaign)
    if found is None:
        raise UsageError(
            f"evaluate --register: the campaign must be in the register; got {campaign!r}. Collect campaigns.csv first."
        )
    registration = with_choices(found.registration, choices)
    with one_writer(book):
        link = append_link(book.registrations, campaign, registration.terms())
    return Registered(registration, link)
