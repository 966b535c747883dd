"""Breakdowns: every known code has a row, and the parts add up to the total."""

from tests.spec.chapters.c1_conditions import HEAD
from tests.spec.drawing import Spec

CHAPTER = "Breakdowns"

CASES = """
    case_id | recorded_on | offence_group | offence | severity | area | occurred_from    | occurred_to
    A       | 2022-01-03  | property      | 173     | serious  | N    | 2022-01-03T10:15 | -
    B       | 2022-01-20  | property      | 173     | -        | S    | 2022-01-10T22:30 | 2022-01-11T00:30
    C       | 2022-02-03  | drugs         | 249     | serious  | -    | -                | -
"""

PAGES = [
    Spec(
        title="By group: zero-filled, the total first",
        says="Groups of the code list that hold offences have a row whether or not a case was recorded.",
        records={"cases": CASES},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022",
        by=("offence_group",),
        answer="""
            indicator | offence_group | value
            cases     | *             | 3
            cases     | persons       | 0
            cases     | property      | 2
            cases     | drugs         | 1
        """,
    ),
    Spec(
        title="Records that do not say form a row of their own",
        says="So that the parts add up: `unknown` stands last, and only where it is needed.",
        records={"cases": CASES},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022",
        by=("area",),
        answer="""
            indicator | area    | value
            cases     | *       | 3
            cases     | N       | 1
            cases     | S       | 1
            cases     | unknown | 1
        """,
    ),
    Spec(
        title="A district without cases has a row",
        says="Where a book has no list of units, every code that stands anywhere in the seal has a row.",
        records={"cases": CASES},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022-02",
        by=("area",),
        answer="""
            indicator | area    | value
            cases     | *       | 1
            cases     | N       | 0
            cases     | S       | 0
            cases     | unknown | 1
        """,
    ),
    Spec(
        title="Two dimensions at once",
        says="All totals are there: of both, of each.",
        records={"cases": CASES},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022-Q1",
        by=("month", "offence_group"),
        answer="""
            indicator | month         | offence_group | value
            cases     | *             | *             | 3
            cases     | *             | persons       | 0
            cases     | *             | property      | 2
            cases     | *             | drugs         | 1
            cases     | civil:2022-01 | *             | 2
            cases     | civil:2022-01 | persons       | 0
            cases     | civil:2022-01 | property      | 2
            cases     | civil:2022-01 | drugs         | 0
            cases     | civil:2022-02 | *             | 1
            cases     | civil:2022-02 | persons       | 0
            cases     | civil:2022-02 | property      | 0
            cases     | civil:2022-02 | drugs         | 1
            cases     | civil:2022-03 | *             | 0
            cases     | civil:2022-03 | persons       | 0
            cases     | civil:2022-03 | property      | 0
            cases     | civil:2022-03 | drugs         | 0
        """,
    ),
    Spec(
        title="An indicator of one group is not broken down by group",
        says="And one of several groups has rows for these only: a table of thefts has no row for murder.",
        records={"cases": CASES},
        define=(
            f'[[indicator]]\nid = "drugs"{HEAD}where = [{{ column = "offence_group", in = ["drugs"] }}]\n'
            f'[[indicator]]\nid = "social"{HEAD}where = [{{ column = "offence_group", under = ["social_order"] }}]\n'
        ),
        period="civil:2022",
        by=("offence_group",),
        answer="""
            indicator | offence_group | value
            drugs     | *             | 1
            social    | *             | 2
            social    | persons       | 0
            social    | property      | 2
        """,
    ),
    Spec(
        title="By severity",
        says="Severity classes are those of the law; a case without one is in `unknown`.",
        records={"cases": CASES},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022",
        by=("severity",),
        answer="""
            indicator | severity           | value
            cases     | *                  | 3
            cases     | less_serious       | 0
            cases     | serious            | 2
            cases     | very_serious       | 0
            cases     | especially_serious | 0
            cases     | unknown            | 1
        """,
    ),
]
