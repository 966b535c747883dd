"""Projection of counts against generalised linear models fitted by R to the run-off triangle of Taylor and Ashe."""

from __future__ import annotations

import pytest

from tongket.plan.pace import Course, month_dispersion, remaining

# Taylor GC, Ashe FR (1983). Second moments of estimates of outstanding claims. Journal of Econometrics 23(1):37-61;
# the triangle of England PD, Verrall RJ (2002), British Actuarial Journal 8(3):443-518. First four accident years.
TRIANGLE = (
    (357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948),
    (352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046),
    (290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405),
    (310608, 1108250, 776189, 1562400, 272482, 352053, 206286),
)
TENTH = tuple(0.1 for _ in range(10))


def test_prediction_error_of_the_second_year() -> None:
    # R 4.2.2, all ten years: m <- glm(x ~ i + j, family = quasipoisson); p <- predict(m, cell(2, 10), type =
    # "response", se.fit = TRUE); dispersion 52601.93, p$fit 94633.81, sqrt(dispersion * p$fit + p$se.fit^2) 110099.9.
    # England and Verrall print 94 634 and 110 100. The half that our level adds to 5 339 085 is lost in the digits.
    mean, variance = remaining(Course(TRIANGLE[1], TENTH, (TRIANGLE[0],)))
    assert mean == pytest.approx(94633.81, abs=0.02)
    assert (52601.93 * variance) ** 0.5 == pytest.approx(110099.9, abs=0.1)


def test_dispersion_and_prediction_error_with_three_earlier_years() -> None:
    # The same commands on the first eight columns of years 1 to 3 and seven of year 4: dispersion 71482.44 on 20
    # degrees of freedom, cell (4, 8) 247190.0 with prediction error 159143.3. R stops its iteration a little earlier.
    course = Course(TRIANGLE[3], tuple(0.125 for _ in range(8)), tuple(year[:8] for year in TRIANGLE[:3]))
    dispersion, df = month_dispersion(course)
    mean, variance = remaining(course)
    assert (dispersion, df) == (pytest.approx(71482.44, rel=1e-4), 20)
    assert mean == pytest.approx(247190.0, abs=0.1)
    assert (dispersion * variance) ** 0.5 == pytest.approx(159143.3, rel=1e-4)
