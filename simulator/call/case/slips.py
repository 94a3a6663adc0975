"""Slips that YAML lets pass without a word: texts that are cut where a note seems to begin."""

import re

from simulator.source.problems import Severity
from simulator.source.reading import Source
from simulator.text.message import Message

from .schema import translatable_texts

_NOTE = re.compile(r"[ \t]+(#)(?=[^\s#])")
"""A note without a space behind its sign, such as “#7731”."""


def report_cut_texts(source: Source) -> None:
    """Report each text that ends where its author may have gone on: “Order #7731” is read as “Order”."""
    if not _NOTE.search(source.text):
        return
    for location, _ in translatable_texts(source.data):
        end = source.end_of_plain(location)
        note = None if end is None else _NOTE.match(source.text, end)
        if note is not None:
            message = Message(
                "What stands behind “ #” is left out of the text. If it belongs to it, put the whole text"
                " between quotation marks; if it is a note, leave a space behind “#”."
            )
            source.report("cut-text", message, source.place_of(note.start(1)), Severity.WARNING)
