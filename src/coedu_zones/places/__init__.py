"""The places: levels, divisions, provinces, functional areas, and what is known of each beside its name."""
