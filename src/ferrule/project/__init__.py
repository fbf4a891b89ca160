"""Step 1, read the project: pyproject.toml, Cargo.toml and the layout."""
