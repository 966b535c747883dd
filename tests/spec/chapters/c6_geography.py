"""Units that change."""

from tests.spec.chapters.c1_conditions import HEAD
from tests.spec.drawing import Spec

CHAPTER = "Units that change"

AREAS = """
    code | from       | to         | level    | parent
    C    | 2019-01-01 | -          | city     | -
    N    | 2019-01-01 | 2022-06-30 | district | C
    S    | 2019-01-01 | 2022-06-30 | district | C
    1    | 2019-01-01 | 2022-06-30 | commune  | N
    2    | 2019-01-01 | 2022-06-30 | commune  | N
    3    | 2019-01-01 | 2022-06-30 | commune  | S
    1    | 2022-07-01 | -          | commune  | C
    2    | 2022-07-01 | -          | commune  | C
"""
# the code 1 now belongs to another unit: it takes in 2 and a quarter of 3
CHANGES = """
    old | old_from   | new | new_from   | share
    1   | 2019-01-01 | 2   | 2022-07-01 | 1
    2   | 2019-01-01 | 1   | 2022-07-01 | 1
    3   | 2019-01-01 | 1   | 2022-07-01 | 0.25
    3   | 2019-01-01 | 2   | 2022-07-01 | 0.75
"""
COUNT = f'[[indicator]]\nid = "cases"{HEAD}small_number = 0\n'
CLEARED = COUNT.replace("recorded_on", "cleared_on")

PAGES = [
    Spec(
        title="Communes are rolled up to districts where there are any",
        says="The level is that of the reports of the day: districts until they were abolished, communes since.",
        records={
            "cases": """
                case_id | recorded_on | area
                A       | 2022-01-01  | 1
                B       | 2022-01-02  | 2
                D       | 2022-01-03  | 3
            """
        },
        define=COUNT,
        period="2022-01-01..2022-03-31",
        by=("area",),
        areas=AREAS,
        changes=CHANGES,
        answer="""
            indicator | area | value | restated
            cases     | *    | 3     | no
            cases     | N    | 2     | no
            cases     | S    | 1     | no
        """,
    ),
    Spec(
        title="The same code is another unit after the change",
        says=(
            "Records are read with their own day and brought to the units of the last day asked for. A divided unit"
            " counts with its shares, and the total stays what it was."
        ),
        records={
            "cases": """
                case_id | recorded_on | area
                A       | 2022-03-01  | 1
                B       | 2022-03-02  | 3
                D       | 2022-08-03  | 1
            """
        },
        define=COUNT,
        period="civil:2022",
        by=("area",),
        areas=AREAS,
        changes=CHANGES,
        answer="""
            indicator | area | value | restated
            cases     | *    | 3     | no
            cases     | 1    | 1.25  | yes
            cases     | 2    | 1.75  | yes
        """,
    ),
    Spec(
        title="A case cleared after the change keeps the unit it was recorded in",
        says="The code in a record stands for the unit of the day it was entered, whatever is counted.",
        records={
            "cases": """
                case_id | recorded_on | cleared_on | area
                A       | 2022-03-01  | 2022-09-01 | 1
                B       | 2022-08-02  | 2022-09-02 | 1
            """
        },
        define=CLEARED,
        period="2022-09-01..2022-09-30",
        by=("area",),
        areas=AREAS,
        changes=CHANGES,
        answer="""
            indicator | area | value
            cases     | *    | 2
            cases     | 1    | 1
            cases     | 2    | 1
        """,
    ),
    Spec(
        title="An earlier period is restated upon today's units",
        says=(
            "So that a comparison sets like against like; the figure of the earlier period names the unit with its"
            " first day, because the code alone meant another one then."
        ),
        records={
            "cases": """
                case_id | recorded_on | area
                A       | 2021-09-01  | 2
                B       | 2021-09-02  | 2
                D       | 2022-09-02  | 1
            """
        },
        define=COUNT,
        period="2022-09-01..2022-09-30",
        against=("2021-09-01..2021-09-30",),
        by=("area",),
        areas=AREAS,
        changes=CHANGES,
        answer="""
            indicator | area | value | other | difference
            cases     | *    | 1     | 2     | -1
            cases     | 1    | 1     | 2     | -1
            cases     | 2    | 0     | 0     | 0
        """,
    ),
    Spec(
        title="A code that was no unit on that day",
        says="Is not guessed: the record is in `unknown`.",
        records={
            "cases": """
                case_id | recorded_on | area
                A       | 2022-08-01  | 3
                B       | 2022-08-02  | 1
            """
        },
        define=COUNT,
        period="2022-08-01..2022-08-31",
        by=("area",),
        areas=AREAS,
        changes=CHANGES,
        answer="""
            indicator | area    | value
            cases     | *       | 2
            cases     | 1       | 1
            cases     | 2       | 0
            cases     | unknown | 1
        """,
    ),
]
