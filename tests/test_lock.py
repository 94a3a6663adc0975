"""The lock holds everything that is installed here, to the release and the file."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ABOUT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {
    extra: (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    for extra, name in {"desk": "desk", "dev": "development"}.items()
}
PINNED = re.compile(r"^[a-z].*?(?= \\$)(?:.*\n {4}--hash=sha256:[0-9a-f]{64}(?= \\$|$))+", re.MULTILINE)


def pins(extra: str) -> list[Requirement]:
    """What a lock names, one release each, for the systems that it is for."""
    return [Requirement(block.split(" \\\n")[0]) for block in PINNED.findall(LOCKS[extra])]


def asked(extra: str) -> list[Requirement]:
    """What `pyproject.toml` asks for, with an extra and with what builds the program."""
    project = ABOUT["project"]
    todo = [*project["dependencies"], *project["optional-dependencies"][extra]]
    found = [Requirement(line) for line in ABOUT["build-system"]["requires"]]
    while todo:
        requirement = Requirement(todo.pop())
        if requirement.name == project["name"]:
            todo += [line for more in requirement.extras for line in project["optional-dependencies"][more]]
        else:
            found.append(requirement)
    return found


@pytest.mark.parametrize("extra", LOCKS)
def test_every_line_is_one_release_with_its_digests(extra: str) -> None:
    """Something else than what was tested would be installed, or pip would refuse the whole lock."""
    lines = [
        line for line in LOCKS[extra].splitlines() if line and not line.lstrip().startswith(("#", "--hash"))
    ]
    assert [str(pin.specifier)[:2] for pin in pins(extra)] == ["=="] * len(lines)


@pytest.mark.parametrize("extra", LOCKS)
def test_lock_names_no_place(extra: str) -> None:
    """Whoever has a mirror of their own would still be sent elsewhere."""
    assert re.findall(r"://|--(?!hash)\S+|@ ", LOCKS[extra]) == []


@pytest.mark.parametrize("extra", LOCKS)
def test_lock_has_what_the_project_asks_for(extra: str) -> None:
    """A dependency was added, or a lower bound raised, without `make upgrade`."""
    locked = pins(extra)
    missing = [
        str(requirement)
        for requirement in asked(extra)
        if not any(
            canonicalize_name(pin.name) == canonicalize_name(requirement.name)
            and requirement.specifier.contains(str(pin.specifier).removeprefix("=="))
            for pin in locked
        )
    ]
    assert missing == []


def test_desk_has_the_releases_that_were_tested() -> None:
    """`make run` would start with libraries that no test has seen."""
    tested = {(pin.name, str(pin.specifier)) for pin in pins("dev")}
    assert {(pin.name, str(pin.specifier)) for pin in pins("desk")} <= tested
