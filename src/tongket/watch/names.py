"""What areas and kinds of case are called, for sentences, lists and maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tongket.model.areas import AreaSet
from tongket.model.offences import OffenceCatalogue
from tongket.model.text import Language, Text

_DETECTOR_NAMES: Mapping[str, Text] = {
    "farrington_noufaily": Text("Farrington (Noufaily)", "Farrington (Noufaily)"),
    "farrington_muan": Text("Farrington (Noufaily, cận trên)", "Farrington (Noufaily, upper bound)"),
    "farrington_flexible": Text("Farrington linh hoạt", "Farrington flexible"),
    "farrington_original": Text("Farrington gốc", "Farrington, original"),
    "ears_c1": Text("EARS C1", "EARS C1"),
    "ears_c2": Text("EARS C2", "EARS C2"),
    "ears_c3": Text("EARS C3", "EARS C3"),
    "cusum": Text("CUSUM", "CUSUM"),
    "glr_cusum": Text("CUSUM tỷ số hợp lý", "Likelihood-ratio CUSUM"),
    "knox": Text("Phép thử Knox", "Knox's test"),
    "space_time_permutation": Text("Quét hoán vị không gian - thời gian", "Space-time permutation scan"),
    "gi_star": Text("Bản đồ điểm nóng (Gi*)", "Map of hot spots (Gi*)"),
}
_LEVELS: Mapping[bool, Text] = {True: Text("từng đơn vị", "each area"), False: Text("toàn địa bàn", "whole place")}


@dataclass(frozen=True)
class Names:
    """Hold names by code; a code without one stands for itself.

    Attributes
    ----------
    place : Text
        Name of the whole, whose code is ``*``.
    areas, kinds : dict of str to Text
        Names of areas, and of groups and offences.
    """

    place: Text
    areas: Mapping[str, Text] = field(default_factory=dict)
    kinds: Mapping[str, Text] = field(default_factory=dict)

    def text(self, column: str, code: str) -> Text:
        """Return what a code of a column is called."""
        if column == "area":
            return self.place if code == "*" else self.areas.get(code, Text(f"đơn vị {code}", f"area {code}"))
        return self.kinds.get(code, Text(code, code))

    def called(self, language: Language) -> Callable[[str, str], str]:
        """Return the function that `telling.sentence` wants."""
        return lambda column, code: self.text(column, code).in_language(language)


def names_of(place: Text, areas: AreaSet | None, offences: OffenceCatalogue | None, day: date) -> Names:
    """Gather the names in force on a day.

    Parameters
    ----------
    place : Text
        Name of the whole.
    areas : AreaSet or None
        Units.
    offences : OffenceCatalogue or None
        Groups and offences.
    day : date
        The day of knowledge: a code may have named another unit before.
    """
    units = {} if areas is None else {area.code: area.name for area in areas.areas if area.is_valid_on(day)}
    kinds: dict[str, Text] = {}
    if offences is not None:
        kinds = {offence.article: _uncapitalised(offence.name) for offence in offences.articles(day)}
        kinds |= {group.code: _uncapitalised(group.name) for group in offences.groups}
    return Names(place, units, kinds)


def _uncapitalised(name: Text) -> Text:
    """Return a name as it stands inside a sentence."""
    return Text(name.vi[0].lower() + name.vi[1:], name.en[0].lower() + name.en[1:])


def detector_name(detector: str) -> Text:
    """Return what a detector is called."""
    return _DETECTOR_NAMES.get(detector, Text(detector, detector))


def level_name(level: tuple[str, ...]) -> Text:
    """Return what a level of series is called."""
    return _LEVELS["area" in level]
