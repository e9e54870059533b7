"""The one lock of what threads share: modules and tables that come late, memories that grow.

A fork waits for it. Else a child process could inherit it taken, with nobody
left to release it, and wait for ever at its first text.
"""

from __future__ import annotations

import os
import threading

#: Held while something is imported late, loaded, built or remembered; who holds it may take it again.
shared_lock = threading.RLock()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=shared_lock.acquire, after_in_parent=shared_lock.release, after_in_child=shared_lock.release
    )
