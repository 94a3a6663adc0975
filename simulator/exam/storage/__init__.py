"""Banks, exams, sittings, rulings and cards, as they are kept."""
