"""The words of the interface in a text, in English: the msgids of their translations.

A card's kind is a word of Markdown (`> [!CAUTION]`); its title says what the
reader should do. Listeners hear no colours, so its words alone say how urgent that is.
"""


def N_(message: str) -> str:
    """Marks a message for gettext's tools; it is translated when a page is rendered."""
    return message


ALERT_TITLES = {
    "caution": N_("Emergency: get help now"),
    "warning": N_("Urgent: get medical advice soon"),
    "important": N_("Not urgent: see a health professional"),
    "tip": N_("What you can do yourself"),
    "note": N_("Good to know"),
    "do": N_("Do"),
    "dont": N_("Don’t"),
}
BACKLINK_NAME = N_("Back to the text")
"""The accessible name of the link from a footnote to what refers to it."""
FILE_LABEL = N_("(%(type)s, %(size)s)")
"""What a link to a file says at its end: `(PDF, 1.2 MB)`."""
