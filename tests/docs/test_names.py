"""Every dotted name and path of the program that a comment, a template or a page mentions is there."""

import importlib
import re
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "simulator": ("*.py", "*.j2"),
    "reports": ("*.j2",),
    "docs": ("*.md",),
    "tests": ("*.py",),
    "benchmarks": ("*.py",),
    "tools": ("*.py",),
}
NAME = re.compile(r"(?<![\w./@-])simulator(?:\.[A-Za-z_]\w*)+")
PATH = re.compile(r"(?<![\w/])(?:simulator|reports|tests|tools)/[\w/.-]*\w")


def _texts() -> dict[Path, str]:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile"]
    for folder, patterns in FOLDERS.items():
        pages += [path for pattern in patterns for path in (ROOT / folder).rglob(pattern)]
    return {path: path.read_text(encoding="utf-8") for path in pages}


def _is_there(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = find_spec(".".join(parts[:length])) is not None
        except ModuleNotFoundError:
            found = False
        if found:
            return length == len(parts) or _has(".".join(parts[:length]), parts[length:])
    return False


def _has(module: str, parts: list[str]) -> bool:
    thing: object = importlib.import_module(module)
    for part in parts:
        if part not in {*dir(thing), *getattr(thing, "__annotations__", {})}:
            return False
        thing = getattr(thing, part, None)
    return True


def test_names_lead_somewhere() -> None:
    """A reader would be sent to a module that was moved, and a program in a text would not start."""
    lost = {}
    for path, text in _texts().items():
        names = [name for name in NAME.findall(text) if not _is_there(name)]
        names += [name for name in PATH.findall(text) if not (ROOT / name).exists()]
        if names:
            lost[path.relative_to(ROOT).as_posix()] = names
    assert lost == {}
