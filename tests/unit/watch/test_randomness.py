import ast
from pathlib import Path

import numpy as np
import pytest

import tongket.watch.kernels as kernels
from tongket.model.errors import UsageError
from tongket.watch.kernels import randomness
from tongket.watch.seeds import replicate_seeds


def test_words_are_those_of_splitmix64():
    # first three outputs for the seed 1234567, as the generator's author publishes them (prng.di.unimi.it, test vector
    # in many ports)
    state = np.array([1234567], dtype=np.uint64)
    assert [int(randomness.next_word(state)) for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_whole_numbers_below_are_equally_likely():
    state = np.array([1], dtype=np.uint64)
    drawn = np.bincount([randomness.next_below(state, 6) for _ in range(6000)], minlength=6)
    assert drawn.size == 6
    assert ((drawn - 1000) ** 2 / 1000).sum() < 20.5  # chi-square, 5 degrees, 0.1 %


def test_a_shuffle_keeps_the_values():
    values = np.arange(50)
    randomness.shuffle(values, np.array([7], dtype=np.uint64))
    assert sorted(values) == list(range(50))
    assert list(values) != list(range(50))


@pytest.mark.parametrize("mean", [0.0, 0.4, 3.0, 75.0])
def test_poisson_counts_have_their_mean_and_variance(mean):
    state = np.array([3], dtype=np.uint64)
    drawn = np.array([randomness.next_poisson(state, mean) for _ in range(4000)])
    assert abs(drawn.mean() - mean) <= 4 * np.sqrt(mean / 4000)
    assert abs(drawn.var() - mean) <= 4 * np.sqrt((mean + 3 * mean**2) / 4000)


def test_seeds_do_not_depend_on_how_many_are_asked_for():
    assert list(replicate_seeds(5, 3, "knox")) == list(replicate_seeds(5, 10, "knox")[:3])
    assert list(replicate_seeds(5, 3, "knox")) != list(replicate_seeds(5, 3, "scan"))


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match="must not be negative"):
        replicate_seeds(-1, 3)


def test_kernels_import_numpy_and_numba_alone():
    allowed = {"__future__", "numpy", "numba", "math", "functools", "os", "stat", "tempfile", "pathlib", "typing"}
    allowed |= {"collections"}
    for path in Path(kernels.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in allowed or name.startswith("tongket.watch.kernels"), (path.name, name)
