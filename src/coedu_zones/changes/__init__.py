"""How divisions changed: periods, successors, what a code is or was, conversion between years."""
