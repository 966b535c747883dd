"""Hold one rule against the lists: which rows break it, and by how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from tongket.model.text import LANGUAGES, Language, Text
from tongket.plan.oversight_tables import share_text
from tongket.plan.succession_lists import LIST_LABELS, Entry, ListKind, RowRef
from tongket.plan.succession_persons import Canon, Person
from tongket.plan.succession_rules import RuleKind, SuccessionRule


@dataclass(frozen=True)
class Breach:
    """Hold where a rule is broken, with numbers and without any value of a cell."""

    rows: tuple[RowRef, ...]
    detail: Text | None


def breaches_of(rule: SuccessionRule, persons: Sequence[Person], canon: Canon, as_of: date) -> Iterator[Breach]:
    """Yield each breach of a rule.

    Parameters
    ----------
    rule : SuccessionRule
        In force on the day.
    persons : sequence of Person
        Of both lists.
    canon : Canon
        Compares posts.
    as_of : date
        Day of the ages.

    Yields
    ------
    Breach
        List by list.
    """
    for kind in rule.lists():
        listed = [person for person in persons if _applying(rule, person, kind, canon)]
        yield from _KINDS[rule.kind](_Held(rule, kind, listed, canon, as_of))


def _applying(rule: SuccessionRule, person: Person, kind: ListKind, canon: Canon) -> tuple[Entry, ...]:
    """Return the rows of a person to which a rule applies; without a level, a row is of any."""
    posts = tuple(canon(each) for each in rule.posts)
    return tuple(
        each
        for each in person.of(kind)
        if (not rule.levels or not each.level or each.level in rule.levels)
        and (not posts or canon(each.planned).startswith(posts))
    )


@dataclass(frozen=True)
class _Held:
    """Hold what a rule is held against."""

    rule: SuccessionRule
    kind: ListKind
    persons: list[Person]
    canon: Canon
    as_of: date

    def entries(self, person: Person) -> tuple[Entry, ...]:
        return _applying(self.rule, person, self.kind, self.canon)


def _refs(entries: Sequence[Entry]) -> tuple[RowRef, ...]:
    return tuple(sorted(each.at for each in entries))


def _in_both(held: _Held) -> Iterator[Breach]:
    other = ListKind.COMMAND if held.kind is ListKind.COMMITTEE else ListKind.COMMITTEE
    for person in held.persons:
        if not person.of(other):
            yield Breach(_refs(held.entries(person)), None)


def _persons_per_post(held: _Held) -> Iterator[Breach]:
    posts: dict[str, dict[int, Entry]] = defaultdict(dict)
    for person in held.persons:
        for each in held.entries(person):
            if each.planned:
                posts[held.canon.post(each)].setdefault(person.number, each)
    for planned in posts.values():
        if len(planned) > held.rule.limit:
            yield Breach(_refs(tuple(planned.values())), _limit(len(planned), held.rule.limit, "người", "persons"))


def _posts_per_person(held: _Held) -> Iterator[Breach]:
    for person in held.persons:
        levels: dict[str, dict[str, Entry]] = defaultdict(dict)
        for each in held.entries(person):
            if each.planned:
                levels[each.level].setdefault(held.canon.post(each), each)
        for posts in levels.values():
            if len(posts) > held.rule.limit:
                yield Breach(_refs(tuple(posts.values())), _limit(len(posts), held.rule.limit, "chức danh", "posts"))


def _limit(found: int, limit: int, vi: str, en: str) -> Text:
    return Text(f"{found} {vi}, không quá {limit}", f"{found} {en}, at most {limit}")


def _other_post(held: _Held) -> Iterator[Breach]:
    for person in held.persons:
        for each in held.entries(person):
            same_unit = not each.planned_unit or held.canon(each.planned_unit) == held.canon(each.unit)
            if each.planned and same_unit and held.canon(each.planned) == held.canon(each.current):
                yield Breach((each.at,), None)


def age_on(born: date, day: date) -> int:
    """Return whole years of age."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _ages(held: _Held) -> list[int]:
    return [age_on(person.born, held.as_of) for person in held.persons if person.born is not None]


def _age_groups(held: _Held) -> Iterator[Breach]:
    """The youngest group is under the first age, the oldest above the last, as in "under 40, 40 to 50, over 50"."""
    ages, limits = _ages(held), held.rule.ages
    if not ages:
        return
    sizes = [sum(age < limits[0] for age in ages)]
    sizes += [sum(low <= age < high + (high == limits[-1]) for age in ages) for low, high in pairwise(limits)]
    sizes.append(sum(age > limits[-1] for age in ages))
    if 0 in sizes:
        counts = " / ".join(str(size) for size in sizes)
        yield Breach(
            (), Text(f"{LIST_LABELS[held.kind].vi}: {counts} người", f"{LIST_LABELS[held.kind].en}: {counts} persons")
        )


def _share(held: _Held, hits: int, of: int) -> Iterator[Breach]:
    if not of:
        return
    share, least, most = Fraction(hits, of), held.rule.least, held.rule.most
    if (least is None or share >= least) and (most is None or share <= most):
        return
    yield Breach((), Text(*(_share_detail(held, hits, of, language) for language in LANGUAGES)))


def _share_detail(held: _Held, hits: int, of: int, shown: Language) -> str:
    vi = shown == "vi"
    parts = [
        (word, limit)
        for word, limit in (
            ("ít nhất" if vi else "at least", held.rule.least),
            ("nhiều nhất" if vi else "at most", held.rule.most),
        )
        if limit is not None
    ]
    limits = ", ".join(f"{word} {share_text(limit, shown)}" for word, limit in parts)
    of_word = "trên" if vi else "of"
    name = LIST_LABELS[held.kind].in_language(shown)
    return f"{name}: {hits} {of_word} {of} ({share_text(Fraction(hits, of), shown)}), {limits}"


def _share_under_age(held: _Held) -> Iterator[Breach]:
    ages = _ages(held)
    yield from _share(held, sum(age < held.rule.ages[0] for age in ages), len(ages))


def _share_of_ages(held: _Held) -> Iterator[Breach]:
    ages = _ages(held)
    low, high = held.rule.ages[0], held.rule.ages[-1]
    yield from _share(held, sum(low <= age <= high for age in ages), len(ages))


def _share_women(held: _Held) -> Iterator[Breach]:
    sexes = [person.sex for person in held.persons if person.sex]
    yield from _share(held, sexes.count("female"), len(sexes))


def _full_term(held: _Held) -> Iterator[Breach]:
    starts = held.rule.term_starts or held.as_of
    for person in held.persons:
        if person.born is None or not person.sex:
            continue
        limit = held.rule.age_limit_female if person.sex == "female" else held.rule.age_limit_male
        lived = (starts.year - person.born.year) * 12 + starts.month - person.born.month
        lived -= starts.day < person.born.day
        if limit - lived < held.rule.limit:
            yield Breach(
                _refs(held.entries(person)),
                Text(
                    f"không còn đủ {held.rule.limit} tháng tính từ {starts:%d/%m/%Y}",
                    f"fewer than {held.rule.limit} months left from {starts}",
                ),
            )


_KINDS: dict[RuleKind, Callable[[_Held], Iterator[Breach]]] = {
    RuleKind.IN_BOTH: _in_both,
    RuleKind.PERSONS_PER_POST: _persons_per_post,
    RuleKind.POSTS_PER_PERSON: _posts_per_person,
    RuleKind.OTHER_POST: _other_post,
    RuleKind.AGE_GROUPS: _age_groups,
    RuleKind.SHARE_UNDER_AGE: _share_under_age,
    RuleKind.SHARE_OF_AGES: _share_of_ages,
    RuleKind.SHARE_WOMEN: _share_women,
    RuleKind.FULL_TERM: _full_term,
}
