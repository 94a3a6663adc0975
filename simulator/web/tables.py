"""Table rows made complete: each cell knows its column, so that a row can be a card on a phone."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

_TAG = re.compile(r"<(tr|td|th)\b([^>]*)>")
_SPAN = re.compile(r'colspan="(\d+)"')


def labelled(rows: Markup, heads: Sequence[str | tuple[str, str]]) -> Markup:
    """The rows of a table with these heads; a head is a text, or a text and its kind.

    Roles are said because a table that is shown as blocks is no table for a screen reader any more.
    """
    names = [head if isinstance(head, str) else head[0] for head in heads]
    column = 0

    def complete(tag: re.Match[str]) -> str:
        nonlocal column
        kind, rest = tag.groups()
        if kind == "tr":
            column = 0
            return f'<tr role="row"{rest}>'
        span = _SPAN.search(rest)
        place, column = column, column + (int(span[1]) if span else 1)
        if kind == "th":
            return f'<th{rest} role="rowheader">'
        if place >= len(names) or span:
            return f'<td role="cell"{rest}>'
        return f'<td role="cell"{rest} data-label="{escape(names[place])}">'

    return Markup(_TAG.sub(complete, rows))
