"""The house keeps its order: imports go downwards and in no circle, and a class name stands for one thing."""

import ast
import tomllib
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = {"OptionPart"}
"""Names that still stand for several things."""


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


@cache
def _modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name; a package's face bears the name of the package."""
    found = {}
    for path in sorted((ROOT / "simulator").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text("utf-8"))
    return found


@cache
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
