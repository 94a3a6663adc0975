"""Exams at the desk: blueprints and papers, invigilation, marking, rulings, judges, persistent points."""
