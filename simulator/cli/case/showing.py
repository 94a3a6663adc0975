"""A case as a page for its trainer."""

from collections.abc import Iterable, Sequence

from simulator.call.case.case import (
    Case,
    Change,
    Detail,
    Ending,
    GuidingQuestion,
    Move,
    Persona,
    Scene,
    Varied,
)
from simulator.call.play.analysis import HYPOTHESIS
from simulator.call.report.voice import MOODS, ON_HOLD
from simulator.call.report.wording import DETAILS, KINDS, QUESTIONS, STAGES, gauge_name
from simulator.cli.practice.live.replay import put_line
from simulator.cli.terminal import Screen, words

DEEP = 6  # columns of what belongs to a reply or a question


def put_case(screen: Screen, case: Case, languages: Sequence[str]) -> None:
    """Write the whole page."""
    _put_head(screen, case, languages)
    screen.heading(screen.t("Who can call"))
    for persona in case.personas:
        _put_persona(screen, case, persona)
    _put_decoys(screen, case)
    _put_critical(screen, case)
    if case.lines:
        screen.heading(screen.t(STAGES[case.stages[0]]))
        for line in case.lines:
            put_line(screen, case, line)
            for detail, why in line.details.items():
                _put_remark(screen, screen.t("{what}: {text}", what=DETAILS[detail], text=why), "right")
    if case.analysis is not None:
        screen.heading(screen.t("Questions"))
        for number, step in enumerate(case.analysis.steps.values(), 1):
            _put_step(screen, number, step)
    screen.heading(screen.t("Scenes"))
    for scene in case.scenes.values():
        _put_scene(screen, case, scene)
    screen.heading(screen.t("Endings"))
    for ending in case.endings.values():
        _put_ending(screen, case, ending)


def _put_head(screen: Screen, case: Case, languages: Sequence[str]) -> None:
    t = screen.t
    screen.heading(case.title)
    if case.summary:
        screen.put(case.summary)
        screen.put()
    moves = sum(len(scene.moves) for scene in case.scenes.values())
    details = sum(detail is not Detail.KEY for line in case.lines for detail in line.details)
    facts = {
        t("ID"): case.id,
        t("Sector"): case.sector,
        t("Level"): t("{level} of 5", level=case.difficulty),
        t("Languages"): " ".join(languages),
        t("Skills"): "; ".join(case.skills),
        t("Sources"): "; ".join(case.sources),
        t("The agent"): t("authority level {level}, {budget} yuan", level=case.authority, budget=case.budget),
        t("Recording"): t("{lines} lines, {details} details", lines=len(case.lines), details=details)
        if case.lines
        else "",
        t("Analysis"): t("{count} questions", count=len(case.analysis.steps)) if case.analysis else "",
        t("Rehearsal"): t(
            "{scenes} scenes, {moves} replies, {endings} endings",
            scenes=len(case.scenes),
            moves=moves,
            endings=len(case.endings),
        ),
        t("Weights"): t(", ").join(
            f"{t(STAGES[stage])} {case.weights.stages[stage]}" for stage in case.stages
        ),
    }
    for name, fact in facts.items():
        if fact:
            screen.put(fact, label=words((name, "heading")), indent=14)


def _put_persona(screen: Screen, case: Case, persona: Persona) -> None:
    t = screen.t
    recorded = case.analysis is not None and case.analysis.recorded == persona.kind
    screen.put(
        words(
            (persona.name, "heading"),
            (f"  {persona.id}", "key"),
            "  " if recorded else "",
            (t("in the recording") if recorded else "", "note"),
        )
    )
    screen.put(persona.who, indent=2)
    screen.put(t("Really wants: {text}", text=persona.expects), "heading", indent=2)
    screen.put(t("Cues: {text}", text=persona.gives_away), indent=2)
    starts = (
        f"{gauge_name(gauge, t)} {value}" for gauge, value in zip(case.levels, persona.starts, strict=False)
    )
    screen.put(t("begins with: {gauges}", gauges=t(", ").join(starts)), "note", indent=2)
    screen.put()


def _put_decoys(screen: Screen, case: Case) -> None:
    if case.analysis is None:
        return
    personas = {persona.kind for persona in case.personas}
    decoys = [text for name, text in case.analysis.expectations.items() if name not in personas]
    if decoys:
        screen.put(screen.t("Nobody wants, though it suggests itself:"), "heading")
        for text in decoys:
            screen.put(text, label="  -", indent=4)


def _put_critical(screen: Screen, case: Case) -> None:
    if case.critical:
        screen.heading(screen.t("Critical errors"))
        for error in case.critical.values():
            cap = screen.t("all values count {cap} %", cap=error.cap)
            screen.put(words(error.text, (f" [{cap}]", "note")), label=words(("  !", "error")), indent=4)


def _put_step(screen: Screen, number: int, step: GuidingQuestion) -> None:
    t = screen.t
    head = words((step.question, "heading"), (f" [{t(QUESTIONS[step.kind])}]", "note"))
    screen.put(head, label=words((f"{number:>3}", "number")), indent=5)
    for place, option in enumerate(step.options.values(), 1):
        sign = f"{place}." if step.kind == "order" else "+" if option.right else "-"
        style = "right" if option.right or step.kind == "order" else ""
        screen.put(words((option.text, style)), label=words((f"     {sign} ", style)), indent=DEEP + 2)
        if option.why:
            screen.put(option.why, "note", indent=DEEP + 2)
    for line, why in step.evidence.items():
        _put_remark(screen, t("line {number}: {text}", number=line, text=why), "right")
    if step.kind == HYPOTHESIS:
        _put_remark(screen, t("looks back as far as line {number}", number=step.upto), "note")
    for place, hint in enumerate(step.hints, 1):
        _put_remark(screen, t("hint {number}: {text}", number=place, text=hint), "note")
    if step.why:
        _put_remark(screen, step.why, "cue")
    screen.put()


def _put_scene(screen: Screen, case: Case, scene: Scene) -> None:
    t = screen.t
    screen.put(words((scene.id, "key")))
    if scene.screen is not None:
        _put_varied(screen, scene.screen, t("Screen"), "screen")
    if scene.cue is not None:
        _put_varied(screen, scene.cue, t("Manner"), "cue")
    if scene.mood is not None:
        moods = (t(MOODS[mood]) for mood in dict.fromkeys(scene.mood.values()))
        screen.put(words((" / ".join(moods), "cue")), label=words("  ", (t("Mood"), "cue"), "  "), indent=4)
    _put_varied(screen, scene.customer, scene.speaker or t("Customer"), "customer")
    if scene.on_hold:
        screen.put(t(ON_HOLD), "note", indent=2)
    for changes in scene.changes.all:
        _put_changes(screen, case, changes, 2)
    for number, move in enumerate(scene.moves.values(), 1):
        _put_move(screen, case, number, move)
    screen.put()


def _put_move(screen: Screen, case: Case, number: int, move: Move) -> None:
    t = screen.t
    label = words((f"{number:>3}", "number"))
    says = list(dict.fromkeys(form.say for form in move.all_forms))
    screen.put(words((" / ".join(says), "agent"), (f"  {move.id}", "note")), label=label, indent=DEEP)
    remarks = [t(KINDS[kind]) for kind in move.kinds]
    if move.when is not None:
        remarks.append(t("only under a condition"))
    if move.once:
        remarks.append(t("once in a call"))
    if move.authority:
        remarks.append(t("requires authority level {needed}", needed=move.authority))
    if move.cost:
        remarks.append(t("costs {cost} yuan", cost=move.cost))
    if remarks:
        _put_remark(screen, "; ".join(remarks), "note")
    if move.critical is not None:
        _put_remark(screen, t("Critical error: {text}", text=case.critical[move.critical].text), "error")
    for changes in dict.fromkeys(form.changes for form in move.all_forms):
        _put_changes(screen, case, changes, DEEP)
    targets = " / ".join(dict.fromkeys(move.to.values()))
    _put_remark(screen, t("leads to: {targets}", targets=targets), "key")
    for why in dict.fromkeys(move.why.values()):
        _put_remark(screen, why)


def _put_ending(screen: Screen, case: Case, ending: Ending) -> None:
    t = screen.t
    screen.put(words((ending.id, "key"), "  ", (ending.title, "heading")))
    if ending.when is not None:
        screen.put(t("comes by itself, under a condition"), "note", indent=2)
    if ending.customer is not None:
        _put_varied(screen, ending.customer, t("Customer"), "customer")
    for changes in ending.changes.all:
        _put_changes(screen, case, changes, 2)
    for why in dict.fromkeys(ending.why.values()):
        screen.put(why, indent=2)
    screen.put()


def _put_remark(screen: Screen, text: str, style: str = "") -> None:
    screen.put(text, style, indent=DEEP)


def _put_varied(screen: Screen, varied: Varied[str], name: str, style: str) -> None:
    """Write a text, or all that it can be; under which condition, the case file says."""
    values = tuple(dict.fromkeys(varied.values()))
    for place, text in enumerate(values):
        label = name if place == 0 else screen.t("or")
        screen.put(words((text, style)), label=words((f"  {label}", "note")), indent=12)


def _put_changes(screen: Screen, case: Case, changes: tuple[Change, ...], indent: int) -> None:
    """Write what happens to the gauges: to everybody alike, or persona by persona where they differ."""
    if len(set(changes)) == 1:
        if changes[0]:
            screen.put(_amounts(screen, case, changes[0]), "note", indent=indent)
        return
    for persona, change in zip(case.personas, changes, strict=True):
        amounts = _amounts(screen, case, change) or screen.t("nothing changes")
        screen.put(f"{persona.id}: {amounts}", "note", indent=indent)


def _amounts(screen: Screen, case: Case, change: Iterable[tuple[int, int]]) -> str:
    return screen.t(", ").join(
        f"{gauge_name(case.gauges[place], screen.t)} {amount:+d}".replace("-", "−")
        for place, amount in change
        if amount and place != case.clock
    )
