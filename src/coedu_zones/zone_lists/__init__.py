"""The zones of the notice, which of them cover a place, and the reader of such notices."""
