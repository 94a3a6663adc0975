"""A note that the author left to do something later: TODO, FIXME, 待办 and the like."""

import re
from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.source.problems import Place
from simulator.text.message import Message

LONGEST_SHOWN = 60  # characters of the note in a remark: enough to know it again

# Capitals, because “to do” is also what people say. In Chinese the words are everyday ones (“您的待办事项”),
# so they count only as a label: in brackets, before a colon, or at the beginning of a comment.
_NOTE = re.compile(
    r"(?<![A-Za-z0-9])(?:TODO|FIXME|TBD|XXX)(?![A-Za-z0-9])"
    r"|[【\[（(]\s*(?:待办|待定|待补|待改|待写)[^】\]）)]*[】\]）)]"
    r"|(?:待办|待定|待补|待改|待写)\s*[:：]"
    r"|(?<=#)\s*(?:待办|待定|待补|待改|待写)"
)

_END = re.compile(r"""["']?\s*(?:[}\]]|,\s+[\w-]+:|$)""")  # of a text within braces or brackets


def check(study: Study) -> Iterator[Remark]:
    """Look through the lines of the case and of its translations, texts and comments alike."""
    for source in (study.files.source, *(source for _, source in study.files.translations.values())):
        for number, line in enumerate(source.text.splitlines(), 1):
            found = _NOTE.search(line)
            if found:
                column = found.start() + len(found[0]) - len(found[0].lstrip()) + 1
                yield Remark(
                    Place(source.file, number, column),
                    Message(
                        "Something is still to be done here: {note}", note=_shortened(line[column - 1 :])
                    ),
                )


def _shortened(note: str) -> str:
    note = _END.split(note.strip())[0]
    return note if len(note) <= LONGEST_SHOWN else note[: LONGEST_SHOWN - 1] + "…"


RULE = CaseRule("todo-note", check)
