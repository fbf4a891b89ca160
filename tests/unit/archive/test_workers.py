"""Threads and steps in order."""

import threading
import time
from functools import partial

import pytest

from ferrule.archive.workers import MOST_THREADS, STEP_BYTES, Row, Workers, usable_cpus


def _name_of_thread() -> bytes:
    return threading.current_thread().name.encode()


def _fail() -> bytes:
    raise OSError("no luck")


def test_one_thread_is_the_caller() -> None:
    workers = Workers(1)

    assert workers.submit(_name_of_thread)() == _name_of_thread()


def test_more_threads_are_others() -> None:
    workers = Workers(2)

    name = workers.submit(_name_of_thread)()
    workers.close()

    assert name != _name_of_thread()


def test_results_come_from_their_own_calls() -> None:
    workers = Workers(3)

    waits = [workers.submit(partial(bytes, [number])) for number in range(200)]
    results = [wait() for wait in waits]
    workers.close()

    assert results == [bytes([number]) for number in range(200)]


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_reaches_the_one_who_waits(threads: int) -> None:
    workers = Workers(threads)

    with pytest.raises(OSError, match="no luck"):
        workers.submit(_fail)()

    workers.close()


def test_closing_drops_what_nobody_started_and_leaves_no_thread() -> None:
    before = threading.active_count()
    workers = Workers(2)
    started: list[int] = []

    def slow(number: int) -> bytes:
        started.append(number)
        time.sleep(0.02)
        return b""

    for number in range(50):
        workers.submit(partial(slow, number))
    workers.close()

    assert len(started) < 50
    assert threading.active_count() == before


def test_threads_are_as_many_as_processors_but_not_more_than_the_limit() -> None:
    assert Workers().threads == min(usable_cpus(), MOST_THREADS)
    assert Workers(1000).threads == MOST_THREADS


def test_steps_wait_while_there_is_room() -> None:
    row = Row(2 * STEP_BYTES)
    done: list[int] = []

    for number in range(3):
        row.add(0, partial(done.append, number))

    assert done == [0]


def test_a_row_without_room_does_each_step_at_once() -> None:
    row = Row(0)
    done: list[int] = []

    row.add(0, partial(done.append, 1))

    assert done == [1]


def test_draining_does_the_rest_in_order() -> None:
    row = Row(1 << 30)
    done: list[int] = []

    for number in range(5):
        row.add(100, partial(done.append, number))
    row.drain()

    assert done == [0, 1, 2, 3, 4]
