"""What is known of the telephone numbers of each country.

The libraries take a while to load, and most sites have no number, so they are loaded by the first
number or country of site.yaml.
"""

# ruff: noqa: PLC0415

from difflib import get_close_matches


def is_country(code: str) -> bool:
    """Whether this is the code of a country or territory with telephone numbers."""
    import phonenumbers

    return code in phonenumbers.SUPPORTED_REGIONS


def suggest_country(text: str) -> str:
    """The code that was most likely meant by another spelling or by an English name; or empty."""
    from babel.core import Locale, get_global

    code = text.upper()
    (current, *_) = get_global("territory_aliases").get(code, [code])
    if is_country(current):
        return str(current)
    if len(code) <= 3:
        return ""
    names = {name.lower(): code for code, name in Locale("en").territories.items()}
    near = get_close_matches(text.lower(), names, n=1)
    return names[near[0]] if near and is_country(names[near[0]]) else ""


def country_name(code: str) -> str:
    """The English name of a country."""
    from babel.core import Locale

    return str(Locale("en").territories.get(code, code))


def is_possible_number(number: str, country: str) -> bool:
    """Whether a number that is called in `country` has a length that numbers or short ones have."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(
        parsed
    ) or phonenumbers.is_possible_short_number_for_region(parsed, country)


def is_emergency_number(number: str, country: str) -> bool:
    import phonenumbers

    return phonenumbers.is_emergency_number(number, country)
