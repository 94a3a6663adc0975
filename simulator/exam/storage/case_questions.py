"""Cases as questions of a paper: which of them can be asked, and how the calls went."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from simulator.call.case.case import Case, Stage
from simulator.call.solver.solving import Bounds
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import CallReached
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import PaperForm
from simulator.exam.sitting.sitting import Sitting
from simulator.library.judges import BUDGET
from simulator.library.library import Library
from simulator.library.solutions import SolutionStore, solved
from simulator.library.unpacking import NoSuchCase
from simulator.practice.storage.attempts import Attempts
from simulator.source.problems import CaseError
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.services import Services


class UnfitCall(Refusal):
    """A paper with a call that nobody could take, or that could not be marked."""


def check_calls(services: Services, bank: Bank, forms: Iterable[PaperForm]) -> None:
    """Raise UnfitCall for papers with a case that cannot be asked; a large case takes seconds."""
    asked = {item.question for form in forms for item in form.items}
    unfit = unfit_calls(services, [bank.questions[name] for name in sorted(asked)], thorough=True)
    for name, why in unfit.items():
        raise UnfitCall(
            Message("These forms cannot be used. Question “{question}”: {why}", question=name, why=why)
        )


def unfit_calls(
    services: Services, questions: Iterable[Question], *, thorough: bool = False
) -> dict[str, Message]:
    """The calls among questions that cannot be asked, with why.

    Whether a case is too large is worked out only with `thorough`: that takes seconds where it is new.
    """
    asked = [(question.id, question.case) for question in questions if question.case is not None]
    found = {name: _unfit(services, case, thorough) for name, case in asked}
    return {name: why for name, why in found.items() if why is not None}


def reached_in(
    services: Services, exam: int, sittings: Mapping[int, Sitting]
) -> dict[tuple[int, int], CallReached]:
    """How the calls of an exam went, by person and place; 0 without an end."""
    calls = services[Attempts].of_exam(exam) if any(one.cases for one in sittings.values()) else {}
    found = {}
    for person, sitting in sittings.items():
        for place, name in sitting.cases.items():
            call = calls.get(name)
            if call is None or call.bundle is None:
                continue
            score = call.result.score if call.result else None
            with suppress(Refusal, CaseError):  # a case that is gone cannot be marked
                best = _best(services, call.bundle, call.persona).least
                found[person, place] = CallReached(score or 0, best, ended=score is not None)
    return found


def _unfit(services: Services, case_id: str, thorough: bool) -> Message | None:
    try:
        bundle = services[Library].entry(case_id).bundle
    except NoSuchCase:
        bundle = None
    if bundle is None:
        return Message("The case “{case}” is not published.", case=case_id)
    try:
        case = services[Library].case(bundle, "zh")
    except CaseError:
        return Message("The case “{case}” cannot be played: its files have errors.", case=case_id)
    if Stage.REHEARSAL not in case.stages:
        return Message("The case “{case}” has no call to take.", case=case_id)
    if thorough and not _marked_exactly(services, bundle, case):
        return Message("The case “{case}” has more positions than could be worked out, so that its calls"
                       " cannot be marked.", case=case_id)  # fmt: skip
    return None


def _marked_exactly(services: Services, bundle: str, case: Case) -> bool:
    """Whether it is known what the best is with everybody who may be on the line."""
    limits = (_best(services, bundle, persona.id) for persona in case.personas)
    return all(best.least == best.most for best in limits)


def _best(services: Services, bundle: str, persona: str) -> Bounds:
    """The best that a call with somebody can come to, as far as it is worked out for debriefs as well."""
    known = _BEST.get((bundle, persona))
    if known is None:
        case = services[Library].case(bundle, "zh")
        known = solved(case, case.persona_place(persona), BUDGET, services[SolutionStore]).best_score
        _BEST[bundle, persona] = known
    return known


_BEST: dict[tuple[str, str], Bounds] = {}
"""A few numbers for each case that was ever asked; a bundle never changes."""
