"""Step 4, find interpreters: names, probes, selection."""
