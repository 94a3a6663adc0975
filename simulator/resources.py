"""Where the files lie that come with the program: bundled scenarios, report templates, pages about rules."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def scenarios() -> Path:
    """Return the folder of the bundled cases."""
    return _bundled("scenarios")


def reports() -> Path:
    """Return the folder of the report templates."""
    return _bundled("reports")


def scaffold() -> Path:
    """Return the folder of the example case that new ones begin with, a folder for each language."""
    return _PACKAGE / "scaffold"


def docs() -> Path:
    """Return the folder of the documentation; an installed program has only the pages about rules in it."""
    return _bundled("docs")


def _bundled(name: str) -> Path:
    # In a wheel they lie inside the package, in a checkout beside it. Inside is asked first: what lies beside
    # an installed package is somebody else's.
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
