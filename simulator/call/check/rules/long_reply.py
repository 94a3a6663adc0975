"""Words of the rehearsal that take too long to say on the telephone, in any of the case's languages."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.call.check.wording import seconds, wordings
from simulator.source.reading import Location
from simulator.text.message import Message

MOST_SECONDS = 20
"""How long one side speaks at most without the other coming in: 90 characters or 50 words.

Turns on the telephone mostly last a few seconds; an explanation of twenty is a lecture, and a trainee who
reads such a reply on the screen picks it or not by its length.
"""


def check(study: Study) -> Iterator[Remark]:
    """Time what the agent can say and what the customer says; a recorded call is as long as it was."""
    for wording in wordings(study):
        if _is_spoken(wording.location):
            taken = seconds(wording.text)
            if taken > MOST_SECONDS:
                yield Remark(
                    wording.place,
                    Message(
                        "This takes {seconds} seconds to say; on the telephone nobody listens longer than"
                        " {most}. Cut it, or make two turns of it.",
                        seconds=taken,
                        most=MOST_SECONDS,
                    ),
                )


def _is_spoken(location: Location) -> bool:
    return location[0] in ("rehearsal", "endings") and ("say" in location[-1:] or "customer" in location[2:4])


RULE = CaseRule("long-reply", check)
