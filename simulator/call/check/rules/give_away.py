"""Best replies that can be told by their length, their place in the list, or how polite they are."""

from collections.abc import Iterator

from simulator.call.check.giveaway import patterns
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Name the cues that hit the best reply more often than chance lets them."""
    for pattern in patterns(study):
        if pattern.language == study.case.language:
            place = study.place("rehearsal", key=True)
        else:
            place = study.files.translations[pattern.language][1].place(("texts",), key=True)
        yield Remark(
            place,
            Message(
                "In {hits} of {scenes} scenes the best reply is {cue}; by chance it would be {expected}."
                " Nobody should find it without listening: reword or reorder some.",
                hits=pattern.hits,
                scenes=pattern.scenes,
                cue=pattern.cue,
                expected=round(pattern.by_chance),
            ),
        )


RULE = CaseRule("give-away", check, about_play=True)
