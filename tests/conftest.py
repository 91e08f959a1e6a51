"""Hypothesis tries the same examples in every run, so that a red test means a changed program.

To search for new ones: `HYPOTHESIS_PROFILE=search pytest tests/property`.
"""

import os

from hypothesis import HealthCheck, settings

# How long an example takes says more about the machine than about the program.
_SLOW = [HealthCheck.too_slow]

settings.register_profile(
    "fixed",
    max_examples=200,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "search", max_examples=5000, database=None, deadline=None, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
