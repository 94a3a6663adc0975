"""A small case in which rules about text and structure find nothing, and what they say of a fault planted in it."""

import tempfile
from pathlib import Path

from simulator.call.case.loading import examine
from simulator.call.check.rules import all_rules
from simulator.call.check.study import Study

CASE = """\
id: planted
language: en
title: Delivered, but not here
agent: {authority: 1, budget: 60}
critical:
  unwarned: Hanging up without a warning.
personas:
  daughter: {name: Mrs. Gao, who: A daughter, expects: A time, gives-away: She says “my mother”}
  traveller: {name: Mr. Tan, who: His taxi is waiting, expects: A quick end, gives-away: He says “when” twice}
replay:
  lines:
    - {id: hello, agent: "Good morning, parcel desk."}
    - {id: mother, customer: It is not here., key: The matter., repeated: Her mother.}
    - {agent: The page says delivered., heated: A page against a door.}
    - {customer: You lose everything we ever sent., exaggerated: One parcel on the record.}
    - {agent: I see. And which door was it?, softened: A question at last.}
    - {customer: The side door. Well., avoided: She does not say what is in it.}
analysis:
  recorded: daughter
  steps:
    guess: {kind: hypothesis, upto: mother, question: What does she want?, hints: [Whose is it?]}
    whose:
      question: Whose is it?
      hints: [Line 2.]
      options:
        hers: {text: Her own, why: She never says so.}
        mothers: {text: Her mother's, right: true, why: She says so.}
    show-me: {kind: point, upto: mother, question: Which line shows it?, evidence: {mother: Here.}, hints: [Who needs it?]}
    order:
      kind: order
      question: In which order?
      hints: [What first?]
      why: Ask before you look.
      options: {hear: {text: Ask}, look: {text: Look}}
    last-guess: {kind: hypothesis, question: And now?, hints: [Line 2.]}
rehearsal:
  opening:
    customer: It says delivered. It is not here.
    cue: fast
    moves:
      which-door: {say: Which door was it for?, why: He is at work., to: told-which}
      voucher: {say: A voucher of 50 yuan?, why: Paid before asked., kind: offer, cost: 50, to: told-which}
      warn: {say: "If you go on like this, I will end the call.", why: Fair., kind: warn, to: warned}
  told-which:
    customer:
      traveller: The front. My taxi stands there.
      otherwise: The side door.
    moves:
      look: {say: I am calling the courier now., why: Something happens., kind: promise, to: found}
      ask-above: {say: I ask my team leader., why: He cannot say., kind: escalate, authority: 1, to: leader}
  leader:
    customer: And?
    moves:
      courier-desk: {say: He passes it on., why: They decide., kind: escalate, authority: 1, to: found}
      goodbye: {say: Goodbye then., why: Left alone., kind: close, to: left}
  warned:
    customer: "……"
    moves:
      hang-up: {say: I am ending this call., why: He was warned., kind: close, to: cut-off}
endings:
  found: {title: Parcel found, why: One question did it.}
  left: {title: Left alone, why: Nothing was done., effect: {risk: +20}}
  cut-off: {title: Cut off, why: It had to be., effect: {risk: +60}}
"""


def told(rule: str, *planted: tuple[str, str], translation: str = "") -> list[tuple[int, str]]:
    """The line and the sentence of each remark of a rule on the case with texts in it replaced."""
    text = CASE
    for old, new in planted:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "planted"
        folder.mkdir()
        (folder / "case.yaml").write_text(text, encoding="utf-8")
        if translation:
            (folder / "case.zh.yaml").write_text(translation, encoding="utf-8")
        problems, files = examine(folder)
        assert files is not None, problems
        remarks = all_rules()[rule].check(Study(files, budget=1))
        return [(remark.place.line, str(remark.message)) for remark in remarks]


def line_of(text: str, case: str = CASE) -> int:
    """The number of the first line of the case that holds a text."""
    return case[: case.index(text)].count("\n") + 1


def chinese(**texts: str) -> str:
    """A translation of the title and of replies and words of the opening, by the last part of their path."""
    english = {
        "title": "Delivered, but not here",
        "rehearsal.opening.customer": "It says delivered. It is not here.",
        "rehearsal.opening.moves.voucher.say": "A voucher of 50 yuan?",
        "rehearsal.opening.moves.warn.say": "If you go on like this, I will end the call.",
    }
    entries = [
        f"  {path}:\n    en: {english[path]!r}\n    zh: {texts[name]!r}\n"
        for path in english
        if (name := path.removesuffix(".say").split(".")[-1]) in texts
    ]
    return "translates: planted\nlanguage: zh\ntexts:\n" + "".join(entries)
