"""Source distributions: which crates and files, rewritten manifests, the archive, its proof."""
