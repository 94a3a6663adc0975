"""Bring what the desk's pages carry from npm into the checkout: `make vendor` (needs npm).

``python -m tools.vendor`` installs exactly what tools/vendor/package-lock.json names, without running any
of its scripts, and copies the files that pages need to ``simulator/web/static/vendor``, each package with its
licence. Packages import each other by name; pages without inline script have no import map, so the names
become relative paths. ``manifest.json`` says what every file is, for the test that nothing else lies there.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent / "vendor"
VENDOR = HERE.parent.parent / "simulator" / "web" / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"

PLAIN = {"htmx.org": ("htmx", "dist/htmx.min.js")}
"""Packages that are one script and no module: the folder they go to, and the script."""
SPECIFIER = re.compile(
    r"""^(?P<before>(?:import|export)\s(?:[\w\s{},*$]+\sfrom\s*)?)(?P<quote>['"])(?P<name>[^'"]+)(?P=quote)""",
    re.MULTILINE,
)


def main() -> None:
    """Install, copy, rewrite, and write the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True
        )
        manifest = copied(installed(Path(folder)))
    MANIFEST.write_text(json.dumps(dict(sorted(manifest.items())), indent=1) + "\n", "utf-8")
    print(f"{len(manifest)} files in {VENDOR}")


def copied(packages: dict[str, Path]) -> dict[str, dict[str, str]]:
    """Put what is needed of the packages in the place of what is there; returns what every file is."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    modules = {
        name: PurePosixPath(name.removeprefix("@"), "index.js") for name in packages if name not in PLAIN
    }
    manifest = {}
    for name, folder in packages.items():
        about = json.loads((folder / "package.json").read_text("utf-8"))
        if name in PLAIN:
            into, source = PLAIN[name]
            target, text = PurePosixPath(into, Path(source).name), (folder / source).read_text("utf-8")
        else:
            target = modules[name]
            text = relative_imports((folder / entry(about)).read_text("utf-8"), target, modules)
        licence = next(file for file in sorted(folder.iterdir()) if file.name.upper().startswith("LICEN"))
        for file, content in ((target, text), (target.with_name("LICENSE"), licence.read_text("utf-8"))):
            path = VENDOR / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8", newline="\n")
            manifest[str(file)] = {
                "package": name,
                "version": about["version"],
                "licence": about["license"],
                "sha256": digest(path),
            }
    return manifest


def installed(folder: Path) -> dict[str, Path]:
    """The folders of all installed packages by name."""
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    return {path.removeprefix("node_modules/"): folder / path for path in sorted(lock["packages"]) if path}


def entry(about: dict[str, object]) -> str:
    """The ES module that a package gives when it is imported by its name."""
    exports = about.get("exports")
    found = exports.get("import") if isinstance(exports, dict) else about.get("module")
    if not isinstance(found, str):
        raise SystemExit(f"{about['name']} says in no known way which of its files is the ES module")
    return found


def relative_imports(text: str, target: PurePosixPath, modules: dict[str, PurePosixPath]) -> str:
    """A module's text with every package that it imports named by its path from there.

    So `from 'crelt'` in lezer/lr/index.js becomes `from '../../crelt/index.js'`.
    """

    def relative(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in modules:
            raise SystemExit(f"{target} imports {name}, which is not installed")
        up = "../" * len(target.parent.parts)
        return f"{match['before']}{match['quote']}{up}{modules[name]}{match['quote']}"

    return SPECIFIER.sub(relative, text)


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
