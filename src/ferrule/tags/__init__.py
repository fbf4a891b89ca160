"""Wheel and platform tags."""
