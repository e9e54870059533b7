"""Builders of the tables; not part of the installed package."""
