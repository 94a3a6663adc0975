"""The cache: made once, within its bound, safe in threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.cache import Cache


def made(value: int, log: list[int]) -> Callable[[], int]:
    """What makes a value and notes that it did."""

    def make() -> int:
        log.append(value)
        return value

    return make


def made_anew(cache: Cache[int, int], *names: int) -> list[int]:
    """Which of these a cache did not have any more; to be asked last, because then it has them."""
    log: list[int] = []
    for name in names:
        cache.of(name, made(name, log))
    return log


def test_a_value_is_made_once() -> None:
    """Every look at a case would read its files again."""
    cache, log = Cache[str, int](2), list[int]()
    assert [cache.of("one", made(1, log)), cache.of("one", made(2, log))] == [1, 1]
    assert log == [1]


def test_the_ones_not_asked_for_longest_go() -> None:
    """Memory would fill, or what everybody uses would be thrown away for what one person looked at."""
    cache = Cache[int, int](2)
    for name in (1, 2, 1, 3):
        cache.of(name, made(name, []))
    assert len(cache) == 2
    assert made_anew(cache, 1, 3, 2) == [2]


def test_sizes_are_added_up() -> None:
    """Ten large judges would take as much room as a thousand small ones."""
    cache = Cache[int, int](10, size=lambda value: value)
    for size in (5, 4, 1, 2):
        cache.of(size, made(size, []))
    assert made_anew(cache, 4, 1, 2, 9) == [9]
    assert made_anew(cache, 9, 1, 2) == [1, 2]


def test_one_larger_than_all_room_is_kept() -> None:
    """What is too large for the cache would be worked out at every look."""
    cache, log = Cache[int, int](10, size=lambda value: value), list[int]()
    cache.of(99, made(99, log))
    cache.of(99, made(99, log))
    assert log == [99]


def test_all_wait_for_the_first_who_asked() -> None:
    """A class that opens its debriefs together would have the same case worked out thirty times."""
    cache, log = Cache[str, int](2), list[int]()
    begun, gate = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert gate.wait(30)
        return made(1, log)()

    with ThreadPoolExecutor(4) as askers:
        first = askers.submit(cache.of, "one", slow)
        assert begun.wait(30)
        others = [askers.submit(cache.of, "one", made(2, log)) for _ in range(3)]
        gate.set()
        assert [one.result(30) for one in (first, *others)] == [1, 1, 1, 1]
    assert log == [1]


def test_a_failure_is_tried_again() -> None:
    """One moment without memory would leave a bank unreadable until the next start."""
    cache = Cache[str, int](2)

    def failing() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        cache.of("one", failing)
    assert (len(cache), cache.of("one", made(1, []))) == (0, 1)


def test_what_a_worker_could_not_make_is_told_to_all() -> None:
    """A page that asks again while papers are put together would never hear that they cannot be."""
    cache, log = Cache[str, int](1), list[int]()

    def failing() -> int:
        log.append(0)
        raise MemoryError

    with ThreadPoolExecutor(1) as worker:
        for _ in range(2):
            assert isinstance(cache.asked("one", failing, worker).exception(30), MemoryError)
        assert log == [0]
        cache.forget("one")
        assert cache.asked("one", made(1, log), worker).result(30) == 1
        assert cache.asked("two", made(2, log), worker).result(30) == 2
    assert (len(cache), log) == (1, [0, 1, 2])


def test_what_is_forgotten_is_made_anew() -> None:
    """Papers would stay as they were though their bank has changed."""
    cache, log = Cache[str, int](2), list[int]()
    cache.of("one", made(1, log))
    cache.forget("one")
    cache.forget("two")
    assert cache.of("one", made(2, log)) == 2
    assert (len(cache), log) == (1, [1, 2])


def test_what_is_forgotten_while_it_is_made_is_not_kept() -> None:
    """A change during a long calculation would be answered with what was right before it."""
    cache = Cache[str, int](2)

    def make() -> int:
        cache.forget("one")
        return 1

    assert cache.of("one", make) == 1
    assert (len(cache), cache.of("one", made(2, []))) == (0, 2)
