"""Step 3, core metadata from pyproject.toml and Cargo.toml, read statically."""
