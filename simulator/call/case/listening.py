"""The first two stages of a case: the recorded call, and the questions about it."""

from pathlib import Path, PurePosixPath

from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .case import Analysis, AnswerOption, Detail, GuidingQuestion, RecordedLine
from .document import Document, LinePart, StepPart
from .naming import CaseNames

SPEAKERS = ("customer", "agent", "system")


def build_lines(document: Document, source: Source) -> tuple[RecordedLine, ...]:
    """The lines of the recorded call, numbered from 1."""
    lines = []
    names: set[str] = set()
    latest = 0
    for place, part in enumerate(document.replay.lines if document.replay else ()):
        location = ("replay", "lines", place)
        line = _line(place + 1, part, location, source)
        if part.id is not None and part.id in names:
            message = Message("Two lines are named “{name}”.", name=part.id)
            source.report("name-twice", message, source.place((*location, "id")))
        if line.at is not None and line.at < latest:
            message = Message("This line would be heard before the one above it.")
            source.report("wrong-time", message, source.place((*location, "at")))
        latest = max(latest, line.at or 0)
        names.add(part.id or "")
        lines.append(line)
    return tuple(lines)


def _line(number: int, part: LinePart, location: Location, source: Source) -> RecordedLine:
    spoken = [(speaker, words) for speaker in SPEAKERS if (words := getattr(part, speaker)) is not None]
    if len(spoken) != 1:
        message = Message("A line is said by one: “customer: …”, “agent: …” or “system: …”.")
        source.report("speaker", message, source.place(location))
        spoken = spoken or [("system", "")]
    minutes, _, seconds = (part.at or "0:0").partition(":")
    return RecordedLine(
        number,
        part.id,
        *spoken[0],
        part.cue,
        None if part.at is None else int(minutes) * 60 + int(seconds),
        part.audio,
        {detail: why for detail in Detail if (why := getattr(part, detail.value)) is not None},
        part.mood,
    )


def check_audio(document: Document, source: Source) -> None:
    """See that every recording is a file within the case's folder."""
    if document.replay is None:
        return
    recordings = {("replay", "audio"): document.replay.audio} | {
        ("replay", "lines", place, "audio"): line.audio for place, line in enumerate(document.replay.lines)
    }
    folder = Path(source.folder).resolve() if source.folder else None
    for location, audio in recordings.items():
        if audio is None:
            continue
        path = PurePosixPath(audio.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in audio or "\0" in audio:
            message = Message("A recording lies in the case's folder; write its name alone.")
            source.report("audio", message, source.place(location))
        elif folder is not None:
            found = (folder / path).resolve()
            if not found.is_relative_to(folder):
                message = Message("This leads out of the case's folder.")
                source.report("audio", message, source.place(location))
            elif not found.is_file():
                message = Message("There is no file “{name}” in the case's folder.", name=audio)
                source.report("audio", message, source.place(location))


def build_analysis(document: Document, lines: tuple[RecordedLine, ...], names: CaseNames) -> Analysis | None:
    """The guided analysis, its lines resolved to numbers."""
    part = document.analysis
    if part is None:
        return None
    source = names.source
    names.known(part.recorded, document.personas, Message("persona"), ("analysis", "recorded"))
    for decoy in part.decoys.keys() & document.personas.keys():
        message = Message("“{name}” is a persona already; a decoy needs another name.", name=decoy)
        source.report("name-twice", message, source.place(("analysis", "decoys", decoy), key=True))
    numbers = {line.id: line.number for line in lines if line.id is not None}
    steps = {}
    upto = 0
    for name, entry in part.steps.items():
        upto = _upto(name, entry, numbers, names, upto)
        # until a step says how far to look back, the whole call is open
        steps[name] = _step(name, entry, numbers, names, upto or len(lines))
    return Analysis(
        part.recorded,
        {persona: entry.expects for persona, entry in document.personas.items()} | part.decoys,
        steps,
    )


_LINE = Message("line of the recording named")


def _upto(name: str, part: StepPart, numbers: dict[str, int], names: CaseNames, before: int) -> int:
    location = ("analysis", "steps", name, "upto")
    if part.upto is None or not names.known(part.upto, numbers, _LINE, location):
        return before
    if numbers[part.upto] < before:
        message = Message("The step before has looked further than this line.")
        names.source.report("upto", message, names.source.place(location))
    return max(before, numbers[part.upto])


def _step(name: str, part: StepPart, numbers: dict[str, int], names: CaseNames, upto: int) -> GuidingQuestion:
    location = ("analysis", "steps", name)
    source = names.source
    evidence = {}
    for mention, why in part.evidence.items():
        if names.known(mention, numbers, _LINE, (*location, "evidence", mention), key=True):
            evidence[numbers[mention]] = why
            if numbers[mention] > upto:
                message = Message("At this step the trainee has not looked back as far as this line.")
                source.report("upto", message, source.place((*location, "evidence", mention), key=True))
    fault = _fault(part)
    if fault is not None:
        source.report("question", fault, source.place(location, key=True))
    options = {key: AnswerOption(key, o.text, o.right, o.why) for key, o in part.options.items()}
    return GuidingQuestion(
        name, part.kind, part.question, options, evidence, tuple(part.hints), part.why, upto
    )


def _fault(part: StepPart) -> Message | None:
    """What the question lacks for its kind, or has too much."""
    right = sum(option.right for option in part.options.values())
    if part.kind in ("point", "hypothesis"):
        if part.options:
            return Message("This kind of question has no options.")
        if part.kind == "point" and not part.evidence:
            return Message("The trainee is to point at lines: say under “evidence” which are right.")
    elif len(part.options) < 2:
        return Message("A question needs at least two options.")
    elif part.kind == "single" and right != 1:
        return Message("Exactly one option must be “right: true”; for several there is “kind: multiple”.")
    elif part.kind == "multiple" and not right:
        return Message("At least one option must be “right: true”.")
    elif part.kind == "order" and right:
        return Message("The options stand in the right order already; take “right” out.")
    if part.evidence and part.kind != "point":
        return Message("“evidence” belongs to questions of the kind “point”.")
    return None
