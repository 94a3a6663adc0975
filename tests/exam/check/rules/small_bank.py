"""A small bank in which the rules find nothing, and what is told of a question put into it."""

from pathlib import Path

from simulator.exam.bank.loading import examine_bank
from simulator.exam.check.checking import lint_bank
from simulator.source.problems import Problem

POLICY = """\
id: damage
desk: appliance
title: {zh: 到货破损, en: Goods that arrive damaged}
facts:
  report-hours: {kind: hours, means: {zh: 几小时内报破损, en: Hours in which damage is reported}}
versions:
  v1:
    effective: 2025-01-01
    summary: {zh: 24小时内报破损，附照片。, en: Damage is reported within 24 hours with photographs.}
    values: {report-hours: 24}
    clauses:
      report: {zh: 签收后24小时内报破损。, en: Damage is reported within 24 hours of signing.}
      photos: {zh: 照片拍外箱和破损处。, en: Photographs show the box and the damage.}
  v2:
    effective: 2026-08-01
    summary: {zh: 放宽到48小时。, en: There are 48 hours now.}
    values: {report-hours: 48}
    clauses:
      report: {zh: 签收后48小时内报破损。, en: Damage is reported within 48 hours of signing.}
"""
QUESTION = """\
desk: appliance
questions:
  first-words:
    kind: single
    topic: damage
    difficulty: 2
    policy: damage
    cites: photos
    stem: {zh: 客户说电视开箱就裂了。先说什么？, en: A television was cracked when it was unpacked. What comes first?}
    options:
      who: {zh: 您搬的时候碰到了吗？, en: Did it bump into something?, why: {zh: 先怪客户。, en: It blames her.}}
      send: {zh: 您拍两张，我马上核实, en: Take two pictures and I look}
    key: {v1: send}
    explanation: {zh: 先核实，不先追究。, en: Look into it before you ask who did it.}
    cost: {yuan: 200, borne-by: company}
"""


def written(folder: Path, *files: str) -> Path:
    """Write policies and files of questions to a bank; the small policy is added where none is given."""
    policies = [text for text in files if "\nversions:" in text] or [POLICY]
    questions = [text for text in files if "\nquestions:" in text]
    for part, texts in (("policies", policies), ("questions", questions)):
        (folder / part).mkdir(parents=True)
        for number, text in enumerate(texts):
            name = text.partition("id: ")[2].partition("\n")[0] if part == "policies" else f"file-{number}"
            (folder / part / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path, *files: str) -> tuple[Problem, ...]:
    """What is wrong with a bank of these files."""
    return lint_bank(*examine_bank(written(folder, *files)))
