"""Two replies under conditions of their own that share a wording, and that can be open together after all."""

from collections.abc import Iterator
from itertools import combinations

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Move, Scene
from simulator.call.case.sharing import origin
from simulator.call.case.wordings import Said, languages_of, plain, said_as, together
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.survey import Survey
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for positions at which both can be said, one for each two replies.

    Replies that can be open together whatever their conditions are told of when the file is read.
    """
    for scene in study.case.scenes.values():
        if origin(scene.id) != scene.id:
            continue
        for one, other in combinations(scene.moves.values(), 2):
            for words, where in _shared(study, scene, one, other):
                witness = _witness(study, scene, one, other, plain(words))
                if witness is not None:
                    yield Remark(
                        study.place(*where),
                        Message(
                            "“{words}” is a wording of “{one}” and of “{other}”, and both can be open at"
                            " once. Give each its own words, or let their conditions exclude each other.",
                            words=words,
                            one=one.id,
                            other=other.id,
                        ),
                        witness,
                    )
                    break


def _shared(study: Study, scene: Scene, one: Move, other: Move) -> Iterator[Said]:
    """The wordings of the second reply that are wordings of the first, too, and where they stand."""
    part = study.document.rehearsal[scene.id]
    first, second = part.moves[one.id], part.moves[other.id]
    if together(first, second) or not (first.also or second.also):
        return
    at = ("rehearsal", scene.id, "moves")
    for language in languages_of(part):
        own = language == study.document.language
        taken = {plain(words) for words, _ in said_as(first, language, own, (*at, one.id))}
        for words, where in said_as(second, language, own, (*at, other.id)):
            if plain(words) in taken:
                yield words, where


def _witness(study: Study, scene: Scene, one: Move, other: Move, words: str) -> Witness | None:
    """A call after which both replies are open in these words; None if there is no such call."""
    for survey in study.surveys:
        first, second = (_positions(survey, scene, move, words) for move in (one, other))
        both = numpy.intersect1d(first, second, assume_unique=True)
        if len(both):
            persona = study.case.personas[survey.packing.persona].id
            return Witness(persona, tuple(survey.way_to(int(both[0]))))
    return None


def _positions(survey: Survey, scene: Scene, move: Move, words: str) -> NDArray[numpy.int32]:
    """Where a reply can be said in these words."""
    source = survey.replies(scene, move).source
    listed = {plain(sentence) for sentences in move.also.values() for sentence in sentences}
    if move.forms is None or words in listed:
        return source
    say = move.forms.parts[0]
    which = survey.packing.place_of(survey.words(source), say)
    meant = [place for place, text in enumerate(say.values()) if plain(text) == words]
    return source[numpy.isin(which, meant)]


RULE = CaseRule("ambiguous-wording", check, about_play=True)
