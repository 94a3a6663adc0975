"""Who speaks in a scene: the customer, or somebody else, with words under another key.

Both are heard alike, so whatever reads a scene finds the words in one place: under `customer`.
"""

from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .document import Document, ScenePart


def with_words(document: Document, source: Source) -> Document:
    """The case with the words of every scene under `customer`, whoever says them.

    What does not fit together is reported to `source`, which learns where the words stand.
    """
    others = {name: part for name, part in document.rehearsal.items() if not _is_the_customers(part)}
    if not others:
        return document
    for name, part in others.items():
        location: Location = ("rehearsal", name)
        fault = _fault(part)
        if fault is not None:
            key, message = fault
            source.report("voice", message, source.place((*location, key), key=True))
        elif part.says is None and part.customer is None:
            missing = "customer" if part.speaker is None else "says"
            message = Message("“{key}” is missing here.", key=missing)
            source.report("missing-key", message, source.place(location, key=True))
        if part.says is not None:
            source.aliases[*location, "customer"] = (*location, "says")
    spoken = {name: part.model_copy(update={"customer": _words(part)}) for name, part in others.items()}
    return document.model_copy(update={"rehearsal": document.rehearsal | spoken})


def _is_the_customers(part: ScenePart) -> bool:
    return part.customer is not None and part.says is None and part.speaker is None and not part.on_hold


def _words(part: ScenePart) -> object:
    return part.says or part.customer or ""


def _fault(part: ScenePart) -> tuple[str, Message] | None:
    """What does not fit together in who speaks, and the key that is to blame."""
    if part.speaker is None and part.says is not None:
        return "says", Message(
            "Say with “speaker” who says this; the customer's words stand under “customer”."
        )
    if part.speaker is None and part.on_hold:
        return "on-hold", Message("A customer on hold says nothing. Say with “speaker” who speaks here.")
    if part.speaker is not None and part.customer is not None:
        return "customer", Message(
            "With “speaker” the words stand under “says”; the customer says nothing here."
        )
    return None
