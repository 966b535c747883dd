"""Counting records, and the conditions that choose them."""

from tests.spec.drawing import Spec

CHAPTER = "Counting and conditions"

HEAD = """
label = { vi = "Số vụ", en = "Cases" }
unit = { vi = "vụ", en = "cases" }
measure = "count"
table = "cases"
date = "recorded_on"
"""

PAGES = [
    Spec(
        title="Count the records of a period",
        says="A record belongs to the period that holds its date. Both ends of a period belong to it.",
        records={
            "cases": """
                case_id | recorded_on
                A       | 2021-12-31
                B       | 2022-01-01
                C       | 2022-07-15
                D       | 2022-12-31
                E       | 2023-01-01
            """
        },
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022",
        answer="""
            indicator | value
            cases     | 3
        """,
    ),
    Spec(
        title="The ministry's year begins on 15 December",
        says="A period is written with its calendar, because the year 2022 is not one period.",
        records={
            "cases": """
                case_id | recorded_on
                A       | 2021-12-14
                B       | 2021-12-15
                C       | 2022-12-14
                D       | 2022-12-15
            """
        },
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="mps:2022",
        answer="""
            indicator | value
            cases     | 2
        """,
    ),
    Spec(
        title="in and not_in",
        says="A missing value fulfils neither.",
        records={
            "cases": """
                case_id | recorded_on | severity
                A       | 2022-01-01  | serious
                B       | 2022-01-02  | less_serious
                C       | 2022-01-03  | -
            """
        },
        define=(
            f'[[indicator]]\nid = "serious"{HEAD}where = [{{ column = "severity", in = ["serious"] }}]\n'
            f'[[indicator]]\nid = "not_serious"{HEAD}where = [{{ column = "severity", not_in = ["serious"] }}]\n'
        ),
        period="civil:2022",
        answer="""
            indicator   | value
            serious     | 1
            not_serious | 1
        """,
    ),
    Spec(
        title="under: a group and all groups below it",
        says=(
            "`under` follows the tree of the book's code list: social_order holds persons and property, and an offence"
            " belongs to its group."
        ),
        records={
            "cases": """
                case_id | recorded_on | offence_group | offence
                A       | 2022-01-01  | persons       | 123
                B       | 2022-01-02  | property      | 173
                C       | 2022-01-03  | drugs         | 249
            """
        },
        define=(
            f'[[indicator]]\nid = "by_group"{HEAD}where = [{{ column = "offence_group", under = ["social_order"] }}]\n'
            f'[[indicator]]\nid = "by_offence"{HEAD}where = [{{ column = "offence", under = ["property"] }}]\n'
        ),
        period="civil:2022",
        answer="""
            indicator  | value
            by_group   | 2
            by_offence | 1
        """,
    ),
    Spec(
        title="is_null and not_null",
        says="Whether a column is filled.",
        records={
            "cases": """
                case_id | recorded_on | cleared_on
                A       | 2022-01-01  | 2022-03-01
                B       | 2022-01-02  | -
                C       | 2022-01-03  | -
            """
        },
        define=(
            f'[[indicator]]\nid = "cleared"{HEAD}where = [{{ column = "cleared_on", not_null = true }}]\n'
            f'[[indicator]]\nid = "not_cleared"{HEAD}where = [{{ column = "cleared_on", is_null = true }}]\n'
        ),
        period="civil:2022",
        answer="""
            indicator   | value
            cleared     | 1
            not_cleared | 2
        """,
    ),
    Spec(
        title="within_days: a day that follows soon enough",
        says="The column lies at most so many days after the date the indicator is counted by.",
        records={
            "cases": """
                case_id | recorded_on | cleared_on
                A       | 2022-01-01  | 2022-01-31
                B       | 2022-01-01  | 2022-02-01
                C       | 2022-01-01  | -
            """
        },
        define=f'[[indicator]]\nid = "in_30_days"{HEAD}where = [{{ column = "cleared_on", within_days = 30 }}]\n',
        period="civil:2022",
        answer="""
            indicator  | value
            in_30_days | 1
        """,
    ),
    Spec(
        title="Another date, another count",
        says="Cases cleared in a period are counted on the day of clearance; those of earlier years are among them.",
        records={
            "cases": """
                case_id | recorded_on | cleared_on
                A       | 2021-11-01  | 2022-02-01
                B       | 2022-05-01  | 2022-06-01
                C       | 2022-12-01  | 2023-01-10
            """
        },
        define=f'[[indicator]]\nid = "cleared"{HEAD.replace("recorded_on", "cleared_on")}',
        period="civil:2022",
        answer="""
            indicator | value
            cleared   | 2
        """,
    ),
]
