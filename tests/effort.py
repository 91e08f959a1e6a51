"""How much tests try that could try for ever: `SSG_EFFORT=5` means five times as much."""

import os

EFFORT = int(os.environ.get("SSG_EFFORT") or "1")
