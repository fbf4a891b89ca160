"""Step 2, resolve settings: one model, its sources, its schema."""
