"""The 97 zones as data, and which of them cover a place: what stands below the reading of texts."""
