"""Step 8, write wheels: collect entries, dist-info, RECORD, archive."""
