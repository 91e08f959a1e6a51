"""Language tags (BCP 47)."""

from functools import lru_cache


# Each page asks for its language several times, and a site has few.
@lru_cache
def fallback_chain(lang: str) -> tuple[str, ...]:
    """A language tag and its fallbacks: `pt-BR`, `pt` (lookup, RFC 4647, section 3.4)."""
    parts = lang.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))
