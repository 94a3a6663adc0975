"""The house keeps its order: rooms import downwards, files stay short, tests mirror the rooms and say what they hold."""

import ast
import tomllib
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
LONGEST = 500
SHARED = {"OptionPart"}
"""Class names that still stand for several things: the explained answers of an exam."""
WITHOUT_ROOM = {".", "docs", "app/api", "app/faults", "app/journeys", "app/security"}
"""Folders of tests that mirror no room: they cross all of them, or look at the documentation."""


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


@cache
def every_test() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """All tests, with the name of the file that each is in."""
    return [
        (path.relative_to(TESTS).as_posix(), node)
        for path in sorted(TESTS.rglob("test_*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]


def test_every_test_says_in_one_line_what_would_be_broken() -> None:
    """Whoever sees a test fail would have to guess what it means for people."""
    said = {f"{file}::{test.name}": ast.get_docstring(test, clean=False) or "" for file, test in every_test()}
    assert len(said) > 2_000
    wrong = [
        name for name, doc in said.items() if not doc or "\n" in doc or doc.startswith(("Otherwise", " "))
    ]
    assert wrong == []


def test_every_test_has_a_name_of_its_own(request: pytest.FixtureRequest) -> None:
    """Of two tests with one name in a file, the first would never run; of two with one id, one could not be called."""
    written = Counter((file, test.name) for file, test in every_test())
    collected = Counter(item.nodeid for item in request.session.items)
    assert [name for names in (written, collected) for name, count in names.items() if count > 1] == []


def test_tests_lie_where_their_room_lies() -> None:
    """Whoever changes a room would not find its tests."""
    folders = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    house = ROOT / "simulator"
    rooms = {path.relative_to(house).as_posix() for path in house.rglob("*") if path.is_dir()}
    assert folders - rooms - WITHOUT_ROOM == set()
    assert WITHOUT_ROOM - folders == set()


def test_no_class_name_stands_for_two_things() -> None:
    """A reader who looks for a name would find the wrong thing, and two imports of it could not stand in one file."""
    places: dict[str, list[str]] = {}
    for module, tree in _modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module)
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in SHARED} == {}


def test_no_imports_go_in_a_circle() -> None:
    """Modules in a circle can only be understood, tried and changed together; imports for types count too."""
    assert _circles(_imports()) == []


def test_imports_for_types_go_downwards_too() -> None:
    """A low room whose types are those of a higher one knows that room, even if only the type checker sees it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rooms = [layer.replace(" ", "").split("|") for layer in contracts[0]["layers"]]
    height = {room: -place for place, row in enumerate(rooms) for room in row}
    upward = [
        f"{module} -> {other}"
        for module, others in _imports().items()
        for other in others
        if height.get(_room(module), 1) < height.get(_room(other), -len(rooms))
    ]
    assert upward == []


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name; a package's face bears the name of the package."""
    found = {}
    for path in sorted((ROOT / "simulator").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text("utf-8"))
    return found


def _imports() -> dict[str, set[str]]:
    """Which modules of the package each of them imports: at the top, late in a function, or for types only."""
    modules = _modules()
    found: dict[str, set[str]] = {}
    for module, tree in modules.items():
        face = (ROOT / module.replace(".", "/") / "__init__.py").exists()
        others: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                others.update(one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom):
                up = module.split(".")[: len(module.split(".")) - node.level + face]
                source = ".".join([*(up if node.level else []), *([node.module] if node.module else [])])
                for one in node.names:
                    inner = f"{source}.{one.name}"
                    others.add(inner if inner in modules else source)
        found[module] = (others & modules.keys()) - {module}
    return found


def _circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that all reach one another."""
    try:
        tuple(TopologicalSorter(imports).static_order())
    except CycleError as error:
        return [error.args[1]]
    return []


def test_a_circle_would_be_found() -> None:
    """The search for circles would hold for any house."""
    assert _circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert sorted(set(_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}})[0])) == ["b", "c"]
