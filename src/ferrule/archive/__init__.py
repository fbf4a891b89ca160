"""Containers: entries, zip, times."""
