"""Builders of the shipped tables; not part of the installed package."""
