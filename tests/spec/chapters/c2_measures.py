"""Sums, stocks, shares and ratios."""

from tests.spec.drawing import Spec

CHAPTER = "Sums, stocks, shares and ratios"

SUM = """
label = { vi = "Tổng", en = "Sum" }
unit = { vi = "người", en = "persons" }
measure = "sum"
table = "cases"
date = "recorded_on"
"""
COUNT = SUM.replace('"sum"', '"count"')
QUOTIENT = """
label = { vi = "Tỷ lệ", en = "Rate" }
unit = { vi = "%", en = "%" }
"""
CLEARANCE = (
    f'[[indicator]]\nid = "recorded"{COUNT}reportable = false\n'
    f'[[indicator]]\nid = "cleared"{COUNT.replace("recorded_on", "cleared_on")}reportable = false\n'
    f'[[indicator]]\nid = "of_these_cleared"{COUNT}reportable = false\n'
    'where = [{ column = "cleared_on", not_null = true }]\n'
)

PAGES = [
    Spec(
        title="A sum adds a column up",
        says="A missing value adds nothing. Money keeps its two decimals.",
        records={
            "cases": """
                case_id | recorded_on | injured | property_loss
                A       | 2022-01-01  | 2       | 1500000.50
                B       | 2022-01-02  | -       | 499999.50
                C       | 2022-01-03  | 1       | -
            """
        },
        define=(
            f'[[indicator]]\nid = "injured"{SUM}column = "injured"\n'
            f'[[indicator]]\nid = "loss"{SUM}column = "property_loss"\n'
        ),
        period="civil:2022",
        answer="""
            indicator | value
            injured   | 3
            loss      | 2000000
        """,
    ),
    Spec(
        title="A stock is what is there at the end",
        says=(
            "Records opened on or before the last day of the period and not closed by then, however long ago they were"
            " opened. The stock at the end is the stock at the beginning, plus what was issued, less what was ended."
        ),
        records={
            "wanted_notices": """
                notice_id | issued_on  | ended_on
                A         | 2015-03-01 | -
                B         | 2020-01-01 | 2021-06-01
                C         | 2021-05-01 | 2022-04-01
                D         | 2022-02-01 | -
                E         | 2022-03-01 | 2023-01-01
                F         | 2023-02-01 | -
            """
        },
        define="""
            [[indicator]]
            id = "stock"
            label = { vi = "Còn lại", en = "At the end" }
            unit = { vi = "đối tượng", en = "persons" }
            measure = "stock"
            table = "wanted_notices"
            date = "issued_on"
            closes = "ended_on"
            [[indicator]]
            id = "issued"
            label = { vi = "Phát sinh", en = "Issued" }
            unit = { vi = "đối tượng", en = "persons" }
            measure = "count"
            table = "wanted_notices"
            date = "issued_on"
            [[indicator]]
            id = "ended"
            label = { vi = "Kết thúc", en = "Ended" }
            unit = { vi = "đối tượng", en = "persons" }
            measure = "count"
            table = "wanted_notices"
            date = "ended_on"
        """,
        period="civil:2022",
        against=("civil:2021",),
        answer="""
            indicator | value | other
            stock     | 3     | 2
            issued    | 2     | 1
            ended     | 1     | 1
        """,
    ),
    Spec(
        title="A share: the numerator is a part of the denominator",
        says=(
            "Of the cases recorded in the period, those cleared by the cut-off. Numerator and denominator are kept"
            " beside the value; the interval is Wilson's. A share whose numerator is no part of its denominator is"
            " refused."
        ),
        records={
            "cases": """
                case_id | recorded_on | cleared_on
                A       | 2022-01-01  | 2022-02-01
                B       | 2022-01-02  | -
                C       | 2022-01-03  | 2023-02-01
                D       | 2021-12-31  | 2022-01-05
            """
        },
        define=f"""{CLEARANCE}[[indicator]]\nid = "clearance"{QUOTIENT}measure = "share"
numerator = "of_these_cleared"\ndenominator = "recorded"\n""",
        period="civil:2022",
        answer="""
            indicator | numerator | denominator | value          | lower | upper
            clearance | 2         | 3           | 0.666666666667 | 0.21  | 0.94
        """,
    ),
    Spec(
        title="A ratio may pass 1",
        says=(
            "Cases cleared in the period per case recorded in the period: the numerator holds cases of earlier periods,"
            " and nothing is clipped."
        ),
        records={
            "cases": """
                case_id | recorded_on | cleared_on
                A       | 2021-10-01  | 2022-02-01
                B       | 2021-11-02  | 2022-02-03
                C       | 2022-01-03  | 2022-02-01
                D       | 2022-05-31  | -
            """
        },
        define=f"""{CLEARANCE}[[indicator]]\nid = "clearance_period"{QUOTIENT}measure = "ratio"
numerator = "cleared"\ndenominator = "recorded"\n""",
        period="civil:2022",
        answer="""
            indicator        | numerator | denominator | value | state
            clearance_period | 3         | 2           | 1.5   | value
        """,
    ),
    Spec(
        title="The target of the city stands for the total",
        says=(
            "A city and its units have targets of their own. The city's target is the total where there is one; the"
            " targets of its units are never added to it."
        ),
        records={
            "targets": """
                target_id | indicator | area | assigned_on | value
                T         | cards     | C    | 2022-01-05  | 100
                T1        | cards     | N    | 2022-01-05  | 70
                T2        | cards     | S    | 2022-01-05  | 35
            """
        },
        define=f"""[[indicator]]\nid = "target"{SUM.replace("cases", "targets").replace("recorded_on", "assigned_on")}
column = "value"\n""",
        period="civil:2022",
        by=("area",),
        areas="""
            code | from       | to | level    | parent
            C    | 2019-01-01 | -  | city     | -
            N    | 2019-01-01 | -  | district | C
            S    | 2019-01-01 | -  | district | C
        """,
        answer="""
            indicator | area | value
            target    | *    | 100
            target    | N    | 70
            target    | S    | 35
        """,
    ),
]
