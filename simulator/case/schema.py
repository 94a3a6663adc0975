"""The JSON Schema of a case file, and a walk through data along it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .document import TRANSLATABLE, Document
from .reading import Location

Schema = Mapping[str, Any]

_NOTHING: Schema = {}


@cache
def case_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a case file, for editors with a YAML language server."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Document.model_json_schema()


def keys_at(data: Any, location: Location) -> tuple[str, ...]:
    """The keys that the mapping at `location` may have, where they are fixed."""
    schema: Schema = case_schema()
    for step in location:
        schema = _child(_branch(schema, data), step)
        data = _item(data, step)
    return tuple(_branch(schema, data).get("properties", ()))


def translatable_texts(data: Any) -> Iterator[tuple[Location, str]]:
    """Every text of a case that people read, with its location, in the file's order."""
    yield from _texts((), data, case_schema())


def _texts(location: tuple[str | int, ...], data: Any, schema: Schema) -> Iterator[tuple[Location, str]]:
    schema = _branch(schema, data)
    if isinstance(data, str):
        if schema.get(TRANSLATABLE):
            yield location, data
        return
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from _texts((*location, step), item, _child(schema, step))


def _branch(schema: Schema, data: Any) -> Schema:
    """The alternative of `schema` that data of this shape is meant for, references followed."""
    if "$ref" in schema:
        return _branch(case_schema()["$defs"][schema["$ref"].rsplit("/", 1)[-1]], data)
    shape = "object" if isinstance(data, dict) else "array" if isinstance(data, list) else "string"
    for alternative in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        found = _branch(alternative, data)
        if found.get("type") == shape:
            return found
    return schema


def _child(schema: Schema, step: str | int) -> Schema:
    if isinstance(step, int):
        items: Schema = schema.get("items", _NOTHING)
        return items
    for child in (
        schema.get("properties", _NOTHING).get(step),
        *schema.get("patternProperties", _NOTHING).values(),
    ):
        if child is not None:
            found: Schema = child
            return found
    more = schema.get("additionalProperties")
    return more if isinstance(more, Mapping) else _NOTHING


def _item(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (LookupError, TypeError):
        return None
