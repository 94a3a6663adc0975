"""Questions from and for other programs: GIFT, Aiken, Moodle XML, CSV and Excel. `formats` is the way in."""
