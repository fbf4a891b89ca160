"""Which files of a project belong in its archives, wheels and source distributions alike."""
