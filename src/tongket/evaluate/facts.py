"""The campaigns of a period with their verdicts, for the report: the same cards, without second opinions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tongket.count.context import CountContext
from tongket.engines.contract import Engine
from tongket.evaluate.cards import Card, card_of
from tongket.evaluate.reading import Campaign, register_statements
from tongket.evaluate.registration import Statement, chain_statements
from tongket.evaluate.series_study import Desk
from tongket.model.errors import DefinitionError
from tongket.model.periods import Period
from tongket.model.seals import Seal
from tongket.store.book_lists import read_book_areas, read_book_offences
from tongket.store.boundaries import book_boundaries
from tongket.store.chains import Link, read_chain
from tongket.store.loads import Load, read_loads

if TYPE_CHECKING:
    from tongket.store.book import Book


def desk_of(engine: Engine, book: Book, seal: Seal, context: CountContext) -> Desk:
    """Return what all campaigns of a seal share, with the boundaries the book brings."""
    listed = read_book_areas(book)
    offences = context.offences
    if offences is not None and not offences.iccs:
        offences = read_book_offences(book)
    return Desk(engine, seal, context, book_boundaries(book), listed, offences)


def statements_of(
    book: Book, campaign: Campaign, loads: Sequence[Load], links: Sequence[Link]
) -> tuple[Statement, ...]:
    """Return everything the book ever held of a campaign's registration."""
    return (*register_statements(book, campaign, loads), *chain_statements(links, campaign.id))


def campaign_facts(engine: Engine, book: Book, seal: Seal, context: CountContext, period: Period) -> tuple[Card, ...]:
    """Judge the campaigns that began in a period, in order of their start.

    Parameters
    ----------
    engine : Engine
        Counts the records of the seal.
    book : Book
        Whose campaigns.
    seal : Seal
        What the figures rest on.
    context : CountContext
        Indicators, units and codes of the book, as sealed.
    period : Period
        Which campaigns.

    Returns
    -------
    tuple of Card
        Each with `sentence` (the verdict), `power_sentence` and `figures` (for `record_derived`); a campaign that
        cannot be judged at all is left out. Never add them up: a case may belong to two.
    """
    desk = desk_of(engine, book, seal, context)
    begun = [each for each in desk.campaigns.values() if period.contains(each.span.start)]
    if not begun:
        return ()
    loads, links = read_loads(book), read_chain(book.registrations)
    cards = []
    for campaign in begun:
        try:
            cards.append(card_of(desk, campaign, statements_of(book, campaign, loads, links), full=False))
        except DefinitionError:  # an outcome nobody can count, or no records before the start
            continue
    return tuple(cards)
