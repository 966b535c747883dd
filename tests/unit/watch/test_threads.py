import threading

import numpy as np
import pytest

from tongket.watch.threads import n_threads, share_out


@pytest.mark.parametrize("threads", ["1", "2", "5"])
@pytest.mark.parametrize("total", [0, 1, 3, 1000])
def test_every_place_is_done_once(threads, total, monkeypatch):
    monkeypatch.setenv("TONGKET_THREADS", threads)
    done = np.zeros(total, dtype=int)

    def work(first, end):
        done[first:end] += 1

    share_out(total, work)
    assert (done == 1).all()


def test_after_an_interruption_nothing_new_is_begun(monkeypatch):
    monkeypatch.setenv("TONGKET_THREADS", "2")
    begun, lock = [], threading.Lock()

    def work(first, end):
        with lock:
            begun.append(first)
        if len(begun) == 3:
            raise KeyboardInterrupt
        threading.Event().wait(0.02)

    with pytest.raises(KeyboardInterrupt):
        share_out(1600, work)
    assert len(begun) < 16


def test_two_parts_are_done_at_the_same_time(monkeypatch):
    monkeypatch.setenv("TONGKET_THREADS", "2")
    both = threading.Barrier(2)
    # a part that had to wait for the end of the other would break the barrier
    share_out(2, lambda first, end: both.wait(timeout=5) and None)


def test_an_error_in_any_thread_reaches_the_caller(monkeypatch):
    monkeypatch.setenv("TONGKET_THREADS", "2")
    both = threading.Barrier(2)

    def work(first, end):
        both.wait(timeout=5)
        if threading.current_thread() is not threading.main_thread():
            raise IndexError("in a helper")

    with pytest.raises(IndexError, match="in a helper"):
        share_out(2, work)


def test_the_threads_can_be_set(monkeypatch):
    monkeypatch.setenv("TONGKET_THREADS", "3")
    assert n_threads() == 3
    monkeypatch.setenv("TONGKET_THREADS", "many")
    assert n_threads() >= 1
