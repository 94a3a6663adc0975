"""What chains the entries of the audit log: each one's hash covers the one before it.

Whoever changes, adds or takes out an entry in the database would have to write all later ones anew. How an
entry is hashed never changes: what was written by an older version has to be found unbroken by a newer one.

A detail may hold the name of somebody who has the right to have it deleted. So the chain covers a digest of
the detail, with a salt; when the detail goes, the salt goes with it, and nobody can find out by trying names.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

START = ""
"""Used in place of the hash before the first entry."""


def new_salt() -> str:
    """A salt for the digest of one detail."""
    return secrets.token_hex(16)


def detail_digest(salt: str, detail: Mapping[str, Any]) -> str:
    """The SHA-256 of a detail, as data from JSON."""
    return _sha256(salt + json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def entry_hash(before: str, moment: int, person: int | None, action: str, subject: str, digest: str) -> str:
    """The SHA-256 of an entry behind the one with the hash `before`; `moment` is in milliseconds."""
    return _sha256(json.dumps([before, moment, person, action, subject, digest], separators=(",", ":")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
