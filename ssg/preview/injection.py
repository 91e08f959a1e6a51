"""What a page says to its editor, as HTML at the end of the page.

It does not stand on the theme, which may be what is broken, and all of it works without scripts.
It is in a shadow root, so that the site's styles and its own do not touch each other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from html import unescape
from secrets import token_urlsafe

from markupsafe import Markup, escape

from ssg.digest import digest_of_parts
from ssg.model.states import State
from ssg.preview.overlay import render_here, render_site
from ssg.preview.shown import Notes, Page, Unpublished
from ssg.text import pluralize

CLIENT = "/__ssg__"
"""Where the preview's own script and style sheet are served, whatever the site's prefix is."""

_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_POLICY = re.compile(
    rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"', re.IGNORECASE
)
_UNSAFE_IN_CSS = re.compile(r"[^\w /.,:()#?=&~-]")

_EMPTY_PAGE = Markup(
    """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This page cannot be shown yet</title>
</head>
<body>
<h1>This page cannot be shown yet</h1>
<p>It appears here as soon as its mistakes are corrected.</p>
<p><a href="{prefix}/">Go to the home page</a></p>
</body>
</html>
"""
)
_HOST = Markup(
    """{style_element}<div id="ssg-preview" lang="en" dir="ltr" data-version="{version}">
<template shadowrootmode="open">
<link rel="stylesheet" href="{client}/preview.css">
{contents}</template>
</div>
<script src="{client}/preview.js" nonce="{nonce}"></script>
"""
)
_CONTENTS = Markup(
    """<section aria-label="Preview">
<div class="bar">
{banner}<p class="offline" role="status"></p>
{here}{site}</div>
</section>
"""
)


def inject(page: Page, prefix: str) -> bytes:
    """The page's bytes, unchanged but for the notes right before the last `</body>`, and for the
    page's policy, which allows them and nothing else that it would not.

    The notes are at the end where there is no such tag. An empty page becomes a small document.
    """
    nonce = token_urlsafe(16)
    data = page.data or _EMPTY_PAGE.format(prefix=prefix).encode()
    data = _POLICY.sub(partial(_extend_policy, nonce), data)
    ends = [found.start() for found in _BODY_END.finditer(data)]
    place = ends[-1] if ends else len(data)
    return data[:place] + _render(page, nonce).encode() + data[place:]


def _extend_policy(nonce: str, found: re.Match[bytes]) -> bytes:
    """https://www.w3.org/TR/CSP3/#framework-directive-source-list"""
    policy = {}
    for directive in unescape(found[2].decode()).split(";"):
        name, _, sources = directive.strip().partition(" ")
        policy[name.lower()] = sources
    added = {
        "script-src": f"'nonce-{nonce}'",
        "style-src": f"'nonce-{nonce}'",
        # Not all browsers count web sockets among what 'self' allows.
        "connect-src": "'self' ws: wss:",
    }
    for name, sources in added.items():
        allowed = policy.get(name, policy.get("default-src", "")).replace("'none'", "")
        policy[name] = f"{allowed} {sources}".strip()
    text = "; ".join(f"{name} {sources}" for name, sources in policy.items() if name)
    return found[1] + escape(text).encode() + b'"'


def _render(page: Page, nonce: str) -> Markup:
    style = _render_link_marks(page.notes.links.values())
    element = Markup('<style nonce="{}">\n{}</style>\n').format(nonce, style) if style else ""
    contents = _render_contents(page)
    return _HOST.format(
        style_element=element,
        nonce=nonce,
        # By this the script knows whether it has missed a change.
        version=digest_of_parts(page.data, style, contents),
        client=CLIENT,
        contents=contents,
    )


def _render_contents(page: Page) -> Markup:
    return _CONTENTS.format(
        banner=_render_banner(page.notes, is_empty=not page.data),
        here=render_here(page.notes.here),
        site=render_site(page.notes.site),
    )


def _render_banner(notes: Notes, *, is_empty: bool) -> Markup:
    """Sentences about the page as a whole: who can see it, and how old it is."""
    sentences = [
        *([_describe_state(notes.unpublished)] if notes.unpublished else []),
        *([_describe_links(notes.links)] if notes.links else []),
        *(
            ["This is the last version without mistakes."]
            if notes.is_stale and not is_empty
            else []
        ),
    ]
    if not sentences:
        return Markup("")
    lines = Markup("").join(Markup("<p>{}</p>\n").format(sentence) for sentence in sentences)
    return Markup('<div class="banner">\n{}</div>\n').format(lines)


def _describe_state(page: Unpublished) -> str:
    if page.state is State.SCHEDULED:
        return f"Scheduled: readers see this page from {page.publish_on}."
    return "Draft: readers do not see this page. They will when its status is published."


def _describe_links(links: Mapping[str, Unpublished]) -> str:
    states = Counter(link.state for link in links.values())
    drafts, scheduled = states[State.DRAFT], states[State.SCHEDULED]
    parts = [
        *([pluralize(drafts, "draft")] if drafts else []),
        *([pluralize(scheduled, "scheduled page")] if scheduled else []),
    ]
    verb, pronoun = ("is", "it") if drafts + scheduled == 1 else ("are", "them")
    return f"{' and '.join(parts)} {verb} linked here; readers do not see {pronoun}."


def _render_link_marks(links: Iterable[Unpublished]) -> Markup:
    """Styles that mark links to what readers do not see, as the page's markup stays as it is."""
    rules = "".join(
        f'a:is([href="{url}"], [href^="{url}#"])::after '
        f'{{ content: " ({state})"; font-weight: normal; font-style: italic; }}\n'
        for link in links
        for url, state in [(_escape_css(link.url), _escape_css(_name_state(link)))]
    )
    # Nothing in a rule can end the element: what is special in HTML is escaped for CSS.
    return Markup(rules)


def _name_state(page: Unpublished) -> str:
    return f"{page.state}, {page.publish_on}" if page.publish_on else page.state.value


def _escape_css(text: str) -> str:
    return _UNSAFE_IN_CSS.sub(lambda found: f"\\{ord(found[0]):x} ", text)
