"""The pages of the documentation hold together: links lead somewhere, and the index names every page."""

import re
from pathlib import Path

import pytest

from tests.docs.examples import DOCS, PAGES, headings, page

ROOT = DOCS.parent
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def anchor(title: str) -> str:
    """Return the name under which a heading can be linked to, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """A reader would follow a link to nothing."""
    lost = []
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        name, _, part = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (part and part not in {anchor(title) for _, title in headings(target)}):
            lost.append(link)
    assert lost == []


def test_index_names_every_page() -> None:
    """A page would be there that nobody finds."""
    linked = set(LINK.findall((DOCS / "README.md").read_text(encoding="utf-8")))
    assert linked == {path.name for path in DOCS.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("name", ["authors", "problems"])
def test_both_languages_link_to_each_other(name: str) -> None:
    """A reader would not learn that the page is there in their language."""
    links = {
        language: LINK.findall(page(name, language).read_text(encoding="utf-8"))[0] for language in PAGES
    }
    assert links == {"en": page(name, "zh").name, "zh": page(name, "en").name}
