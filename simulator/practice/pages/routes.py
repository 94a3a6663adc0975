"""The addresses of all pages about plays, attempts and classes."""

from .attempts import commenting, comparing, debrief_page, discarding, giving_up, listing, retry_page
from .classes import assigning, assignments, class_page, exporting, groups, member_page, targets
from .plays import audio, beginning, moving, ringing, stage_results

PLAYS = moving.ROUTES
"""What is asked for most."""
ROUTES = [
    *listing.ROUTES,
    *comparing.ROUTES,  # one of its addresses would fit an attempt's name
    *debrief_page.ROUTES,
    *commenting.ROUTES,
    *discarding.ROUTES,
    *retry_page.ROUTES,
    *giving_up.ROUTES,
    *groups.ROUTES,
    *class_page.ROUTES,
    *member_page.ROUTES,
    *exporting.ROUTES,
    *assigning.ROUTES,
    *assignments.ROUTES,
    *targets.ROUTES,
    *stage_results.ROUTES,
    *audio.ROUTES,
    *beginning.ROUTES,
    *ringing.ROUTES,
]
