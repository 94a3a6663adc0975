"""The cases that can be played."""

from fastapi import APIRouter
from pydantic import Field

from simulator.library.library import Library
from simulator.web.api.caller import Practising
from simulator.web.api.failures import documented
from simulator.web.api.schemas import LanguageName, Shown, StageName

router = APIRouter(tags=["cases"])


class CaseState(Shown):
    """A published case. Its texts are in the caller's language where the case has it."""

    id: str
    title: str
    summary: str
    sector: str
    skills: list[str]
    difficulty: int = Field(description="From 1.")
    stages: list[StageName]
    language: LanguageName = Field(description="Of these texts.")
    languages: list[LanguageName] = Field(description="All that the case can be played in, its own first.")
    version: int = Field(description="Of the case, as it is published.")


class Cases(Shown):
    """The published cases, by id."""

    cases: list[CaseState]


@router.get("/v1/cases", responses=documented(), operation_id="listCases")
def list_cases(caller: Practising) -> Cases:
    """The published cases."""
    library = caller.services[Library]
    found = []
    for entry in library.all():
        if entry.bundle is None or entry.published is None:
            continue
        case = library.case(entry.bundle, caller.language)
        found.append(
            CaseState(
                id=entry.id,
                title=case.title,
                summary=case.summary,
                sector=case.sector,
                skills=list(case.skills),
                difficulty=case.difficulty,
                stages=[stage.value for stage in case.stages],
                language=_known(case.language),
                languages=[_known(language) for language in library.languages(entry.bundle)],
                version=entry.published,
            )
        )
    return Cases(cases=found)


def _known(language: str) -> LanguageName:
    return "zh" if language == "zh" else "en"
