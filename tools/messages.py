"""Bring the Chinese catalog up to date with the messages in the program and in the report templates.

``python -m tools.messages`` collects them, merges them into ``winwin.po``, compiles ``winwin.mo`` and says
what is left to translate. A message that changed a little keeps its old translation, marked fuzzy: it is not
used until somebody has looked at it and taken the mark away.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "simulator" / "locale" / "zh" / "LC_MESSAGES" / "winwin.po"
MO = PO.with_suffix(".mo")

MARKS, PLURAL, CONTEXT = {"Message", "N_", "_", "t"}, "plural", "in_context"
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
            calls = in_python(path) if path.suffix == ".py" else in_template(path)
            for line, mark, texts in calls:
                places = [(path.relative_to(ROOT).as_posix(), line)]
                if mark == PLURAL and len(texts) == 2:
                    catalog.add(texts, locations=places)
                elif mark == CONTEXT and len(texts) == 2:
                    catalog.add(texts[1], context=texts[0], locations=places)
                elif mark in MARKS and texts[0]:  # the empty one is the catalog's header
                    catalog.add(texts[0], locations=places)
    return catalog


_Marked = tuple[int, str, tuple[str, ...]]


def in_python(path: Path) -> Iterator[_Marked]:
    """Yield the marks of a module with their lines, and the texts that their arguments begin with."""
    # Not by Babel: it looks at no call inside an f-string, and warns of f-strings that are only values.
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=mark) | ast.Attribute(attr=mark)):
                texts = _texts([one.value if isinstance(one, ast.Constant) else None for one in node.args])
                found.append((node.end_lineno or 0, node.end_col_offset or 0, node.lineno, mark, texts))
    yield from ((line, mark, texts) for *_, line, mark, texts in sorted(found) if _is_marked(mark, texts))


def in_template(path: Path) -> Iterator[_Marked]:
    """Yield the marks of a template with their lines, and the texts that their arguments begin with."""
    for node in Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name):
            texts = _texts([one.value if isinstance(one, nodes.Const) else None for one in node.args])
            if _is_marked(node.node.name, texts):
                yield node.lineno, node.node.name, texts


def _is_marked(mark: str, texts: tuple[str, ...]) -> bool:
    return bool(texts) and (mark in MARKS or mark in (PLURAL, CONTEXT))


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(one) for one in takewhile(lambda one: isinstance(one, str), values))


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
    return (message for message in catalog if message.id and (not all(forms(message)) or message.fuzzy))


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one for each form of the plural; empty ones where it is new."""
    return (message.string or "",) if not isinstance(message.string, tuple | list) else tuple(message.string)


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
        print(f"{'to look at' if all(forms(message)) else 'to translate'}: {message.id}", file=sys.stderr)
    print(f"{len(catalog)} messages, {len(left)} left to translate", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
