"""How the reports, and the terminal beside them, call the things of a play."""

from collections.abc import Mapping

from simulator.call.case.case import Case, Detail, Gauge, Stage, TwoByTwo
from simulator.call.play.outcome import Verdict
from simulator.text.language import Translator
from simulator.text.message import Message

STAGES = {
    Stage.REPLAY: Message("Listening to the recorded call"),
    Stage.ANALYSIS: Message("Finding the expectation"),
    Stage.REHEARSAL: Message("Taking the call"),
}

VERDICTS = {
    Verdict.WIN_WIN: Message("Win-win"),
    Verdict.CUSTOMER: Message("Only the customer won"),
    Verdict.COMPANY: Message("Only the company won"),
    Verdict.LOSE_LOSE: Message("Both lost"),
}

ALMOST = Message("Almost a win-win")

VERDICT_MEANINGS = {
    Verdict.WIN_WIN: Message("The customer is satisfied, and the company's interest is kept."),
    Verdict.CUSTOMER: Message("The customer is satisfied, but the company paid for it."),
    Verdict.COMPANY: Message("The company's interest is kept, but the customer paid for it."),
    Verdict.LOSE_LOSE: Message("Neither the customer nor the company got what they need."),
}

SIDES = (Message("Customer"), Message("Company"))
SPACES = (Message("Resolution"), Message("Relationship"))

CELLS: TwoByTwo[Message] = TwoByTwo(
    customer_business=Message("The matter is solved"),
    customer_personal=Message("The customer feels understood"),
    company_business=Message("Cost, policy and risk are kept"),
    company_personal=Message("Relationship and composure are kept"),
)

DETAILS = {
    Detail.REPEATED: Message("repeated"),
    Detail.HEATED: Message("escalated"),
    Detail.SOFTENED: Message("de-escalated"),
    Detail.AVOIDED: Message("avoided"),
    Detail.EXAGGERATED: Message("exaggerated"),
    Detail.KEY: Message("key sentence"),
}

DETAIL_MEANINGS = {
    Detail.REPEATED: Message("what the customer keeps coming back to"),
    Detail.HEATED: Message("the sentence that made the tone rise"),
    Detail.SOFTENED: Message("the sentence that calmed the customer"),
    Detail.AVOIDED: Message("what the customer goes around"),
    Detail.EXAGGERATED: Message("what is larger in the telling than on the record"),
    Detail.KEY: Message("miss it and you miss the case"),
}

SPEAKERS = {
    "customer": Message("Customer"),
    "agent": Message("Agent"),
    "system": Message("Screen"),
}

KINDS: Mapping[str, Message] = {
    "ask": Message("asks for facts"),
    "feel": Message("answers the feelings"),
    "probe": Message("probes the expectation"),
    "explain": Message("explains"),
    "check": Message("checks the record"),
    "confirm": Message("confirms"),
    "apologise": Message("apologises"),
    "offer": Message("offers"),
    "promise": Message("promises"),
    "refuse": Message("refuses"),
    "escalate": Message("transfers"),
    "hold": Message("asks to wait"),
    "warn": Message("warns"),
    "close": Message("closes"),
}
"""What a reply of each kind does."""

QUESTIONS: Mapping[str, Message] = {
    "single": Message("choose one"),
    "multiple": Message("choose all that are right"),
    "order": Message("put in order"),
    "point": Message("point at the lines"),
    "hypothesis": Message("hypothesis"),
}


def gauge_name(gauge: Gauge, t: Translator) -> str:
    """What a gauge is called: translated where it is one of the usual ones, else as the author calls it."""
    return gauge.name if isinstance(gauge.name, str) else t(gauge.name)


def gauge_place(case: Case, gauge: str) -> int:
    """The place of a gauge in `Case.gauges`. Raises KeyError for one that the case does not have."""
    for place, candidate in enumerate(case.gauges):
        if candidate.id == gauge:
            return place
    raise KeyError(gauge)
