"""Steps 3 and 6, drive cargo: toolchain, metadata, jobs, messages, artifacts."""
