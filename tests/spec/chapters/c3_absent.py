"""Zero, missing and late are three things."""

from tests.spec.chapters.c1_conditions import HEAD
from tests.spec.chapters.c2_measures import CLEARANCE, QUOTIENT
from tests.spec.drawing import Spec

CHAPTER = "Zero, missing, late"

PAGES = [
    Spec(
        title="Zero is a number",
        says="Where the table is in the seal and no record fulfils the conditions, the value is 0.",
        records={"cases": "case_id | recorded_on\nA | 2021-05-01"},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022",
        answer="""
            indicator | value | state
            cases     | 0     | value
        """,
    ),
    Spec(
        title="A table that is not in the seal is missing",
        says="There is no value, and no zero is invented.",
        records={"cases": "case_id | recorded_on\nA | 2022-05-01"},
        define=f'[[indicator]]\nid = "fires"{HEAD.replace("cases", "fires").replace("recorded_on", "occurred_on")}',
        period="civil:2022",
        answer="""
            indicator | value | state
            fires     | -     | missing
        """,
    ),
    Spec(
        title="A quotient of nothing is missing",
        says="With a denominator of 0 there is no share; numerator and denominator are still shown.",
        records={"cases": "case_id | recorded_on\nA | 2021-05-01"},
        define=f"""{CLEARANCE}[[indicator]]\nid = "clearance"{QUOTIENT}measure = "share"
numerator = "of_these_cleared"\ndenominator = "recorded"\n""",
        period="civil:2022",
        answer="""
            indicator | numerator | denominator | value | state
            clearance | 0         | 0           | -     | missing
        """,
    ),
    Spec(
        title="What the seal has not seen is late",
        says="The cut-off lies before the end of the period: months that were over by then have values, the rest not.",
        records={"cases": "case_id | recorded_on\nA | 2022-01-05\nB | 2022-02-03"},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022-Q1",
        by=("month",),
        as_of="2022-02-28",
        answer="""
            indicator | month         | value | state
            cases     | *             | -     | late
            cases     | civil:2022-01 | 1     | value
            cases     | civil:2022-02 | 1     | value
            cases     | civil:2022-03 | -     | late
        """,
    ),
    Spec(
        title="A follow-up that is not over is late",
        says=(
            "Clearance within 90 days is given only when every case of the period has been followed up for 90 days;"
            " else young cases would look worse than old ones."
        ),
        records={"cases": "case_id | recorded_on | cleared_on\nA | 2022-01-05 | 2022-01-09\nB | 2022-02-03 | -"},
        define=f"""[[indicator]]\nid = "recorded"{HEAD}reportable = false
[[indicator]]\nid = "in_90_days"{HEAD}reportable = false\nwhere = [{{ column = "cleared_on", within_days = 90 }}]
[[indicator]]\nid = "clearance_90"{QUOTIENT}measure = "share"\nnumerator = "in_90_days"\ndenominator = "recorded"\n""",
        period="civil:2022-Q1",
        by=("month",),
        as_of="2022-05-15",
        answer="""
            indicator    | month         | numerator | denominator | value | state
            clearance_90 | *             | 1         | 2           | -     | late
            clearance_90 | civil:2022-01 | 1         | 1           | 1     | value
            clearance_90 | civil:2022-02 | 0         | 1           | -     | late
            clearance_90 | civil:2022-03 | 0         | 0           | -     | late
        """,
    ),
]
