"""Cases of an earlier version, in which an effect named personas: read as they were meant, and rewritten.

An effect said in a persona's name what was different for it: `{trust: +5, hurried: {trust: 0}}`. The figure
there stood for everything, what the persona makes of the kind of reply included. Now each gauge says by
itself what it depends on, `trust: {hurried: 0, otherwise: +5}`, and what personas make of kinds is added.
"""

from collections.abc import Iterable, Iterator, Mapping

from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .document import OTHERWISE, Document, Effect, PersonaPart, in_points

Amounts = Mapping[str, int | str | Mapping[str, int | str]]
WIDTH = 110
"""Characters of a line, as far as a single amount does not need more."""


def names_personas(effect: Amounts, personas: Mapping[str, PersonaPart]) -> bool:
    """Whether an effect is written as in the earlier version."""
    return any(name in personas and isinstance(value, Mapping) for name, value in effect.items())


def left_to_all(effect: Amounts, personas: Mapping[str, PersonaPart]) -> Message:
    """What a persona's own block leaves as it is for everybody; its author may think to have replaced it."""
    common = [
        name for name, value in effect.items() if name not in personas or not isinstance(value, Mapping)
    ]
    for name, value in effect.items():
        if name in personas and isinstance(value, Mapping):
            left = [gauge for gauge in common if gauge not in value]
            if left:
                return Message(
                    " With “{name}”, what its own lines leave out counts as for everybody: {gauges}. Write 0"
                    " where it should not.",
                    name=name,
                    gauges=", ".join(left),
                )
    return Message("")


def by_gauge(effect: Amounts, personas: Mapping[str, PersonaPart], kinds: Iterable[str]) -> Effect:
    """An effect of the earlier version in the notation of this one; `kinds` are those of the reply."""
    own = {name: value for name, value in effect.items() if name in personas and isinstance(value, Mapping)}
    common = {name: value for name, value in effect.items() if name not in own}
    found: Effect = {}
    for gauge in dict.fromkeys([*common, *(gauge for block in own.values() for gauge in block)]):
        general = common.get(gauge, 0)
        who: dict[int | str, list[str]] = {}
        for persona, block in own.items():
            if gauge in block:
                amount = block[gauge]
                if isinstance(amount, int):  # a formula is of this version
                    amount -= sum(
                        int(in_points(amounts.get(gauge, 0)))
                        for kind, amounts in personas[persona].reacts.items()
                        if kind in kinds
                    )
                if amount != general:
                    who.setdefault(amount, []).append(persona)
        rest = dict(general) if isinstance(general, Mapping) else {OTHERWISE: general}
        cases = {" or ".join(names): amount for amount, names in who.items()}
        if cases or isinstance(general, Mapping):
            found[gauge] = cases | rest
        elif general:
            found[gauge] = general
    return found


def migrated(source: Source, document: Document) -> tuple[str, int]:
    """The text of a case in the notation of this version, and how many effects were rewritten in it.

    Everything else stays as it is, character by character; comments within an effect come to stand above it.
    """
    text, count = source.text, 0
    for location, effect, kinds in reversed(list(_effects(document))):
        if not names_personas(effect, document.personas):
            continue
        entry = source.entry(location)
        begin = text.rfind("\n", 0, entry.begin) + 1
        indent = entry.begin - begin
        plain = by_gauge(effect, document.personas, kinds)
        old = text[entry.begin : entry.end]
        comments = [line[line.index("#") :] for line in old.splitlines() if _comment(line)]
        above = "".join(f"{comment}\n{' ' * indent}" for comment in comments)
        text = text[: entry.begin] + above + _written(plain, indent, entry.inline) + text[entry.end :]
        count += 1
    return text, count


def _effects(document: Document) -> Iterator[tuple[Location, Amounts, tuple[str, ...]]]:
    """Every effect in the order of the file, with the kinds of the reply that has it."""
    for name, scene in document.rehearsal.items():
        parts: list[tuple[Location, Amounts, tuple[str, ...]]] = [(("rehearsal", name), scene.effect, ())]
        for key, move in scene.moves.items():
            kinds = (move.kind,) if isinstance(move.kind, str) else tuple(move.kind)
            parts.append((("rehearsal", name, "moves", key), move.effect, kinds))
        yield from (((*location, "effect"), effect, kinds) for location, effect, kinds in parts)
    for name, ending in document.endings.items():
        yield ("endings", name, "effect"), ending.effect, ()


def _comment(line: str) -> bool:
    return line.lstrip().startswith("#") or " #" in line


def _written(effect: Amounts, indent: int, inline: bool) -> str:
    """An effect with its key: on one line where that is wide enough or has to do, or else a line a gauge."""
    short = f"effect: {{{', '.join(f'{gauge}: {_flow(amount)}' for gauge, amount in effect.items())}}}"
    if inline or indent + len(short) <= WIDTH:
        return short
    lines = ["effect:"]
    for gauge, amount in effect.items():
        line = f"{' ' * (indent + 2)}{gauge}: {_flow(amount)}"
        if len(line) <= WIDTH or not isinstance(amount, Mapping):
            lines.append(line)
        else:
            lines.append(f"{' ' * (indent + 2)}{gauge}:")
            lines += [f"{' ' * (indent + 4)}{condition}: {_flow(one)}" for condition, one in amount.items()]
    return "\n".join(lines)


def _flow(amount: int | str | Mapping[str, int | str]) -> str:
    if isinstance(amount, Mapping):
        return f"{{{', '.join(f'{condition}: {_flow(one)}' for condition, one in amount.items())}}}"
    return f"{amount:+}" if isinstance(amount, int) and amount else str(amount)
