"""The one engine: a clean text → tokens → a lattice of readings with weighed evidence → a decision.

::

    tokens → lattice → decide, held together by parser; outcome dresses the decision for the caller
"""
