"""Statistics of questions, forms and months."""
