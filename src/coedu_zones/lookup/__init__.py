"""Look-ups by code, by holder and by what is being typed: divisions, trees, suggestions, timelines."""
