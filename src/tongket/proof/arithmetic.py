"""Recompute everything a text lets one recompute, without a book."""

from __future__ import annotations

from collections.abc import Sequence

from tongket.proof.changes import Changes
from tongket.proof.checks import Check
from tongket.proof.claims import Claim
from tongket.proof.document import Block
from tongket.proof.links import Neighbours
from tongket.proof.parts import Parts
from tongket.proof.rates import Points, Rates, Shares
from tongket.proof.tables import check_tables


def check_arithmetic(claims: Sequence[Claim], blocks: Sequence[Block] = ()) -> list[Check]:
    """Check the claims of a text against each other.

    Parameters
    ----------
    claims : sequence of Claim
        All claims, in text order.
    blocks : sequence of Block
        Blocks of the document, with the headings of its tables.

    Returns
    -------
    list of Check
        In the order of the claims they judge.
    """
    near = Neighbours(claims)
    found = [
        *check_tables(claims, blocks),
        *Changes(near).run(),
        *Rates(near).run(),
        *Parts(near).run(),
        *Shares(near).run(),
        *Points(near).run(),
    ]
    return sorted(found, key=lambda check: (check.judged, check.kind))
