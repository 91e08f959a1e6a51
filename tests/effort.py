"""How much randomized tests try: `SSG_EFFORT=5` means five times as much."""

import os

EFFORT = int(os.environ.get("SSG_EFFORT") or "1")
