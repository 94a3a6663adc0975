"""Words that tell callers apart in one language of the case, and not in another."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from numpy import concatenate, zeros

from simulator.call.case.case import Case, Position
from simulator.call.case.translating import path_of
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.translated import in_language, locations, observed_as, say_of
from simulator.call.play import rehearsal as call
from simulator.call.solver.observing import Codes, Heard
from simulator.call.solver.shoes import Belief
from simulator.source.reading import Location
from simulator.text.message import Message

MOST = 3_000
"""Beliefs that are looked at, those after the fewest replies first."""
HEARD = ("customer", "cue", "screen")


class _Moment(NamedTuple):
    """The callers who may be on the line after some replies, by their places."""

    beliefs: dict[int, Belief]
    """What a trainee then believes if it is this one."""
    said: dict[int, tuple[str, ...]]
    """The replies, by the names that they have with this one."""

    def number(self, caller: int) -> int:
        """The number of the position that the call with this one has come to."""
        return self.beliefs[caller][caller] or 0


class _Text(NamedTuple):
    """Something heard or seen: where it stands in the case's file, its words, and their translation."""

    location: Location
    words: str
    translation: str


def check(study: Study) -> Iterator[Remark]:
    """Compare, after every reply, who still sounds alike in the case's language and in each translation."""
    for language, (translation, source) in study.files.translations.items():
        case = in_language(study, translation)
        if len(study.solutions) < 2 or not _can_differ(study.case, case):
            continue
        known: dict[Heard, int] = {}
        looks = [observed_as(case, solution, known) for solution in study.solutions]
        if _one_to_one(concatenate(study.shoes.looks), concatenate(looks)):
            continue
        told: set[Location] = set()
        for moment in _moments(study):
            for one, other in combinations(moment.beliefs, 2):
                alike = looks[one][moment.number(one)] == looks[other][moment.number(other)]
                if (moment.beliefs[one][other] is not None) == alike or _over(study, moment):
                    continue
                for first, second in _differences(study, case, moment, one, other):
                    if first.location not in told:
                        told.add(first.location)
                        yield Remark(
                            source.place(
                                ("texts", path_of(study.files.source.written(first.location)), language)
                            ),
                            _message(first, second),
                            Witness(study.case.personas[one].id, moment.said[one]),
                        )


def _can_differ(case: Case, translated: Case) -> bool:
    """Whether any text has two translations, or two texts have one; else no two sound alike in one only."""
    for words, others in zip(_texts(case), _texts(translated), strict=True):
        pairs = set(zip(words, others, strict=True))
        if not len(set(words)) == len(set(others)) == len(pairs):
            return True
    return False


def _one_to_one(looks: Codes, others: Codes) -> bool:
    """Whether whatever looks alike in one language looks alike in the other, wherever a call has come to."""
    met = zeros((int(looks.max()) + 1, int(others.max()) + 1), dtype=bool)
    met[looks, others] = True
    return int(met.sum(axis=0).max()) == 1 == int(met.sum(axis=1).max())


def _texts(case: Case) -> Iterator[list[str]]:
    """The texts of each kind that are heard or seen: each is only compared with those of its kind."""
    scenes, endings = case.scenes.values(), case.endings.values()
    for key in HEARD:
        varied = [getattr(scene, key) for scene in scenes]
        if key == "customer":
            varied += [ending.customer for ending in endings]
        yield [text for each in varied if each is not None for text in each.values()]
    yield [form.say for scene in scenes for move in scene.moves.values() for form in move.all_forms]
    yield [ending.title for ending in endings]
    yield [scene.speaker or "" for scene in scenes]


def _moments(study: Study) -> Iterator[_Moment]:
    """What follows each reply while several callers may be on the line; the opening comes first."""
    shoes, everybody = study.shoes, range(len(study.case.personas))
    opening = _Moment({place: shoes.at_start(place) for place in everybody}, dict.fromkeys(everybody, ()))
    yield opening
    ways = dict.fromkeys(opening.beliefs.values(), opening.said)
    for belief in (pending := list(ways)):
        alive = [place for place in everybody if belief[place] is not None]
        if len(alive) < 2:
            continue
        for move in study.solutions[alive[0]].options(belief[alive[0]] or 0):
            names = {place: shoes.same(belief, move, alive[0], place) for place in alive}
            moment = _Moment(
                {place: shoes.after(belief, name, place) for place, name in names.items()},
                {place: (*ways[belief][place], name) for place, name in names.items()},
            )
            yield moment
            for after in moment.beliefs.values():
                if after not in ways and len(ways) < MOST:
                    ways[after] = moment.said
                    pending.append(after)


def _over(study: Study, moment: _Moment) -> bool:
    """Whether nobody is left to whom the difference could matter."""
    return all(study.solutions[place].ended[moment.number(place)] for place in moment.beliefs)


def _differences(
    study: Study, case: Case, moment: _Moment, one: int, other: int
) -> Iterator[tuple[_Text, _Text]]:
    """The texts of two callers at one moment that are alike in one language only, in pairs."""
    here, there = (
        dict(_heard(study, case, study.solutions[place].reached.position(moment.number(place))))
        for place in (one, other)
    )
    for key, first in here.items():
        second = there.get(key, first)
        if (first.words == second.words) != (first.translation == second.translation):
            yield first, second


def _heard(study: Study, case: Case, position: Position) -> Iterator[tuple[str, _Text]]:
    """Everything that is heard and seen at a position, by what it is."""
    scenes, name = study.case.scenes, position.scene
    part = "rehearsal" if name in scenes else "endings"
    place, other = (c.scenes.get(name) or c.endings[name] for c in (study.case, case))
    written = study.document.rehearsal.get(name) or study.document.endings[name]
    for key in HEARD:
        varied = getattr(place, key, None)
        if varied is not None:
            at = varied.place_at(position)
            location = locations(getattr(written, key), part, name, key)[varied.origin(at)]
            yield key, _Text(location, varied.values()[at], getattr(other, key).values()[at])
    speaker = getattr(written, "speaker", None)
    if speaker is not None:
        names = (c.scenes[name].speaker or "" for c in (study.case, case))
        yield "speaker", _Text(("speakers", speaker), *names)
    if name not in scenes:
        title = _Text((part, name, "title"), study.case.endings[name].title, case.endings[name].title)
        yield "title", title
    for rank, reply in enumerate(sorted(call.replies(study.case, position), key=lambda move: move.say)):
        move, translated = (c.scenes[name].moves[reply.id] for c in (study.case, case))
        says = move.forms.parts[0] if move.forms else None
        at = says.origin(says.place_at(position)) if says else 0
        location = locations(study.document.rehearsal[name].moves[move.id].say, *say_of(name, move))[at]
        yield f"reply {rank}", _Text(location, reply.say, translated.at(position).say)


def _message(first: _Text, second: _Text) -> Message:
    if first.words == second.words:
        return Message(
            "“{words}” is translated as “{one}” and as “{other}”, and so tells callers apart who sound alike"
            " before translation. Translate both alike.",
            words=first.words,
            one=first.translation,
            other=second.translation,
        )
    return Message(
        "“{one}” and “{other}” are both translated as “{words}”, which hides a difference between callers."
        " Let the translations differ, too.",
        one=first.words,
        other=second.words,
        words=first.translation,
    )


RULE = CaseRule("language-tells-apart", check, about_play=True)
