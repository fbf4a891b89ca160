"""Step 9, report: what was made, for people and for programs."""
