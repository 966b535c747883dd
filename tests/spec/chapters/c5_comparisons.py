"""Comparisons with other periods."""

from tests.spec.chapters.c1_conditions import HEAD
from tests.spec.drawing import Spec

CHAPTER = "Comparisons"

SMALL = f'[[indicator]]\nid = "cases"{HEAD}small_number = 2\n'


def _cases(*counts: tuple[int, int]) -> str:
    rows = [f"{year}-{number} | {year}-03-01" for year, count in counts for number in range(count)]
    return "case_id | recorded_on\n" + "\n".join(rows)


PAGES = [
    Spec(
        title="Against another period",
        says="Difference, per cent of the other value, and one sentence on chance, in Vietnamese and English.",
        records={"cases": _cases((2021, 2), (2022, 5))},
        define=SMALL,
        period="civil:2022",
        against=("civil:2021",),
        answer="""
            indicator | value | against    | other | difference | percent
            cases     | 5     | civil:2021 | 2     | 3          | 150
        """,
    ),
    Spec(
        title="No per cent of a small base",
        says="Under the small-number rule, 50 unless book or indicator say otherwise, the difference must do.",
        records={"cases": _cases((2021, 2), (2022, 5))},
        define=f'[[indicator]]\nid = "cases"{HEAD}',
        period="civil:2022",
        against=("civil:2021",),
        answer="""
            indicator | value | other | difference | percent
            cases     | 5     | 2     | 3          | -
        """,
    ),
    Spec(
        title="Against the mean of the years before",
        says="`mean:3` is the mean of the same period of the three years before.",
        records={"cases": _cases((2019, 4), (2020, 2), (2021, 3), (2022, 6))},
        define=SMALL,
        period="civil:2022",
        against=("mean:3",),
        answer="""
            indicator | value | against                                 | other | difference | percent
            cases     | 6     | mean(civil:2021,civil:2020,civil:2019)  | 3     | 3          | 100
        """,
    ),
    Spec(
        title="Against a base year",
        says="`base:2019` is the same period of 2019.",
        records={"cases": _cases((2019, 4), (2022, 3))},
        define=SMALL,
        period="civil:2022-H1",
        against=("base:2019",),
        answer="""
            indicator | value | against       | other | difference | percent
            cases     | 3     | civil:2019-H1 | 4     | -1         | -25
        """,
    ),
    Spec(
        title="No cases in either",
        says="Then nothing is tested and nothing is divided.",
        records={"cases": _cases((2015, 1))},
        define=SMALL,
        period="civil:2022",
        against=("civil:2021",),
        answer="""
            indicator | value | other | difference | percent | sentence
            cases     | 0     | 0     | 0          | -       | No cases in either period.
        """,
    ),
]
