"""A small rehearsal in which no rule about play finds anything, and what one finds when a fault is planted in it."""

from simulator.call.case.building import build_case, digest_of
from simulator.call.case.loading import CaseFiles
from simulator.call.case.sharing import document_of
from simulator.call.case.translating import Translation
from simulator.call.check.rules import all_rules
from simulator.call.check.study import Remark, Study, Witness
from simulator.call.play.play import Play
from simulator.source.reading import Source, read_bytes
from simulator.source.validating import validate

CASE = """\
id: late-parcel
language: en
title: Delivered, but not here
personas:
  worried: {name: Mrs. Gao, who: A daughter, expects: To know it is safe, gives-away: She says “my mother”}
  hurried: {name: Mr. Tan, who: His taxi is waiting, expects: A time, gives-away: He says “when” twice}
rehearsal:
  opening:
    customer: It says delivered. It is not here.
    moves:
      which-door: {say: Which door was it for?, why: Somebody is working on it., to: told-which}
  told-which:
    customer:
      worried: The side door. My mother cannot do stairs.
      otherwise: The front. My taxi is standing there.
    moves:
      by-when:
        say: When must you leave?
        to: {hurried: on-its-way, otherwise: hangs-up}
        why: He has a taxi; she has a mother.
      for-whom:
        say: Is it something that your mother needs today?
        to: {worried: on-its-way, otherwise: hangs-up}
        why: She has a mother; he has a taxi.
  on-its-way:
    customer: It is. And now?
    moves:
      call-back:
        say: You hear from me when she has it.
        to: {worried: settled, otherwise: hangs-up}
        why: That lets her sleep. He will not be there.
      a-time:
        say: He will be at the door you named in twenty minutes.
        to: {hurried: settled, otherwise: hangs-up}
        why: That is all he asked. She asked something else.
      turn-round:
        say: I am sending the courier back.
        effect: {trust: -10}
        to: settled
        why: It helps both, and leaves both asking half of it.
      wait-and-see:
        say: Let us wait.
        trap: true
        to: hangs-up
        why: Nobody does anything, and nobody says so.
endings:
  settled:
    title: On its way
    effect: {solved: +90, understood: +60, trust: +40, heat: -30}
    why: Somebody heard who was calling.
  hangs-up: {title: Hung up, why: The answer was for somebody else.}
"""


def study_of(text: str, translation: str = "") -> Study:
    """The study of a case in a text, with its translation in another, if there is one."""
    source = read_bytes(text.encode(), "case.yaml")
    document = document_of(source)
    assert document is not None, source.problems
    case = build_case(document, source, digest_of(source.data))
    assert not source.problems, source.problems
    translations: dict[str, tuple[Translation, Source]] = {}
    if translation:
        other = read_bytes(translation.encode(), "case.translated.yaml")
        overlay = validate(other, Translation)
        assert overlay is not None, other.problems
        translations[overlay.language] = overlay, other
    return Study(CaseFiles(case, document, source, translations), budget=1_000_000)


def planted(*changes: tuple[str, str], case: str = CASE) -> Study:
    """The study of the case with texts in it replaced, each of which stands there once."""
    for old, new in changes:
        assert case.count(old) == 1, old
        case = case.replace(old, new)
    return study_of(case)


def remarks(rule: str, study: Study) -> list[Remark]:
    """What a rule finds; every witness is played through the engine on the way."""
    assert study.solved
    found = list(all_rules()[rule].check(study))
    for remark in found:
        if remark.witness is not None:
            played(study, remark.witness)
    return found


def told(rule: str, *changes: tuple[str, str]) -> list[tuple[int, str]]:
    """The line and the sentence of each remark of a rule on the case with texts in it replaced."""
    return [(remark.place.line, str(remark.message)) for remark in remarks(rule, planted(*changes))]


def played(study: Study, witness: Witness) -> Play:
    """A witness, played."""
    play = Play.start(study.case, witness.persona, "rehearsal")
    for move in witness.moves:
        play.push(move)
    return play


def score_of(study: Study, witness: Witness) -> int:
    """What a witness scores; it must end the call."""
    achieved = played(study, witness).outcome()
    assert achieved is not None
    return achieved.score


def line_of(text: str, *changes: tuple[str, str]) -> int:
    """The number of the first line of the case that holds a text, once texts in it are replaced."""
    case = CASE
    for old, new in changes:
        case = case.replace(old, new)
    return case[: case.index(text)].count("\n") + 1
