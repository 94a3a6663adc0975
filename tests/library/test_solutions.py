"""Kept solutions are what was worked out, or nothing: never a wrong number."""

import dataclasses
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy
import pytest
from hypothesis import HealthCheck, given, settings

import simulator
from simulator import Case
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import Solution, solve
from simulator.disk import cache_folder
from simulator.library import solutions
from simulator.library.solutions import SolutionStore, rules_digest, solved
from tests.call.solver.small_cases import small_cases


@pytest.fixture
def store(tmp_path: Path) -> SolutionStore:
    """Return a store that keeps even the smallest solutions."""
    return SolutionStore(tmp_path, pays_from=1)


def same(one: Solution, other: Solution) -> bool:
    """Whether two solutions say the same of everything."""
    values = ("ended", "scores", "wins", "best", "worst", "winnable")
    return (
        all(numpy.array_equal(getattr(one, name), getattr(other, name)) for name in values)
        and numpy.array_equal(one.reached.words, other.reached.words)
        and len(one.reached.layers) == len(other.reached.layers)
        and all(
            all(numpy.array_equal(getattr(first, name), getattr(second, name)) for name in first._fields)
            for first, second in zip(one.reached.layers, other.reached.layers, strict=True)
        )
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=small_cases())
def test_kept_solution_is_the_solution(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    """A second look at a case would show other figures than the first."""
    store = SolutionStore(tmp_path_factory.mktemp("cache"), pays_from=1)
    fresh = [solve(case, place) for place in range(len(case.personas))]
    for solution in fresh:
        store.keep(solution)
    kept = [store.find(case, place, 10**9) for place in range(len(case.personas))]
    for one, other in zip(fresh, kept, strict=True):
        assert other is not None
        assert same(one, other)
        assert other.best_line() == one.best_line()
        for number in range(len(one.ended)):
            assert other.number(one.reached.position(number)) == number
    shoes, again = Shoes(case, fresh), Shoes(case, [solution for solution in kept if solution])
    for place in range(len(case.personas)):
        assert shoes.value(shoes.at_start(place)) == again.value(again.at_start(place))


def test_solved_keeps_and_finds(store: SolutionStore, small_case: Case) -> None:
    """A case would be solved anew every time."""
    assert store.find(small_case, 0, 10**9) is None
    fresh = solved(small_case, 0, 10**9, store)
    assert len(list(store.folder.iterdir())) == 1
    again = solved(small_case, 0, 10**9, store)
    assert again is not fresh
    assert same(again, fresh)
    assert store.find(small_case, 1, 10**9) is None


def test_smaller_budget_is_honoured(store: SolutionStore, small_case: Case) -> None:
    """A user with little memory would get all of a solution that once was kept."""
    solved(small_case, 0, 10**9, store)
    assert store.find(small_case, 0, 78) is None
    assert store.find(small_case, 0, 79) is not None


def test_half_a_solution_is_not_kept(store: SolutionStore, small_case: Case) -> None:
    """Bounds would be read as scores."""
    store.keep(solve(small_case, 0, 20))
    assert not store.folder.exists()


def test_small_solutions_are_not_kept(tmp_path: Path, small_case: Case) -> None:
    """The folder would fill with what is worked out as fast as it is read."""
    store = SolutionStore(tmp_path)
    store.keep(solve(small_case, 0))
    assert not store.folder.exists()


def test_changed_case_is_another(store: SolutionStore, small_case: Case) -> None:
    """An author would see the figures of the case before the last change."""
    solved(small_case, 0, 10**9, store)
    assert store.find(dataclasses.replace(small_case, digest="0" * 64), 0, 10**9) is None


def test_changed_rules_are_others(
    store: SolutionStore, small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version would show what the old one worked out by other rules."""
    solved(small_case, 0, 10**9, store)
    monkeypatch.setattr(solutions, "rules_digest", lambda: "other")
    assert store.find(small_case, 0, 10**9) is None
    assert len(rules_digest()) == 64


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, to be changed."""
    copy = tmp_path_factory.mktemp("changed") / "simulator"
    return Path(shutil.copytree(Path(simulator.__file__).parent, copy, ignore=shutil.ignore_patterns("web")))


@pytest.mark.parametrize(
    ("file", "solved_again"),
    [
        ("exam/exchange/gift.py", False),
        ("exam/bank/keys.py", False),
        ("call/check/account.py", False),
        ("call/report/debrief.py", False),
        ("practice/findings.py", False),
        ("text/message.py", False),
        ("source/expressions.py", True),
        ("call/case/building.py", True),
        ("call/play/rehearsal.py", True),
        ("call/play/outcome.py", True),
        ("call/solver/shoes.py", True),
    ],
)
def test_only_what_decides_a_solution_throws_it_away(package: Path, file: str, solved_again: bool) -> None:
    """A change of an importer would have every case solved again, or one of the rules would not."""
    rules_digest.cache_clear()
    before = rules_digest(package)
    path = package / file
    text = path.read_text("utf-8")
    path.write_text(text + "# changed\n", "utf-8")
    rules_digest.cache_clear()
    try:
        assert (rules_digest(package) != before) is solved_again
    finally:
        path.write_text(text, "utf-8")
        rules_digest.cache_clear()


def kept_file(store: SolutionStore, case: Case) -> Path:
    """The file of a solution that is kept."""
    solved(case, 0, 10**9, store)
    (file,) = store.folder.glob("*.npz")
    return file


@pytest.mark.parametrize("damage", [b"", b"PK", b"\x93NUMPY\x01\x00v\x00{", b"[1, 2]", b"\x80\x04N."])
def test_damaged_file_is_replaced(store: SolutionStore, small_case: Case, damage: bytes) -> None:
    """A damaged file would stop the program, or stay for ever."""
    file = kept_file(store, small_case)
    file.write_bytes(damage)
    assert store.find(small_case, 0, 10**9) is None
    assert same(solved(small_case, 0, 10**9, store), solve(small_case, 0))
    assert store.find(small_case, 0, 10**9) is not None


def test_every_flipped_byte_is_noticed(store: SolutionStore, small_case: Case) -> None:
    """A fault of the disk would become a wrong number."""
    file = kept_file(store, small_case)
    whole = file.read_bytes()
    fresh = solve(small_case, 0)
    for place in range(0, len(whole), 37):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        found = store.find(small_case, 0, 10**9)
        assert found is None or same(found, fresh), place
    for length in range(0, len(whole), 501):
        file.write_bytes(whole[:length])
        assert store.find(small_case, 0, 10**9) is None


def test_foreign_solution_is_ignored(store: SolutionStore, small_case: Case) -> None:
    """A file that was copied to another's name would be taken for it."""
    file = kept_file(store, small_case)
    solved(small_case, 1, 10**9, store)
    (other,) = set(store.folder.glob("*.npz")) - {file}
    file.replace(other)
    assert store.find(small_case, 1, 10**9) is None


def test_pickles_are_not_opened(store: SolutionStore, small_case: Case, tmp_path: Path) -> None:
    """Whoever can write into the cache could run a program."""

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    file = kept_file(store, small_case)
    with file.open("wb") as stream:
        numpy.savez(stream, key=numpy.array([Trap()], dtype=object))
    assert store.find(small_case, 0, 10**9) is None
    assert not (tmp_path / "sprung").exists()


def test_the_rooms_that_decide_what_a_solution_is_are_there() -> None:
    """A room that was moved would change, and what was solved before would be taken for right."""
    package = Path(solutions.__file__).parents[1]
    assert [room for room in solutions._RULES if not list((package / room).glob("*.py"))] == []


def test_oldest_files_make_room(tmp_path: Path, small_case: Case) -> None:
    """The cache would fill the disk, or forget what is used every day."""
    solution = solve(small_case, 0)
    size = kept_file(SolutionStore(tmp_path / "one", pays_from=1), small_case).stat().st_size
    store = SolutionStore(tmp_path / "two", most_bytes=2 * size + size // 2, pays_from=1)
    cases = [dataclasses.replace(small_case, digest=str(number) * 64) for number in range(3)]
    for case, age in zip(cases, (30, 20, 10), strict=True):
        store.keep(dataclasses.replace(solution, case=case))
        for file in store.folder.glob("*.npz"):
            past = file.stat().st_mtime - age
            os.utime(file, (past, past))
        if case is cases[1]:
            assert store.find(cases[0], 0, 10**9) is not None  # used just now
    assert [store.find(case, 0, 10**9) is not None for case in cases] == [True, False, True]


def test_abandoned_parts_are_removed(store: SolutionStore, small_case: Case) -> None:
    """Every killed process would leave a file behind for ever."""
    store.folder.mkdir(parents=True)
    old, new = store.folder / ".a.x.part", store.folder / ".b.x.part"
    for file in (old, new):
        file.write_bytes(b"x")
    long_ago = time.time() - 2 * solutions.ABANDONED
    os.utime(old, (long_ago, long_ago))
    kept_file(store, small_case)
    assert (old.exists(), new.exists()) == (False, True)


def test_folder_that_cannot_be_used_is_no_trouble(tmp_path: Path, small_case: Case) -> None:
    """A read-only home would keep cases from being solved."""
    (tmp_path / "file").write_text("")
    store = SolutionStore(tmp_path / "file", pays_from=1)
    assert same(solved(small_case, 0, 10**9, store), solve(small_case, 0))
    assert same(solved(small_case, 0, 10**9, None), solve(small_case, 0))


READER = """
import sys
from pathlib import Path
from simulator import load_case
from simulator.library.solutions import SolutionStore
found = SolutionStore(Path(sys.argv[1]), pays_from=1).find(load_case(sys.argv[2]), 0, 10**9)
print(found and found.best_score.least)
"""


def test_another_process_finds_it(store: SolutionStore, small_case: Case) -> None:
    """Each command would solve the case for itself."""
    from tests.conftest import SMALL_CASE

    solved(small_case, 0, 10**9, store)
    arguments = [sys.executable, "-c", READER, str(store.folder.parent), str(SMALL_CASE)]
    assert subprocess.run(arguments, capture_output=True, text=True, check=True).stdout == "91\n"


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"WINWIN_CACHE": "/c/w", "XDG_CACHE_HOME": "/x"}, Path("/c/w")),
        ({"XDG_CACHE_HOME": "/x"}, Path("/x/winwin")),
        ({"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache/winwin"),
        ({"WINWIN_CACHE": ""}, Path.home() / ".cache/winwin"),
        ({}, Path.home() / ".cache/winwin"),
    ],
)
def test_cache_folder_is_where_the_user_wants_it(environ: dict[str, str], folder: Path) -> None:
    """The cache would be where nobody looks for it."""
    assert cache_folder(environ) == folder
