"""What every report must hold, so that nothing awkward is left out: limits, what was missed, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tongket.model.errors import DefinitionError
from tongket.model.text import Text
from tongket.report.document import Block, ChartBlock, Heading


class Part(StrEnum):
    """Name a part of the report that may not be left out."""

    SITUATION = "situation"
    RESULTS = "results"
    TARGETS = "targets"
    LIMITS = "limits"
    CORRECTIONS = "corrections"
    DIRECTIONS = "directions"
    STATISTICS = "statistics"
    METHOD = "method"


class Picture(StrEnum):
    """Name a picture that is there, or whose absence is explained."""

    MIX = "mix"
    COURSE = "course"
    FUNNEL = "funnel"
    MAP = "map"
    CURVE = "curve"


PICTURE_NAMES: dict[Picture, Text] = {
    Picture.MIX: Text("biểu đồ cơ cấu", "chart of the mix"),
    Picture.COURSE: Text("biểu đồ diễn biến theo tháng", "chart of the months"),
    Picture.FUNNEL: Text("biểu đồ phễu theo địa bàn", "funnel chart of the areas"),
    Picture.MAP: Text("bản đồ", "map"),
    Picture.CURVE: Text("biểu đồ đường khám phá", "clearance curve"),
}


@dataclass(frozen=True)
class Chapter:
    """Hold the blocks of one part."""

    part: Part
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Drawn:
    """Hold one picture, or the reason why it cannot be drawn.

    Raises
    ------
    DefinitionError
        If it has both or neither.
    """

    kind: Picture
    block: ChartBlock | None = None
    reason: Text | None = None

    def __post_init__(self) -> None:
        if (self.block is None) == (self.reason is None):
            raise DefinitionError(
                f"Report, picture {self.kind.value!r}: it must either be drawn or say why not; got"
                f" {'both' if self.block is not None else 'neither'}. Give one of the two."
            )


def check_required(chapters: Sequence[Chapter], pictures: Iterable[Drawn]) -> None:
    """Raise DefinitionError when a part of the report is missing or empty, or a picture was drawn but not placed.

    Parameters
    ----------
    chapters : sequence of Chapter
        Body and annexes.
    pictures : iterable of Drawn
        One of each kind.

    Raises
    ------
    DefinitionError
        Names the part or picture.
    """
    filled = {each.part for each in chapters if any(not isinstance(block, Heading) for block in each.blocks)}
    for part in Part:
        if part not in filled:
            raise DefinitionError(
                f"Report: the part {part.value!r} is required, with more than a heading; got none. Where there is"
                " nothing to report, let it say so."
            )
    known = {each.kind: each for each in pictures}
    placed = [block for chapter in chapters for block in chapter.blocks if isinstance(block, ChartBlock)]
    for kind in Picture:
        drawn = known.get(kind)
        if drawn is None or (drawn.block is not None and not any(block is drawn.block for block in placed)):
            raise DefinitionError(
                f"Report: the picture {kind.value!r} must be in the text, or a reason be given; got neither."
                " Place it in its chapter."
            )
