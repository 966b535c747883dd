import msgspec
import pytest

from tongket.model.errors import DefinitionError, UsageError
from tongket.store.book import WatchEntry, create_book, list_book_presets, parse_book
from tongket.watch.detectors import DETECTORS
from tongket.watch.names import detector_name
from tongket.watch.settings import settings_of


def entry(**values):
    return msgspec.convert(values, WatchEntry)


@pytest.mark.parametrize("preset", list_book_presets())
def test_every_shipped_book_switches_on_what_there_is(preset, tmp_path):
    book = create_book(tmp_path / preset, preset)
    found = settings_of(book.file.watch)
    assert set(found.detectors) <= set(DETECTORS)
    watched = {code for condition in found.where for code in condition.values}
    assert watched >= {*found.near_repeats, *found.clusters, *found.hot_spots} > set()
    from tongket.store.book_lists import read_book_offences

    offences = read_book_offences(book)
    known = {row.article for row in offences.offences} | {group.code for group in offences.groups}
    assert watched <= known


def test_without_a_table_everything_on_record_is_watched():
    found = settings_of(WatchEntry())
    assert found.where == ()
    assert found.grains == (("offence_group",), ("area", "offence_group"))
    assert (found.near_repeats, found.clusters, found.hot_spots) == ((), (), ())


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"detectors": ["oracle"]}, "got 'oracle'"),
        ({"near_repeats": {"metres": [200, 100]}}, "metres must ascend"),
        ({"clusters": {"longest_days": 365}}, "longest_days must be less than the 365"),
        ({"hot_spots": {"days": 90, "held_out_days": 90}}, "held_out_days must be less"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(values, message):
    with pytest.raises(UsageError, match=message):
        settings_of(entry(**values))


@pytest.mark.parametrize(
    "line",
    ["by = 'person'", "codes = 3", "alarms_per_month = 0", "permutations = 0", "levels = ['street']", "unknown = 1"],
)
def test_keys_out_of_their_lists_are_refused(line, tmp_path):
    head = (tmp_path / "x").with_name("x")
    text = "[book]\nname = {vi='a', en='a'}\n[rules.clearing]\nvi='a'\nen='a'\n[watch]\n" + line
    with pytest.raises(DefinitionError):
        parse_book(text, head)


def test_every_detector_has_a_name():
    for name in (*DETECTORS, "knox", "space_time_permutation", "gi_star"):
        assert detector_name(name).en != name
