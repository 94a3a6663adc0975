"""What is carried from npm: known, licensed, whole, and it fetches nothing from anywhere."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest

from tools.vendor import HERE, MANIFEST, PLAIN, SPECIFIER, VENDOR, digest, relative_imports

ENTRIES: dict[str, dict[str, str]] = json.loads(MANIFEST.read_text("utf-8"))
SCRIPTS = sorted(VENDOR.rglob("*.js"))
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
FETCHES = re.compile(
    r"""\b(?:fetch|import|importScripts|open|sendBeacon)\s*\(\s*["'`](?:https?:)?//"""
    r"""|\bnew\s+(?:WebSocket|EventSource|Worker)\s*\(\s*["'`]\w+://"""
    r"""|(?:\.src|\.href)\s*=\s*["'`](?:https?:)?//|url\(["']?https?:"""
)


def test_manifest_is_whole() -> None:
    """A file that nobody recorded, or a recorded one that is gone, could be anything."""
    there = {str(path.relative_to(VENDOR).as_posix()) for path in VENDOR.rglob("*") if path.is_file()}
    assert there - {MANIFEST.name} == set(ENTRIES)


def test_every_file_is_what_was_recorded() -> None:
    """A vendored file was changed by hand or on the way."""
    assert {name: digest(VENDOR / name) for name in ENTRIES} == {
        name: entry["sha256"] for name, entry in ENTRIES.items()
    }


def test_versions_are_those_of_the_lock() -> None:
    """The lock was renewed and the files were not, or the other way round."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {path.removeprefix("node_modules/"): about["version"] for path, about in lock.items() if path}
    assert {entry["package"]: entry["version"] for entry in ENTRIES.values()} == locked


def test_lock_names_no_registry() -> None:
    """The lock would send everybody to the registry of whoever made it."""
    text = (HERE / "package-lock.json").read_text("utf-8")
    lock = json.loads(text)["packages"]
    assert not [path for path, about in lock.items() if path and "integrity" not in about]
    assert '"resolved"' not in text
    assert ADDRESS.findall(text) == []


def test_every_package_has_its_licence_beside_it() -> None:
    """A package would be passed on without the licence that allows it."""
    assert {entry["licence"] for entry in ENTRIES.values()} <= {"MIT", "0BSD"}
    for script in SCRIPTS:
        licence = script.with_name("LICENSE")
        assert len(licence.read_text("utf-8")) > 200, licence
        name = script.relative_to(VENDOR)
        assert ENTRIES[name.as_posix()]["package"] == ENTRIES[name.with_name("LICENSE").as_posix()]["package"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(VENDOR).as_posix())
def test_imports_are_relative_and_there(script: Path) -> None:
    """A browser could not resolve an import: pages have no import map."""
    for match in SPECIFIER.finditer(script.read_text("utf-8")):
        assert match["name"].startswith("../"), match["name"]
        assert (script.parent / match["name"]).resolve().is_file(), match["name"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(VENDOR).as_posix())
def test_nothing_is_fetched_from_elsewhere(script: Path) -> None:
    """A vendored script would tell somebody else that it is in use."""
    assert FETCHES.findall(script.read_text("utf-8")) == []


def test_imports_are_found_however_they_are_written() -> None:
    """A form of import that the rewriting does not see would reach the browser as a bare name."""
    modules = {"@a/b": PurePosixPath("a/b/index.js"), "c": PurePosixPath("c/index.js")}
    text = (
        "import { x,\n  y } from '@a/b';\n"
        'import c from "c";\n'
        "import * as all from 'c';\n"
        "import 'c';\n"
        "export { x } from 'c';\n"
        "export * from 'c';\n"
        "export { y };\nconst z = 'c';\n"
    )
    assert relative_imports(text, PurePosixPath("x/y/index.js"), modules) == (
        "import { x,\n  y } from '../../a/b/index.js';\n"
        'import c from "../../c/index.js";\n'
        "import * as all from '../../c/index.js';\n"
        "import '../../c/index.js';\n"
        "export { x } from '../../c/index.js';\n"
        "export * from '../../c/index.js';\n"
        "export { y };\nconst z = 'c';\n"
    )


def test_unknown_import_is_refused() -> None:
    """A package that is not in the lock would be missing in the browser only."""
    with pytest.raises(SystemExit, match=r"x/index\.js imports d, which is not installed"):
        relative_imports("import d from 'd';", PurePosixPath("x/index.js"), {})


def test_plain_scripts_need_no_module() -> None:
    """A plain script with an import in it would not run."""
    for into, source in PLAIN.values():
        text = (VENDOR / into / Path(source).name).read_text("utf-8")
        assert SPECIFIER.findall(text) == []
