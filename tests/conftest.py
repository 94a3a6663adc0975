"""Cases for all tests: a small one with everything in it, and ways to write faulty ones."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import Case, load_case

SMALL_CASE = Path(__file__).parent / "cases" / "late-parcel"


@pytest.fixture(scope="session")
def small_case() -> Case:
    """A case with all three stages, two personas and every mechanism, played in a minute."""
    return load_case(SMALL_CASE)


@pytest.fixture
def edited_case(tmp_path: Path) -> Callable[..., Path]:
    """Write a copy of the small case with one piece of text replaced by another; gives its folder."""

    def edit(old: str = "", new: str = "", file: str = "case.yaml") -> Path:
        folder = tmp_path / SMALL_CASE.name
        if not folder.exists():
            shutil.copytree(SMALL_CASE, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, old
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit
