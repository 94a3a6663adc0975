"""Other wordings of replies, and what sounds near to one and is none: kept by language, and told apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .document import Document, Language, MovePart, ScenePart, Wordings
from .sharing import origin

Said = tuple[str, Location]
"""A wording, and where it stands."""


def by_language(wordings: Wordings) -> Mapping[str, tuple[str, ...]]:
    """Wordings as a case keeps them."""
    return {language: tuple(sentences) for language, sentences in wordings.items()}


def check_wordings(document: Document, source: Source) -> None:
    """Report wordings that two replies of a scene share which can be open together, or that are none as well.

    Replies under conditions that differ may never be open together: the rule `ambiguous-wording` looks at the
    positions of the case.
    """
    told: set[Location] = set()
    for name, scene in document.rehearsal.items():
        if origin(name) != name:  # it has the replies of the scene that it leads back to
            continue
        for language in languages_of(scene):
            for words, other, where in _shared(name, scene, language, language == document.language):
                written = source.written(where)
                if written not in told:
                    told.add(written)
                    _report(source, words, other, where)


def _shared(
    name: str, scene: ScenePart, language: Language, own: bool
) -> Iterator[tuple[str, str, Location]]:
    """Wordings of a scene that are a reply's already: the words, that reply, and where they stand."""
    taken: dict[str, list[str]] = {}
    for reply, move in scene.moves.items():
        for words, where in said_as(move, language, own, ("rehearsal", name, "moves", reply)):
            others = taken.setdefault(plain(words), [])
            other = next((one for one in others if together(scene.moves[one], move)), None)
            if other is not None and (move.also or scene.moves[other].also):
                yield words, other, where
            if reply not in others:
                others.append(reply)
    for words, where in _listed(scene.near_misses.get(language, ()), ("rehearsal", name, "not", language)):
        if plain(words) in taken:
            yield words, taken[plain(words)][0], where


def plain(words: str) -> str:
    """Words without what nobody hears: upper case, spaces and punctuation."""
    return "".join(character for character in words.casefold() if character.isalnum())


def languages_of(scene: ScenePart) -> Iterable[Language]:
    """The languages in which a scene lists wordings."""
    listed = [*scene.near_misses, *(language for move in scene.moves.values() for language in move.also)]
    return dict.fromkeys(listed)


def said_as(move: MovePart, language: Language, own: bool, at: Location) -> Iterator[Said]:
    """The wordings of a reply in a language; its own words where that is the language of the case."""
    if own and isinstance(move.say, dict):
        # under each condition other words: the same ones twice are no second wording
        yield from {plain(words): (words, (*at, "say", key)) for key, words in move.say.items()}.values()
    elif own:
        yield move.say if isinstance(move.say, str) else "", (*at, "say")
    yield from _listed(move.also.get(language, ()), (*at, "also", language))


def _listed(sentences: Sequence[str], at: Location) -> Iterator[Said]:
    for place, words in enumerate(sentences):
        yield words, (*at, place)


def together(one: MovePart, other: MovePart) -> bool:
    """Whether two replies, or a reply and itself, can be open together as far as their conditions tell."""
    return one.when is None or other.when is None or one.when == other.when


def _report(source: Source, words: str, other: str, where: Location) -> None:
    message = Message(
        "“{words}” is already a wording of “{other}”. Give each its own words, or take one of them out.",
        words=words,
        other=other,
    )
    source.report("same-wording", message, source.place(where))
