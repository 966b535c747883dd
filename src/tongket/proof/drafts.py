"""A claim while its neighbours are still being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tongket.proof.claims import Kind
from tongket.proof.mentions import Mention


@dataclass
class Draft:
    """Hold a claim while its neighbours are still being read."""

    mention: Mention
    kind: Kind
    sign: int = 1
    unit: str = ""
    unit_class: str | None = None
    scope: tuple[int, int] = (0, 0)
    extras: dict[str, Any] = field(default_factory=dict)
    parent: Draft | None = None

    @property
    def change(self) -> bool:
        """Say whether the claim is a change."""
        return self.kind in ("change_abs", "change_pct")


def value_of(draft: Draft) -> Decimal | tuple[Decimal, Decimal]:
    """Return the signed value in the unit as written."""
    mention = draft.mention
    if mention.pair is not None:
        return mention.pair[0].value, mention.pair[1].value
    if mention.fold:
        times = mention.number.value
        whole = "change of" in draft.extras.get("fold", "")
        return (times if whole else times - 1) * 100 * draft.sign
    return mention.number.value * draft.sign
