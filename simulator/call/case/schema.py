"""The JSON Schema of a case file, and the texts of one that are translated."""

from collections.abc import Iterator
from typing import Any

from simulator.source.reading import Location
from simulator.source.schema import schema_of, translatable

from .document import Document


def case_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a case file, for editors with a YAML language server."""
    return schema_of(Document)


def translatable_texts(data: Any) -> Iterator[tuple[Location, str]]:
    """Every text of a case that people read, with its location, in the file's order."""
    return translatable(Document, data)
