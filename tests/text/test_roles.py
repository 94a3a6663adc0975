"""Short words of the templates by the role they play: one English word in two roles often needs two Chinese ones.

“Withdraw it” was said of a case and of an assignment, “Answer” is a button and the head of a column. Where the
Chinese words differ, a message has a context: see CONTRIBUTING.md, “A message”.
"""

import re
from collections import defaultdict
from pathlib import Path

import simulator.web

TEMPLATES = Path(simulator.web.__file__).parent / "templates"
WORD = r't\("((?:[^"\\{]|\\.){1,22})"\)'
ROLES = {
    "action": rf"<button[^<>]*>\s*\{{\{{ {WORD}|action_button\([^\n]*?, {WORD}",
    "head": rf"<(?:th|dt)\b[^<>]*>\s*\{{\{{ {WORD}",
    "label": rf'\b(?:field|area|select|choices)\("[\w-]+", {WORD}|<(?:label|legend)\b[^<>]*>\s*\{{\{{ {WORD}',
    "heading": rf"<h[1-6]\b[^<>]*>\s*\{{\{{ {WORD}",
}
HEADS = re.compile(r"call table\(.*")
LOOKED_AT = {
    "Account", "Cases", "Delete", "Examinees", "Figures", "Go on", "Left the exam window", "Look at the file",
    "Look at the list", "Password", "People", "Policies and questions", "Problems", "Questions", "Revoke",
    "Sign in", "Upload", "What has changed", "What rests on it",
}  # fmt: skip
"""Words in several roles for which one Chinese word is right in each; somebody has looked at every place."""


def test_words_in_several_roles_were_looked_at() -> None:
    """The head of a table would be given the word of a button: 下架 over what is withdrawn from one person."""
    roles: dict[str, set[str]] = defaultdict(set)
    for file in TEMPLATES.rglob("*.j2"):
        text = file.read_text("utf-8")
        for role, pattern in ROLES.items():
            for found in re.finditer(pattern, text):
                roles[next(word for word in found.groups() if word)].add(role)
        for heads in HEADS.findall(text):
            for word in re.findall(WORD, heads[heads.find("[") :]):
                roles[word].add("head")
    assert {role for played in roles.values() for role in played} == set(ROLES)
    # the head of a column and the label of a field both name a thing
    several = {word for word, played in roles.items() if len(played) > 1 and played != {"head", "label"}}
    assert several == LOOKED_AT
