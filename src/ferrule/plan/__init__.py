"""Step 5, plan wheels: every decision before any action."""
