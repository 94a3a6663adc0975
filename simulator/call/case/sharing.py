"""Replies that a case offers in several scenes: written once, laid into each scene before it is built.

A reply that leads nowhere else returns to where it was said, and what the scene does to the gauges is not
felt again. Where the customer then answers, or the screen shows something, or the scene has an effect, it
returns to a scene of its own, `opening.one-moment`, with the same replies and no effect. Its name has a full
stop, so that no author's name can be mistaken for it.
"""

from collections.abc import Iterator, Mapping

from simulator.source.problems import did_you_mean
from simulator.source.reading import Location, Source
from simulator.source.validating import validate
from simulator.text.message import Message

from .document import Document, MovePart, ScenePart, SharedReplyPart
from .speaking import with_words


def document_of(source: Source) -> Document | None:
    """The case that was read, with its shared replies in every scene that offers them.

    None where it cannot be built; `source` has the problems, and learns where each part stands.
    """
    document = validate(source, Document)
    if document is None:
        return None
    document = with_words(document, source)
    return _laid_out(document, source) if document.replies else document


def _laid_out(document: Document, source: Source) -> Document:
    offered = {scene: dict(_offered(scene, document, source)) for scene in document.rehearsal}
    rehearsal: dict[str, ScenePart] = {}
    for name, scene in document.rehearsal.items():
        shared = offered[name]
        own = {
            move: part if part.to is not None else part.model_copy(update={"to": name})
            for move, part in scene.moves.items()
        }
        again = {
            reply: f"{name}.{reply}"
            for reply, part in shared.items()
            if part.to is None and (_is_heard(part) or scene.effect)
        }
        moves = {reply: _reply(part, again.get(reply, name)) for reply, part in shared.items()}
        rehearsal[name] = scene.model_copy(update={"moves": own | moves})
        source.aliases |= {("rehearsal", name, "moves", reply): ("replies", reply) for reply in shared}
        for reply, there in again.items():
            moves = {
                other: _reply(part, again[other] if _is_heard(part) else there)
                for other, part in shared.items()
            }
            rehearsal[there] = scene.model_copy(
                update={"moves": own | moves, "effect": {}, **_new(shared[reply])}
            )
            source.aliases |= _aliases(name, there, reply, shared[reply])
    return document.model_copy(update={"rehearsal": rehearsal})


def origin(scene: str) -> str:
    """The author's scene that a scene belongs to: itself, or the one in which a shared reply was said."""
    return scene.partition(".")[0]


def _offered(scene: str, document: Document, source: Source) -> Iterator[tuple[str, SharedReplyPart]]:
    """The shared replies of a scene, in the author's order."""
    for name, part in document.replies.items():
        location = ("replies", name)
        if name in document.rehearsal[scene].moves:
            message = Message(
                "The scene “{scene}” has a reply “{name}” of its own; call one of them differently.",
                scene=scene,
                name=name,
            )
            source.report("name-twice", message, source.place(location, key=True))
            continue
        scenes = None if part.scenes == "everywhere" else part.scenes
        for place, wanted in enumerate(scenes or ()):
            if wanted not in document.rehearsal and scene == next(iter(document.rehearsal)):
                message = Message(
                    "There is no {what} “{name}”.{hint}",
                    what=Message("scene"),
                    name=wanted,
                    hint=did_you_mean(wanted, document.rehearsal),
                )
                source.report("unknown-name", message, source.place((*location, "in", place)))
        # what fits everywhere is meant for the customer, not for whom the agent rings meanwhile
        if scene in scenes if scenes is not None else document.rehearsal[scene].speaker is None:
            yield name, part


def _is_heard(part: SharedReplyPart) -> bool:
    """Whether something new is heard or seen when the call comes back to the scene."""
    return part.to is None and (part.answer is not None or part.shows is not None)


def _new(part: SharedReplyPart) -> Mapping[str, object]:
    """What is heard and seen of a reply when the call comes back; the rest is as the scene has it."""
    found = {"customer": part.answer, "screen": part.shows}
    return {key: text for key, text in found.items() if text}


def _reply(part: SharedReplyPart, back: str) -> MovePart:
    fields = {name: getattr(part, name) for name in MovePart.model_fields}
    return MovePart.model_construct(**fields | {"to": back if part.to is None else part.to})


def _aliases(scene: str, again: str, reply: str, part: SharedReplyPart) -> Mapping[Location, Location]:
    """Where the texts of a scene that is returned to stand in the file."""
    found: dict[Location, Location] = {("rehearsal", again): ("rehearsal", scene)}
    if part.answer is not None:
        found["rehearsal", again, "customer"] = ("replies", reply, "answer")
    if part.shows is not None:
        found["rehearsal", again, "screen"] = ("replies", reply, "shows")
    return found
