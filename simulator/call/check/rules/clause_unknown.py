"""A clause that a case cites and that its policy has never had."""

from collections.abc import Iterator, Mapping

from simulator.call.case.building import citations
from simulator.call.case.case import Citation
from simulator.call.case.document import Document
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.policy.policy import Policy
from simulator.source.problems import did_you_mean
from simulator.source.reading import Location
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for each cited clause in the policies that lie at hand; one that does not is passed over."""
    for location, citation in cited(study.document):
        policy = study.policies.get(citation.policy)
        if policy is not None and citation.clause not in (clauses := clauses_of(policy)):
            message = Message(
                "The policy “{policy}” has no clause “{clause}”.{hint}",
                policy=policy.id,
                clause=citation.clause,
                hint=did_you_mean(citation.clause, clauses),
            )
            yield Remark(study.place(*location), message)


def cited(document: Document) -> Iterator[tuple[Location, Citation]]:
    """What a case cites, each with where it stands."""
    parts: dict[Location, str | list[str]] = {("cites",): document.cites}
    for scene, part in document.rehearsal.items():
        for move, entry in part.moves.items():
            location: Location = ("rehearsal", scene, "moves", move, "cites")
            if isinstance(entry.cites, dict):
                parts |= {(*location, condition): cites for condition, cites in entry.cites.items()}
            else:
                parts[location] = entry.cites
    for location, cites in parts.items():
        for place, citation in enumerate(citations(cites)):
            yield (location if isinstance(cites, str) else (*location, place)), citation


def clauses_of(policy: Policy) -> Mapping[str, object]:
    """The clauses that a policy has or had, in any version."""
    return {name: text for version in policy.versions for name, text in version.clauses.items()}


RULE = CaseRule("clause-unknown", check)
