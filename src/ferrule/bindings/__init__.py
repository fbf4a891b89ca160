"""Steps 3 and 8, bindings: detect them, and make the glue that imports them."""
