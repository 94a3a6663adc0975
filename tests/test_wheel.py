"""What people install works by itself, far from the checkout."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest

from simulator import __version__

ROOT = Path(__file__).resolve().parent.parent
CASE = "ticket-rebooking"

Run = Callable[..., str]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Build the wheel from the sdist, install it into a fresh environment; return how to run things there."""
    folder = tmp_path_factory.mktemp("wheel")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    programs = folder / "venv" / "bin"

    def run(command: str, *arguments: str) -> str:
        environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
        return output([programs / command, *arguments], cwd=elsewhere, env=environ)

    output([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", ROOT])
    output([sys.executable, "-m", "venv", "--without-pip", folder / "venv"])
    (wheel,) = (folder / "dist").glob("*.whl")
    # the releases that all other tests run with, so that a new one in the world breaks nothing today
    here = folder / "here.txt"
    others = [each for each in distributions() if each.name != "winwin"]
    here.write_text("".join(f"{each.name}=={each.version}\n" for each in others))
    # with the pip that is here: bringing one along, and compiling all of numpy, would take longer than the rest
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    options = ["--disable-pip-version-check", "--quiet", "--no-compile"]
    output([*pip, "install", *options, "--constraint", here, wheel])
    return run


def output(command: Sequence[str | Path], **options: Any) -> str:
    """Run a command that has to succeed; return what it printed."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def bundled_case(installed: Run) -> Path:
    """Return the folder of a bundled case as it is installed."""
    scenarios = installed("python", "-c", "from simulator.resources import scenarios; print(scenarios())")
    assert "site-packages" in scenarios
    return Path(scenarios.strip()) / CASE


def test_command_knows_its_version(installed: Run) -> None:
    """The command would not start outside of the checkout."""
    assert __version__ in installed("winwin", "--version")


def test_cases_come_along(installed: Run) -> None:
    """An installed program without its cases has nothing to train with."""
    assert CASE in installed("winwin", "cases")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_bundled_plan_is_played(installed: Run, bundled_case: Path, language: str) -> None:
    """A template, a catalog or a dependency would be missing from the wheel."""
    plan = str(bundled_case / "whole.plan.yaml")
    told = installed("winwin", "play", CASE, "--plan", plan, "--lang", language)
    assert any("\u4e00" <= character <= "\u9fff" for character in told) == (language == "zh")
    assert json.loads(installed("winwin", "play", CASE, "--plan", plan, "--lang", language, "--json"))


def test_pages_about_rules_come_along(installed: Run) -> None:
    """An author would be told of a rule that cannot be looked up."""
    for rule in ("long-reply", "unknown-name"):
        assert installed("winwin", "rules", rule, "--lang", "en").startswith(rule)


def test_types_come_along(bundled_case: Path) -> None:
    """Whoever uses the library could not check their own code against it."""
    assert (bundled_case.parent.parent / "py.typed").exists()
