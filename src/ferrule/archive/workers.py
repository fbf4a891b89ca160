"""Threads for pieces of work, and results taken in order within a memory budget.

Enters: functions that need nothing of each other. Leaves: their results. Threads start when
the first piece comes, so an archive of small files never pays for them.
"""

import _thread
import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from queue import SimpleQueue
    from threading import Thread

# Each holds a few MiB, and the caller reads, hashes and writes for all of them.
MOST_THREADS = 8
STEP_BYTES = 1024  # what a waiting step costs besides its data, roughly


def usable_cpus() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Task:
    """A piece of work: `run` on some thread, then `wait` gives its result or raises."""

    __slots__ = ("_call", "_done", "_error", "_result")

    def __init__(self, call: Callable[[], bytes]) -> None:
        self._call = call
        self._result = b""
        self._error: BaseException | None = None
        self._done = _thread.allocate_lock()
        self._done.acquire()

    def run(self) -> None:
        try:
            self._result = self._call()
        except BaseException as error:  # noqa: BLE001 -- raised again in the thread that waits
            self._error = error
        self._done.release()

    def wait(self) -> bytes:
        self._done.acquire()
        if self._error is not None:
            raise self._error
        return self._result


class Workers:
    """A few threads that do pieces of work, until `close`.

    Args:
        threads: how many; None for one a processor. With one, the caller does the work.

    """

    def __init__(self, threads: int | None = None) -> None:
        self.threads = max(1, min(threads or usable_cpus(), MOST_THREADS))
        self._running: list[Thread] = []
        self._queue: SimpleQueue[_Task | None] | None = None

    def close(self) -> None:
        """Drop the work that nobody started, and wait for the rest to end."""
        if self._queue is None:
            return
        from queue import Empty

        with suppress(Empty):
            while True:
                self._queue.get_nowait()
        for _ in self._running:
            self._queue.put(None)
        for thread in self._running:
            thread.join()

    def submit(self, call: Callable[[], bytes]) -> Callable[[], bytes]:
        """Have `call` done and return the function that waits for what it returns."""
        if not self._ready():
            result = call()
            return lambda: result
        task = _Task(call)
        if self._queue is not None:
            self._queue.put(task)
        return task.wait

    def _ready(self) -> bool:
        """Start one more thread while there are too few; tell whether there is any."""
        if self.threads > 1 and len(self._running) < self.threads:
            self._start()
        return bool(self._running)

    def _start(self) -> None:
        from queue import SimpleQueue
        from threading import Thread

        self._queue = self._queue or SimpleQueue()
        thread = Thread(target=_work, args=(self._queue,), daemon=True)
        try:
            thread.start()
        except RuntimeError:
            # No more threads are allowed here; those that run, or the caller, do the work.
            self.threads = len(self._running) or 1
        else:
            self._running.append(thread)


def _work(queue: "SimpleQueue[_Task | None]") -> None:
    while (task := queue.get()) is not None:
        task.run()


class Row:
    """Steps carried out in the order they came, each when its turn or the memory asks for it.

    Args:
        budget: bytes that steps may hold together while they wait.

    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._held = 0
        self._steps: deque[tuple[int, Callable[[], None]]] = deque()

    def add(self, held: int, step: Callable[[], None]) -> None:
        """Put a step at the end; it holds so many bytes until it was carried out."""
        held += STEP_BYTES
        self._steps.append((held, step))
        self._held += held
        while self._held > self._budget:
            self._next()

    def drain(self) -> None:
        """Carry out all steps that are left."""
        while self._steps:
            self._next()

    def _next(self) -> None:
        held, step = self._steps.popleft()
        self._held -= held
        step()
