"""What a page says first, after something was done on the page before it."""

from simulator.text.message import Message

NOTES = {
    "saved": Message("Saved."),
    "deleted": Message("Deleted."),
    "published": Message("Published. Trainees play this version from now on."),
    "withdrawn": Message("Withdrawn. Trainees do not see it any more; their attempts are kept."),
    "case-restored": Message("That version is the draft now. Publish it when it is ready."),
    "case-discarded": Message("The draft is gone; what is published stays as it was."),
    "bank-published": Message("Published. New exams are set from this version."),
    "bank-restored": Message("That version is the draft now. Publish it when it is ready."),
    "bank-discarded": Message("The draft is gone; what is published stays as it was."),
    "assigned": Message("Assigned."),
    "assignment-withdrawn": Message("The assignment is withdrawn. What was practised for it is kept."),
    "target-set": Message("The target is set, and split over the team."),
    "shares-set": Message("The shares are set; those left empty are worked out."),
    "papers-set": Message("The papers are set. Everybody below finds the exam among their own."),
    "papers-back": Message("It is a draft again; nobody is to sit it for now."),
    "extra-given": Message("The extra time is given; it counts at once."),
    "paused": Message("Paused: the clocks stand still and nothing is taken meanwhile."),
    "resumed": Message("The clocks go on; the time of the pause is given back."),
    "decided": Message("Your decision is kept, with its reason."),
    "ruled": Message("Ruled. Everybody has been marked anew."),
    "released": Message("The results are out, and what was missed has become review cards."),
    "signed-out": Message("You are signed out."),
    "password": Message("Your new password counts from now on. Please sign in with it."),
    "password-changed": Message("Your new password counts from now on, here and wherever you sign in next."),
    "token-revoked": Message("The token is worth nothing any more."),
    "signed-out-elsewhere": Message("You are signed out everywhere else."),
    "activated": Message("This account may sign in again."),
    "deactivated": Message("This account may not sign in any more; all its sessions have ended."),
    "person-deleted": Message(
        "The account is deleted. What was practised stays in the statistics, nameless."
    ),
    "team-added": Message("The team was added."),
    "team-deleted": Message("The team is deleted; its people are still there, without a team."),
    "language": Message("The language was changed."),
    "comment": Message("Your comment was saved."),
    "bulletin-read": Message("Noted that you have read it."),
}
"""By the word in the cookie; a word that is not here says nothing."""
