"""The form of a paper: from what was typed to an exam's plan, and from a plan to what the form shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from simulator.exam.paper.exam import MOST_MINUTES, Exam, PassMark, Window
from simulator.exam.paper.plan import MOST_FORMS, MOST_QUESTIONS, MOST_SEED, BlueprintPlan, blueprint_plan
from simulator.source.problems import CaseError
from simulator.text.message import Message

TAGS = ("new", "persistent", "base")
MOST_EXPOSURE = 1000
NO_NUMBER = Message("Write a whole number from {least} to {most}.")
NO_RATING = Message("Write a number from 1 to 5; one figure may follow the point.")
NO_DAY = Message("Write the day as 2026-11-30.")
NO_MOMENT = Message("Write day and time as 2026-11-30 09:00.")
NO_TITLE = Message("Give it a title.")
CLOSED_FIRST = Message("It closes before it opens.")
LEAST_ABOVE_MOST = Message("At least {least} and at most {most}: no paper can have both.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an exam is to be like, before its papers are put together."""

    title: str
    day: date
    window: Window
    minutes: int
    pass_mark: PassMark
    plan: BlueprintPlan


@dataclass(slots=True)
class Typed:
    """A form as it was typed: texts by field. What is wrong is collected in `problems`, by field as well."""

    fields: Mapping[str, str]
    take_up: frozenset[str] = frozenset()
    problems: dict[str, Message] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number; None for an empty field, and for what is none, which is a problem."""
        text = self[name]
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most:
            return int(text)
        self.problems[name] = Message(NO_NUMBER.text, least=least, most=most)
        return None

    def needed(self, name: str, least: int, most: int) -> int:
        """A whole number that has to be there; the least one where it is not, which is a problem."""
        found = self.number(name, least, most)
        if found is None:
            self.problems.setdefault(name, Message(NO_NUMBER.text, least=least, most=most))
        return least if found is None else found

    def quota(self, name: str) -> dict[str, int]:
        """How many at least and at most; empty where nothing is asked for."""
        found = {end: self.number(f"{name}-{end}", 0, MOST_QUESTIONS) for end in ("least", "most")}
        quota = {end: value for end, value in found.items() if value is not None}
        if quota.get("least", 0) > quota.get("most", MOST_QUESTIONS):
            self.problems[f"{name}-least"] = Message(LEAST_ABOVE_MOST.text, **quota)
        return quota

    def rating(self, name: str) -> float | None:
        """A difficulty on the authors' scale."""
        text = self[name].replace(",", ".")
        if not text:
            return None
        whole, _, rest = text.partition(".")
        if (whole + rest).isascii() and (whole + rest).isdecimal() and len(whole) == 1 and len(rest) < 3:
            value = float(text)
            if 1 <= value <= 5:
                return value
        self.problems[name] = NO_RATING
        return None

    def day(self, name: str) -> date | None:
        """A day; None for an empty field, and for what is none, which is a problem."""
        if not self[name]:
            return None
        try:
            return date.fromisoformat(self[name])
        except ValueError:
            self.problems[name] = NO_DAY
            return None

    def moment(self, name: str, zone: tzinfo) -> datetime:
        """A moment by the desk's clocks; the beginning of time where it is none, which is a problem."""
        try:
            found = datetime.fromisoformat(self[name])
            return found.replace(tzinfo=zone, second=0, microsecond=0).astimezone(UTC)
        except (ValueError, OverflowError):
            self.problems[name] = NO_MOMENT
            return datetime(2000, 1, 1, tzinfo=UTC)


def read_draft(
    typed: Typed, zone: tzinfo, topics: Sequence[str], kinds: Sequence[str], before: BlueprintPlan
) -> Draft | None:
    """What the form says; None where something has to be mended, which is then in `typed.problems`.

    `before` is the plan so far: what the form has no fields for stays as it is.
    """
    if not typed["title"]:
        typed.problems["title"] = NO_TITLE
    window, pass_mark = read_window(typed, zone), read_pass_mark(typed)
    day = typed.day("day")
    if day is None:
        typed.problems.setdefault("day", NO_DAY)
    minutes = typed.needed("minutes", 1, MOST_MINUTES)
    plan = _plan(typed, topics, kinds, before)
    if typed.problems or plan is None or day is None:
        return None
    return Draft(typed["title"], day, window, minutes, pass_mark, plan)


def read_window(typed: Typed, zone: tzinfo) -> Window:
    """When it may be sat."""
    window = Window(typed.moment("opens", zone), typed.moment("closes", zone))
    if not {"opens", "closes"} & typed.problems.keys() and window.closes <= window.opens:
        typed.problems["closes"] = CLOSED_FIRST
    return window


def read_pass_mark(typed: Typed) -> PassMark:
    """From which share of the marks on somebody has passed."""
    return PassMark(typed.needed("pass", 1, 100) / 100, typed["judged"] == "yes")


def _plan(
    typed: Typed, topics: Sequence[str], kinds: Sequence[str], before: BlueprintPlan
) -> BlueprintPlan | None:
    since = typed.day("new-since")
    data: dict[str, Any] = (
        before.as_mapping()
        | {
            "questions": typed.needed("questions", 1, MOST_QUESTIONS),
            "forms": typed.needed("forms", 1, MOST_FORMS),
            "uses": typed.number("uses", 1, MOST_FORMS) or 1,
            "seed": typed.number("seed", 0, MOST_SEED) or 0,
            "topics": {name: quota for name in topics if (quota := typed.quota(f"topic-{name}"))},
            "kinds": {name: quota for name in kinds if (quota := typed.quota(f"kind-{name}"))},
            "marks": {
                name: marks
                for name in kinds
                if (marks := typed.number(f"marks-{name}", 1, 20)) not in (None, 1)
            },
            "take-up": sorted(typed.take_up),
            "exposure": typed.number("exposure", 1, MOST_EXPOSURE),
            "minutes": typed.number("question-minutes", 1, MOST_MINUTES),
            "new-since": since.isoformat() if since else None,
            "difficulty": {
                end: value
                for end in ("least", "most")
                if (value := typed.rating(f"difficulty-{end}")) is not None
            },
        }
        | {name: typed.quota(name) for name in TAGS}
    )
    band = data["difficulty"]
    if band.get("least", 1) > band.get("most", 5):
        typed.problems["difficulty-least"] = Message(
            LEAST_ABOVE_MOST.text, least=f"{band['least']:g}", most=f"{band['most']:g}"
        )
    if typed.problems:
        return None
    try:
        return blueprint_plan({name: value for name, value in data.items() if value is not None})
    except CaseError as error:  # a point whose name is too long, say
        typed.problems["questions"] = error.problems[0].message
        return None


def fields_of(draft: Draft, zone: tzinfo) -> dict[str, str]:
    """The form's fields as they show a draft."""
    plan = draft.plan
    fields: dict[str, Any] = {
        "title": draft.title,
        "day": draft.day.isoformat(),
        "minutes": draft.minutes,
        "questions": plan.questions,
        "forms": plan.forms,
        "uses": plan.uses,
        "seed": plan.seed,
        "exposure": plan.exposure,
        "question-minutes": plan.minutes,
        "new-since": plan.new_since,
        "difficulty-least": _figure(plan.difficulty.least),
        "difficulty-most": _figure(plan.difficulty.most),
    }
    quotas = [(f"topic-{name}", part) for name, part in plan.topics.items()]
    quotas += [(f"kind-{name}", part) for name, part in plan.kinds.items()]
    quotas += [(name, part) for name, part in zip(TAGS, (plan.new, plan.persistent, plan.base), strict=True)]
    for name, part in quotas:
        fields |= {f"{name}-least": part.least, f"{name}-most": part.most}
    fields |= {f"marks-{name}": marks for name, marks in plan.marks.items()}
    shown = {name: "" if value is None else str(value) for name, value in fields.items()}
    return shown | timing_fields(draft.window, draft.pass_mark, zone)


def timing_fields(window: Window, pass_mark: PassMark, zone: tzinfo) -> dict[str, str]:
    """The fields that can still be changed when the papers are set."""
    return {
        "opens": _local(window.opens, zone),
        "closes": _local(window.closes, zone),
        "pass": str(round(100 * pass_mark.share)),
        "judged": "yes" if pass_mark.judged else "",
    }


def draft_of(exam: Exam) -> Draft:
    """What an exam is like so far."""
    plan = blueprint_plan(exam.plan)
    return Draft(exam.title, exam.day, exam.window, exam.minutes, exam.pass_mark, plan)


def usual_draft(title: str, day: date, plan: BlueprintPlan, minutes: int, zone: tzinfo) -> Draft:
    """What an exam of this day is like unless somebody says otherwise: two forms, open in working hours."""
    opens = datetime.combine(day, time(9), zone).astimezone(UTC)
    closes = datetime.combine(day, time(18), zone).astimezone(UTC)
    both = plan.model_copy(update={"forms": 2, "uses": 2})
    return Draft(title, day, Window(opens, closes), minutes, PassMark(), both)


def _local(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
