"""Target triples: what they mean, and what their platforms need."""
