"""The built tables with their manifest, and the one reader."""
