"""A walk through data along the JSON Schema of its definition."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from simulator.source.part import TRANSLATABLE

from .reading import Location

Schema = Mapping[str, Any]

_NOTHING: Schema = {}


@cache
def schema_of(definition: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a definition, for editors with a YAML language server."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | definition.model_json_schema()


def keys_at(definition: type[BaseModel], data: Any, location: Location) -> tuple[str, ...]:
    """The keys that the mapping at `location` may have, where they are fixed."""
    whole = schema_of(definition)
    schema: Schema = whole
    for step in location:
        schema = _child(_branch(whole, schema, data), step)
        data = _item(data, step)
    return tuple(_branch(whole, schema, data).get("properties", ()))


def translatable(definition: type[BaseModel], data: Any) -> Iterator[tuple[Location, str]]:
    """Every text that people read, with its location, in the file's order."""
    whole = schema_of(definition)
    yield from _texts(whole, (), data, whole)


def _texts(
    whole: Schema, location: tuple[str | int, ...], data: Any, schema: Schema
) -> Iterator[tuple[Location, str]]:
    schema = _branch(whole, schema, data)
    if isinstance(data, str):
        if schema.get(TRANSLATABLE):
            yield location, data
        return
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from _texts(whole, (*location, step), item, _child(schema, step))


def _branch(whole: Schema, schema: Schema, data: Any) -> Schema:
    """The alternative of `schema` that data of this shape is meant for, references followed."""
    if "$ref" in schema:
        return _branch(whole, whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], data)
    shape = "object" if isinstance(data, dict) else "array" if isinstance(data, list) else "string"
    for alternative in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        found = _branch(whole, alternative, data)
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
