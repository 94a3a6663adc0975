"""Clauses that a case cites: read into the case, looked for in policies, left alone by translations and play."""

from pathlib import Path

import pytest

from simulator import CaseError, load_case, parse_case
from simulator.call.case.building import citations
from simulator.call.case.case import Citation
from simulator.call.case.loading import examine
from simulator.call.case.schema import translatable_texts
from simulator.call.check.checking import check_case
from simulator.call.check.lint import Selection, lint
from simulator.policy.loading import known_policies
from simulator.resources import scenarios
from tests.conftest import SMALL_CASE
from tests.exam.check.rules.small_bank import QUESTION, written

TEXT = (SMALL_CASE / "case.yaml").read_text(encoding="utf-8")
ONLY = Selection(frozenset({"clause-unknown"}))


def citing(whole: str, move: str) -> str:
    """The small case with something cited by all of it, and by its first reply."""
    at = TEXT.index("      when-expected:\n") + len("      when-expected:\n")
    return f"cites: {whole}\n{TEXT[:at]}        cites: {move}\n{TEXT[at:]}"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder for a case, beside the small bank."""
    written(tmp_path, QUESTION)
    folder = tmp_path / "late-parcel"
    folder.mkdir()
    for file in SMALL_CASE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def told(folder: Path) -> list[str]:
    """What is wrong with what a case cites, without the folder."""
    return [str(problem).split("late-parcel/")[1] for problem in check_case(folder, [], ONLY)]


def test_read_into_the_case() -> None:
    """The list of what rests on a clause would leave a case out, or name it twice."""
    found = parse_case(citing("[damage/report, damage/photos]", "damage/report"))
    assert found.cites == (Citation("damage", "report"), Citation("damage", "photos"))
    assert found.opening.moves["when-expected"].cites == (Citation("damage", "report"),)
    assert found.citations == found.cites
    assert parse_case(TEXT).citations == ()


@pytest.mark.parametrize(
    "cites", ["damage", "damage/", "/report", "damage/report/24", "Damage/report", "[a b/c]"]
)
def test_what_is_no_clause(cites: str) -> None:
    """A slip would be kept as a clause that nobody can look for."""
    with pytest.raises(CaseError) as raised:
        parse_case(citing(cites, "damage/report"))
    assert [(p.rule, str(p.message)) for p in raised.value.problems] == [
        ("wrong-name", "Write a policy and a clause of it, as in sick-refund/papers.")
    ]


def test_nothing_to_translate() -> None:
    """Translators would be asked for the names of clauses."""
    data = examine(SMALL_CASE)[1]
    assert data is not None
    plain = dict(data.source.data)
    assert list(translatable_texts(plain | {"cites": ["damage/report"]})) == list(translatable_texts(plain))


def test_clauses_beside_the_case(case: Path) -> None:
    """A clause with a slip would never be noticed, or one of a policy that is not here would be blamed."""
    text = citing("[damage/reprot, elsewhere/what]", "damage/photo")
    (case / "case.yaml").write_text(text, encoding="utf-8")
    line = text.splitlines().index("        cites: damage/photo") + 1
    assert told(case) == [
        "case.yaml:1:9: The policy “damage” has no clause “reprot”. Did you mean “report”? [clause-unknown]",
        f"case.yaml:{line}:16: The policy “damage” has no clause “photo”. Did you mean “photos”?"
        " [clause-unknown]",
    ]


def test_dropped_clause_is_known(case: Path) -> None:
    """An older version's clause would be called a slip; the bank's pages tell that it does not count."""
    policy = case.parent / "policies" / "damage.yaml"
    policy.write_text(policy.read_text("utf-8") + "    drops: [photos]\n", encoding="utf-8")
    (case / "case.yaml").write_text(citing("damage/photos", "damage/report"), encoding="utf-8")
    assert told(case) == []


def test_without_policies(case: Path) -> None:
    """A case could not be checked without the bank of its desk, or a comment would be called useless there."""
    text = citing("damage/reprot   # winwin: ignore clause-unknown - to come", "damage/report")
    (case / "case.yaml").write_text(text, encoding="utf-8")
    problems, files = examine(case)
    assert lint(problems, files, ONLY) == ()
    assert told(case) == []
    assert check_case(case, [], ONLY, policies={}) == ()


def test_bundled_cases_rest_on_bundled_policies() -> None:
    """The cases that authors learn from would cite nothing, or what is not there."""
    policies = known_policies(scenarios())
    for name in ("ac-remote", "ticket-rebooking"):
        found = load_case(scenarios() / name).citations
        assert len(found) >= 3
        assert [one for one in found if one.clause not in policies[one.policy].versions[-1].clauses] == []


def test_one_or_several() -> None:
    """A single clause would be taken letter by letter."""
    one = Citation("damage", "report")
    assert [citations("damage/report"), citations(["damage/report"]), citations(())] == [(one,), (one,), ()]
