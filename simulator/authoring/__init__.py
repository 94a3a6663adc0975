"""The trainers' cases: written, checked, tried, published."""
