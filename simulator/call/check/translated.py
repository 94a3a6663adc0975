"""A case as it sounds in another language, for rules that compare what is heard."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.call.case.case import Case, Ending, Move, Scene, Varied
from simulator.call.case.translating import Translation, path_of
from simulator.call.solver.observing import Codes, Heard, observed
from simulator.call.solver.solving import Solution
from simulator.source.reading import Location

from .study import Study

Words = Callable[[str, Location], str]
"""The translation of a text that stands somewhere, or the text where there is none."""


def in_language(study: Study, translation: Translation) -> Case:
    """The case with all that is heard and seen in a rehearsal translated, as far as the translation goes."""
    case, document = study.case, study.document

    def words(text: str, location: Location) -> str:
        return translation.texts.get(path_of(location), {}).get(translation.language) or text

    scenes = {name: _scene(scene, document.rehearsal[name], words) for name, scene in case.scenes.items()}
    endings = {name: _ending(ending, document.endings[name], words) for name, ending in case.endings.items()}
    return replace(case, scenes=scenes, endings=endings, original=None)


def observed_as(case: Case, solution: Solution, known: dict[Heard, int]) -> Codes:
    """What is heard at each position of a solution in the words of such a case, as `observed` numbers it."""
    reached = solution.reached
    return observed(replace(reached, packing=replace(reached.packing, case=case)), known)


def locations(written: Any, *location: str) -> list[Location]:
    """Where each text of something that may vary stands in the case's file, in the order of its values."""
    if not isinstance(written, Mapping):
        return [location]
    return [(*location, key) for key in (*(key for key in written if key != "otherwise"), "otherwise")]


def _scene(scene: Scene, part: Any, words: Words) -> Scene:
    def varied(key: str) -> Any:
        value = getattr(scene, key)
        return value and _varied(value, getattr(part, key), words, "rehearsal", scene.id, key)

    moves = {name: _move(scene.id, move, part.moves[name].say, words) for name, move in scene.moves.items()}
    heard = {key: varied(key) for key in ("customer", "cue", "screen")}
    return replace(scene, **heard, moves=moves)


def _move(scene: str, move: Move, written: Any, words: Words) -> Move:
    """A reply in other words; what varies in it begins with its words, so that these change slowest."""
    says = [move.say] if move.forms is None else list(move.forms.parts[0].values())
    own = [words(say, at) for say, at in zip(says, locations(written, *say_of(scene, move)), strict=True)]
    if move.forms is None:
        return replace(move, say=own[-1])
    each = len(move.forms.all) // len(own)
    forms = tuple(replace(form, say=own[number // each]) for number, form in enumerate(move.forms.all))
    return replace(move, say=own[-1], forms=move.forms._replace(all=forms))


def say_of(scene: str, move: Move) -> tuple[str, ...]:
    """Where the words of a reply stand in the case's file."""
    return ("rehearsal", scene, "moves", move.id, "say")


def _ending(ending: Ending, part: Any, words: Words) -> Ending:
    customer = ending.customer and _varied(
        ending.customer, part.customer, words, "endings", ending.id, "customer"
    )
    return replace(ending, title=words(ending.title, ("endings", ending.id, "title")), customer=customer)


def _varied(varied: Varied[str], written: Any, words: Words, *location: str) -> Varied[str]:
    *cases, otherwise = map(words, varied.values(), locations(written, *location))
    guards = [guard for guard, _ in varied.cases]
    return Varied(otherwise, tuple(zip(guards, cases, strict=True)))
