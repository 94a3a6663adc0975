"""The desk in a browser: pages for trainees, trainers, team leads and administrators, and a JSON API."""
