"""How several processes share the tests."""

from pathlib import Path

from tests.scheduling import APART, EARLY, shared_ids

ROOT = Path(__file__).parent.parent


def test_names_of_several_tests_are_found() -> None:
    """Of two tests with one name, one would never run where several processes share them."""
    assert shared_ids(["a::one", "a::two", "b::one", "a::two"]) == ["a::two"]
    assert shared_ids(["a::one", "a::one[x]"]) == []


def test_what_is_named_is_there() -> None:
    """A file that has moved would begin last again, and everybody would wait for it."""
    assert [name for name in (*APART, *EARLY) if not (ROOT / name).exists()] == []
