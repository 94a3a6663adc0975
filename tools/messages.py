"""Bring the Chinese catalog up to date with the messages in the program and in the report templates.

``python -m tools.messages`` collects them, merges them into ``winwin.po``, compiles ``winwin.mo`` and says
what is left to translate. A message that changed a little keeps its old translation, marked fuzzy: it is not
used until somebody has looked at it and taken the mark away.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "simulator" / "locale" / "zh" / "LC_MESSAGES" / "winwin.po"
MO = PO.with_suffix(".mo")

MARKS = dict.fromkeys(["Message", "N_", "_", "t"])
SOURCES = [
    ("simulator", "*.py"),
    ("simulator/web/templates", "*.j2"),
    ("reports", "*.j2"),
    ("reports", "*.html"),
]


def extracted() -> Catalog:
    """Return every marked message, with the files it stands in."""
    catalog = Catalog(project="winwin", charset="utf-8", fuzzy=False)
    for folder, pattern in SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            for line, words in in_python(path) if path.suffix == ".py" else in_template(path):
                if words:  # the empty one is the catalog's header
                    catalog.add(words, locations=[(path.relative_to(ROOT).as_posix(), line)])
    return catalog


def in_python(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the messages of a module with their lines: literal first arguments of the marks."""
    # Not by Babel: it looks at no call inside an f-string, and warns of f-strings that are only values.
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Name(id=mark) | ast.Attribute(attr=mark), args=[ast.Constant(value=str(words)), *_]
            ) if mark in MARKS:
                found.append((node.end_lineno or 0, node.end_col_offset or 0, node.lineno, words))
    for *_, line, words in sorted(found):
        yield line, words


def in_template(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the messages of a template with their lines."""
    for line, text, _, _ in extract_from_file("jinja2", path, keywords=MARKS):
        yield line, text[0] if isinstance(text, tuple) else text  # with values it is a tuple


def translations() -> Catalog:
    """Return the Chinese catalog as it stands, or an empty one to begin with."""
    if not PO.exists():
        header = "# The Chinese words of winwin's interface; `make messages` keeps this file up to date."
        authors = "The winwin authors"
        return Catalog(
            "zh", "winwin", header, "winwin", last_translator=authors, charset="utf-8", fuzzy=False
        )
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain="winwin", charset="utf-8")


def open_work(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages that have no translation yet, or one that nobody has looked at."""
    return (message for message in catalog if message.id and (not message.string or message.fuzzy))


def main() -> int:
    """Update and compile the catalog; return 1 while something is left to translate."""
    catalog = translations()
    catalog.update(extracted(), update_creation_date=False)  # or every run would change the file
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=110, ignore_obsolete=True, include_lineno=False)
    with MO.open("wb") as file:
        write_mo(file, catalog)
    left = list(open_work(catalog))
    for message in left:
        print(f"{'to look at' if message.string else 'to translate'}: {message.id}", file=sys.stderr)
    print(f"{len(catalog)} messages, {len(left)} left to translate", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
