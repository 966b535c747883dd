"""Poisson, binomial, gamma, beta and Student probabilities and their quantiles, in plain numpy.

The program runs without scipy; these few functions are what the intervals and tests of this room need. Every
one takes arrays and is checked against scipy to 1e-9 or better in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

_STANDARD_NORMAL = NormalDist()
# Below this argument Stirling's series is reached by recurrence; above it eight terms give full precision.
_STIRLING_FROM = 16.0
_STIRLING_TERMS = (
    1 / 12,
    -1 / 360,
    1 / 1260,
    -1 / 1680,
    1 / 1188,
    -691 / 360360,
    1 / 156,
    -3617 / 122400,
)
_SMALL_ERRORS = np.array(
    [0.0]
    + [
        math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
        for n in range(1, int(_STIRLING_FROM))
    ]
)
_EPSILON = 1e-16
_TINY = 1e-300
_MOST_STEPS = 200_000


def normal_quantile(probability: float) -> float:
    """Return the standard normal value below which `probability` lies (Wichura 1988, AS 241)."""
    return _STANDARD_NORMAL.inv_cdf(probability)


def normal_two_sided(z: ArrayLike) -> FloatArray:
    """Return the chance of a standard normal value at least as far from zero as `z`."""
    size = np.abs(np.asarray(z, dtype=np.float64)) / math.sqrt(2)
    return np.asarray(np.vectorize(math.erfc, otypes=[np.float64])(size), dtype=np.float64)


def poisson_pmf(count: ArrayLike, mean: ArrayLike) -> FloatArray:
    """Return the Poisson probability of `count`; both may be any non-negative reals.

    Notes
    -----
    Loader C (2000), *Fast and Accurate Computation of Binomial Probabilities*: the saddle-point form keeps its
    relative precision for counts in the millions, where exp(-m + k log m - lgamma) loses ten digits.
    """
    k, m = _paired(count, mean)
    result = np.asarray(np.exp(-m))
    positive = k > 0
    k, m = k[positive], m[positive]
    result[positive] = np.exp(-_stirling_error(k) - _deviance(k, m)) / np.sqrt(2 * math.pi * k)
    return result


def binomial_pmf(count: ArrayLike, trials: ArrayLike, share: ArrayLike) -> FloatArray:
    """Return the binomial probability of `count` in `trials`; counts may be non-integer (Loader 2000)."""
    x, n, p = _triple(count, trials, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        lost = _stirling_error(n) - _stirling_error(x) - _stirling_error(n - x)
        log_core = lost - _deviance(x, n * p) - _deviance(n - x, n * (1 - p))
        inside = np.exp(log_core) * np.sqrt(n / (2 * math.pi * x * (n - x)))
        at_zero, at_all = np.exp(n * np.log1p(-p)), np.exp(n * np.log(p))
    return np.where(x == 0, at_zero, np.where(x == n, at_all, inside))


def poisson_cdf(count: ArrayLike, mean: ArrayLike) -> FloatArray:
    """Return the chance of at most `count` (integers; -1 gives 0) under a Poisson `mean`."""
    k, m = _paired(count, mean)
    return np.where(k < 0, 0.0, 1 - gamma_cdf(np.maximum(k, 0) + 1, m))


def binomial_cdf(count: ArrayLike, trials: ArrayLike, share: ArrayLike) -> FloatArray:
    """Return the chance of at most `count` successes in `trials`."""
    x, n, p = _triple(count, trials, share)
    inside = (x >= 0) & (x < n)
    safe = np.where(inside, x, 0.0)
    below = beta_cdf(np.maximum(n - safe, 1.0), safe + 1, 1 - p)
    return np.where(x < 0, 0.0, np.where(x >= n, 1.0, below))


def gamma_cdf(shape: ArrayLike, value: ArrayLike) -> FloatArray:
    """Return the regularised lower incomplete gamma function P(shape, value).

    Notes
    -----
    Series below `shape` + 1 and continued fraction above it, as in Abramowitz & Stegun 6.5.29 and 6.5.31.
    """
    a, x = _paired(shape, value)
    with np.errstate(under="ignore"):
        weight = poisson_pmf(a, x)
        low = x < a + 1
        result = np.empty_like(a)
        result[low] = weight[low] * _gamma_series(a[low], x[low])
        high = ~low
        result[high] = 1 - weight[high] * a[high] * _gamma_fraction(a[high], x[high])
    return np.clip(result, 0.0, 1.0)


def beta_cdf(a: ArrayLike, b: ArrayLike, value: ArrayLike) -> FloatArray:
    """Return the regularised incomplete beta function I_value(a, b).

    Notes
    -----
    Continued fraction of Abramowitz & Stegun 26.5.8, from the side on which it converges fast.
    """
    first, second, x = _triple(a, b, value)
    swap = x >= (first + 1) / (first + second + 2)
    p, q = np.where(swap, second, first), np.where(swap, first, second)
    y = np.where(swap, 1 - x, x)
    with np.errstate(under="ignore"):
        # x^a (1-x)^b / (a B(a, b)) written by the binomial mass, which stays exact for large a and b.
        front = binomial_pmf(p, p + q, y) * q / (p + q)
        part = np.where(y > 0, front * _beta_fraction(p, q, y), 0.0)
    return np.clip(np.where(swap, 1 - part, part), 0.0, 1.0)


def gamma_quantile(probability: ArrayLike, shape: ArrayLike) -> FloatArray:
    """Return x with P(shape, x) = `probability`, to a relative 1e-12 (scale 1; a chi-square is twice this).

    Notes
    -----
    Newton from the Wilson-Hilferty value (Abramowitz & Stegun 26.4.17).
    """
    p, a = _paired(probability, shape)
    flat = np.ravel(a)

    def distribution(x: FloatArray, at: NDArray[np.intp]) -> FloatArray:
        return gamma_cdf(flat[at], x)

    def density(x: FloatArray, at: NDArray[np.intp]) -> FloatArray:
        return poisson_pmf(flat[at], x) * flat[at] / x

    guess = a * (1 - 1 / (9 * a) + _normal_quantiles(p) / (3 * np.sqrt(a))) ** 3
    return _invert(distribution, density, p, a + 40 * np.sqrt(a) + 800, guess)


def beta_quantile(probability: ArrayLike, a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return x with I_x(a, b) = `probability`, to a relative 1e-11.

    Notes
    -----
    Newton from the value of Abramowitz & Stegun 26.5.22, or for a or b below 1 from the power law at the ends.
    """
    p, first, second = _triple(probability, a, b)
    flat_a, flat_b = np.ravel(first), np.ravel(second)

    def distribution(x: FloatArray, at: NDArray[np.intp]) -> FloatArray:
        return beta_cdf(flat_a[at], flat_b[at], x)

    def density(x: FloatArray, at: NDArray[np.intp]) -> FloatArray:
        shape, other = flat_a[at], flat_b[at]
        total = shape + other
        return binomial_pmf(shape, total, x) * shape * other / total / (x * (1 - x))

    return _invert(distribution, density, p, np.ones(p.shape), _beta_guess(p, first, second))


def student_two_sided(t: ArrayLike, degrees: ArrayLike) -> FloatArray:
    """Return the chance of a Student value at least as far from zero as `t`."""
    size, df = _paired(t, degrees)
    return beta_cdf(df / 2, np.full_like(df, 0.5), df / (df + size**2))


def student_quantile_two_sided(level: float, degrees: float) -> float:
    """Return t so that `level` of a Student distribution lies between -t and t."""
    x = float(beta_quantile(1 - level, degrees / 2, 0.5))
    return math.sqrt(degrees * (1 - x) / x)


def _paired(first: ArrayLike, second: ArrayLike) -> tuple[FloatArray, FloatArray]:
    a, b = np.broadcast_arrays(np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    return a, b


def _triple(first: ArrayLike, second: ArrayLike, third: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    a, b, c = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (first, second, third)))
    return a, b, c


def _normal_quantiles(probability: FloatArray) -> FloatArray:
    safe = np.clip(probability, 1e-300, 1 - 1e-16)
    return np.asarray(np.vectorize(normal_quantile, otypes=[np.float64])(safe), dtype=np.float64)


def _beta_guess(p: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        z = -_normal_quantiles(p)
        part = (z * z - 3) / 6
        h = 2 / (1 / (2 * a - 1) + 1 / (2 * b - 1))
        w = z * np.sqrt(part + h) / h
        w = w - (1 / (2 * b - 1) - 1 / (2 * a - 1)) * (part + 5 / 6 - 2 / (3 * h))
        middle = a / (a + b * np.exp(2 * w))
        left = np.exp(a * np.log(a / (a + b))) / a
        right = np.exp(b * np.log(b / (a + b))) / b
        ends = np.where(
            p < left / (left + right),
            (a * (left + right) * p) ** (1 / a),
            1 - (b * (left + right) * (1 - p)) ** (1 / b),
        )
    return np.where((a >= 1) & (b >= 1), middle, ends)


def _stirling_error(z: FloatArray) -> FloatArray:
    """Return log z! minus Stirling's formula, for z > 0; what it gives for 0 is finite and masked by callers."""
    base = np.where(z > 0, z, 1.0)
    low = base < _STIRLING_FROM
    if not low.any():
        return _stirling_series(base)
    small = np.where(low, base, 1.0)
    # tables of counts, by far the commonest call, need no climbing
    exact = _SMALL_ERRORS[small.astype(np.intp)] if _all_whole(small) else _climb(small)
    return np.where(low, exact, _stirling_series(np.where(low, _STIRLING_FROM, base)))


def _all_whole(z: FloatArray) -> bool:
    return bool((z == np.floor(z)).all())


def _climb(z: FloatArray) -> FloatArray:
    """Reach the series by z! = (z + k)! / ((z + 1) ... (z + k))."""
    shifted, log_product = z, np.zeros_like(z)
    for _ in range(int(_STIRLING_FROM)):
        low = shifted < _STIRLING_FROM
        shifted = np.where(low, shifted + 1, shifted)
        log_product = log_product + np.where(low, np.log(shifted), 0.0)
    log_factorial = _stirling_series(shifted) + (shifted + 0.5) * np.log(shifted) - shifted - log_product
    return np.asarray(log_factorial - (z + 0.5) * np.log(z) + z, dtype=np.float64)


def _stirling_series(z: FloatArray) -> FloatArray:
    inverse = 1 / z
    square = inverse * inverse
    total = np.zeros_like(z)
    for term in reversed(_STIRLING_TERMS):
        total = total * square + term
    return total * inverse


def _deviance(x: FloatArray, mean: FloatArray) -> FloatArray:
    """Return x log(x / mean) + mean - x without cancellation when the two are close (Loader's bd0)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        far = x * np.log(x / mean) + mean - x
        v = (x - mean) / (x + mean)
    close = np.abs(v) < 0.1
    v = np.where(close, v, 0.0)
    square = v * v
    power = 2 * x * v
    total = (x - mean) * v
    for j in range(1, 10):  # v is under 0.1, so nine terms leave less than 1e-19
        power = power * square
        total = total + power / (2 * j + 1)
    return np.where(close, total, np.where(x == 0, mean, far))


def _gamma_series(a: FloatArray, x: FloatArray) -> FloatArray:
    total = np.ones_like(a)
    term = np.ones_like(a)
    for n in range(1, _MOST_STEPS):
        term = term * x / (a + n)
        total = total + term
        if not (term > total * _EPSILON).any():
            break
    return total


def _gamma_fraction(a: FloatArray, x: FloatArray) -> FloatArray:
    b = x + 1 - a
    c = np.full_like(a, 1 / _TINY)
    d = 1 / b
    total = d
    for i in range(1, _MOST_STEPS):
        step = -i * (i - a)
        b = b + 2
        d = 1 / _away_from_zero(step * d + b)
        c = _away_from_zero(b + step / c)
        change = d * c
        total = total * change
        if not (np.abs(change - 1) > 1e-15).any():
            break
    return total


def _beta_fraction(a: FloatArray, b: FloatArray, x: FloatArray) -> FloatArray:
    c = np.ones_like(x)
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = np.ones_like(x)
        for step in (even, odd):
            d = 1 / _away_from_zero(1 + step * d)
            c = _away_from_zero(1 + step / c)
            change = d * c
            total = total * change
        if not (np.abs(change - 1) > 1e-15).any():
            break
    return total


def _away_from_zero(value: FloatArray) -> FloatArray:
    return np.where(np.abs(value) < _TINY, _TINY, value)


def _invert(
    distribution: Callable[[FloatArray, NDArray[np.intp]], FloatArray],
    density: Callable[[FloatArray, NDArray[np.intp]], FloatArray],
    probability: FloatArray,
    upper: FloatArray,
    guess: FloatArray,
) -> FloatArray:
    """Solve distribution(x) = probability by Newton steps that never leave a bracket that starts at 0.

    Both functions take values and the positions they belong to, so that solved entries cost nothing more.
    """
    shape, p = probability.shape, np.ravel(probability)
    high, low = np.ravel(upper).copy(), np.zeros(p.size)
    x = np.ravel(np.where((guess > 0) & (guess < upper), guess, upper / 2)).copy()
    open_ = np.arange(p.size)
    for _ in range(200):
        at = x[open_]
        missed = distribution(at, open_) - p[open_]
        low[open_] = np.where(missed < 0, at, low[open_])
        high[open_] = np.where(missed < 0, high[open_], at)
        with np.errstate(all="ignore"):
            proposal = at - missed / density(at, open_)
        inside = (proposal > low[open_]) & (proposal < high[open_])
        following = np.where(inside, proposal, (low[open_] + high[open_]) / 2)
        x[open_] = np.where(missed == 0, at, following)
        # Newton doubles the digits at each step: a step of 1e-11 leaves far less than 1e-12
        open_ = open_[np.abs(x[open_] - at) > 1e-11 * np.abs(at)]
        if open_.size == 0:
            break
    return x.reshape(shape)
