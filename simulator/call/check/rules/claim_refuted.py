"""A claim of the author that does not hold of every call, with a call of which it does not."""

from collections.abc import Iterator

from simulator.call.check.claims import judged_claims, refutation
from simulator.call.check.study import CaseRule, Remark, Study, Witness


def check(study: Study) -> Iterator[Remark]:
    """Look at every claim; the witness is a shortest call, or a best one, that refutes it."""
    for claim, judged in zip(study.case.claims, judged_claims(study.case, study.surveys), strict=True):
        if judged.call is not None:
            yield Remark(
                study.place("claims", claim.place),
                refutation(claim, judged.call),
                Witness(judged.call.persona, judged.call.moves),
            )


RULE = CaseRule("claim-refuted", check, about_play=True, in_part=True)
