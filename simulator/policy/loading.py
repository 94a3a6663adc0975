"""Policies from disk, as far as they can be read."""

from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.source.problems import Severity
from simulator.source.reading import Source, collection_paused, read_file
from simulator.source.validating import validate
from simulator.text.message import Message

from .building import build_policy
from .document import PolicyDocument
from .policy import Policy

POLICIES = "policies"
"""Their folder in a bank."""


MAX_FILES = 1000  # of each folder
MAX_NODES = 2_000_000  # keys and values of all files of a bank, at about 300 bytes each


def known_policies(folder: str | Path) -> dict[str, Policy]:
    """The policies in a bank's folder, as far as they can be read."""
    with collection_paused():
        return policies_in(Path(folder), [])[0]


def policies_named(folder: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Policy]]:
    """The policies in a bank's folder that are wanted by their names, as far as they can be read."""
    place = folder / POLICIES
    files = sorted(place.glob("*.yaml"))[:MAX_FILES] if place.is_dir() else []
    for file in files:
        if wanted(file.stem):
            source = read_file(file)
            document = validate(source, PolicyDocument)
            if document is not None:
                yield file.stem, build_policy(document, source)


def authored_files(folder: Path, sources: list[Source]) -> Iterator[Source]:
    """The files of a folder, read in order; each is added to `sources`."""
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if len(files) > MAX_FILES:
        source = Source(str(folder))
        source.report("too-large", Message("A folder may have {limit} files at most.", limit=MAX_FILES))
        sources.append(source)
        return
    for file in files:
        sources.append(read_file(file))
        if sum(source.nodes for source in sources) > MAX_NODES:
            message = Message(
                "The files of a bank may have {limit} keys and values at most.", limit=MAX_NODES
            )
            sources[-1].report("too-large", message)
            return
        yield sources[-1]


def policies_in(folder: Path, sources: list[Source]) -> tuple[dict[str, Policy], dict[str, Source]]:
    """The policies of a folder by id, and the file of each."""
    policies: dict[str, Policy] = {}
    found: dict[str, Source] = {}
    for source in authored_files(folder / POLICIES, sources):
        document = validate(source, PolicyDocument)
        if document is None:
            continue
        policy = build_policy(document, source)
        if policy.id in policies:
            report_twice(policy.id, source, "id")
        stem = Path(source.file).stem
        if policy.id != stem:
            message = Message("The file is named “{file}”; let “id” be the same.", file=stem)
            source.report("case-id", message, source.place(("id",)), Severity.WARNING)
        policies[policy.id], found[policy.id] = policy, source
    return policies, found


def report_twice(name: str, source: Source, *location: str) -> None:
    """Report that a name is in two files of a bank."""
    message = Message("“{name}” stands in two files of this bank; give one another name.", name=name)
    source.report("name-twice", message, source.place(location, key=len(location) > 1))
