"""The house keeps its order: rooms import downwards, files stay short."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 500


def test_rooms_keep_the_import_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    """A low room that reaches upwards could not be understood, or reused, by itself any more."""
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert broken == 0, capsys.readouterr().out


def test_files_stay_short() -> None:
    """A file that nobody can read in one go hides what it does."""
    files = [
        path for folder in ("simulator", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
