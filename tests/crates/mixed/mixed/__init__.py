"""Python around the extension."""

from mixed._native import answer

__all__ = ["answer"]
