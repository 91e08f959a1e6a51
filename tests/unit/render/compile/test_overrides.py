"""Publishers may write whatever Jinja allows: compiled or left to Jinja, it is the same."""

from pathlib import Path

import pytest

from tests.unit.render.compile.compared import Compared, in_language
from tests.unit.render.conftest import write_files
from tests.unit.render.samples import MINIMAL, RICH

PAGE = "pages/thread.html"
_START = """\
{% extends "small.html" %}
{% from "components/author.html" import author %}
{% block title %}Mine{% endblock %}
{% block main %}
"""

COMPILED = {
    "set": "{% set x = page.title %}{{ x }}{{ x }}",
    "set twice": "{% set x = 1 %}{{ x }}{% set x = page.title %}{{ x }}",
    "set in if": "{% set x = 1 %}{% if page.answers %}{% set x = '<' %}{% endif %}{{ x }}",
    "set in else": "{% if page.answers %}{% set x = 1 %}{% elif page.is_old %}{% set x = 2 %}"
    "{% else %}{% set x = '&' %}{% endif %}{{ x }}",
    "set in if in if": "{% set x = '' %}{% if page.answers %}{% if page.is_old %}{% set x = 2 %}"
    "{% endif %}{{ x }}{% endif %}{{ x }}",
    "set of HTML in if": "{% set x = '<' %}{% if page.answers %}{% set x = author('<') %}{% endif %}"
    "{{ x }}",
    "set in a loop": "{% set x = 1 %}{% for a in page.answers %}{{ x }}{% set x = a.by %}{{ x }}"
    "{% endfor %}{{ x }}",
    "set of two": "{% set x, y = page.title, 2 %}{{ x }}{{ y }}",
    "set of a block": "{% set x %}<b>{{ page.title }}</b>{% endset %}{{ x }}{{ x|length }}",
    "set of a filtered block": "{% set x|upper %}<b>{{ page.title }}</b>{% endset %}{{ x }}",
    "loop.index": "{% for a in page.answers %}{{ loop.index }}{{ loop.last }},{% endfor %}",
    "loop in loop": "{% for a in page.answers %}{% for r in a.replies %}{{ loop.index }}"
    "{{ r.by }}{% endfor %}{{ loop.length }}{% endfor %}",
    "loop.cycle": "{% for a in page.answers %}{{ loop.cycle('a', '<') }}{% endfor %}",
    "loop over constants": "{% for x in ('a', '<', 3) %}{{ x }}{{ loop.index }}{% endfor %}",
    "for if": "{% for a in page.answers if a.accepted %}{{ a.by }}{% else %}none{% endfor %}",
    "for if loop": "{% for a in page.answers if a.by != 'Tom' %}{{ loop.index }}{% endfor %}",
    "for else": "{% for a in page.answers if a.by == '?' %}{{ a.by }}{% else %}none{% endfor %}",
    "for in a text": "{% for c in page.title %}{{ c }},{% endfor %}",
    "for of pairs": "{% for k, v in {'a': page.title}|dictsort %}{{ k }}{{ v }}{% endfor %}",
    "for of nested pairs": "{% for a, (b, c) in [(1, (2, page.title))] %}{{ c }}{{ b }}{% endfor %}",
    "include": '{% include "components/mine.html" %}',
    "include in a loop": '{% for a in page.answers %}{% include "components/mine.html" %}{% endfor %}',
    "include without context": '{% include "components/site.html" without context %}',
    "include of nothing": '{% include "components/none.html" ignore missing %}',
    "import": '{% import "components/icon.html" as icons %}{{ icons.icon("seal") }}',
    "import as": '{% from "components/icon.html" import icon as sign %}{{ sign("seal") }}',
    "is defined": "{{ page.nope is defined }}{{ page.title is defined }}{{ nope is defined }}",
    "is not": "{{ page.title is not string }}{{ page.professional_count is odd }}",
    "is in": "{{ page.title is in ['a'] }}{{ page.professional_count is divisibleby(3) }}",
    "default": "{{ page.nope|default('<d>') }}{{ nope|default(page.title) }}",
    "default of none": "{{ page.behind|default('none', true) }}",
    "extra": "{{ page.extra.foo|default('<x>') }}{{ page.extra }}",
    "filters": "{{ page.title|truncate(9) }}{{ page.title|upper }}{{ page.title|replace('a', '<') }}",
    "filter with a name": "{{ page.title|truncate(length=9, killwords=true, end='<') }}",
    "filters of context": "{{ page.answers|map(attribute='by')|join(', ') }}"
    "{{ page.answers|selectattr('accepted')|list|length }}",
    "sort": "{% for a in page.answers|sort(attribute='by') %}{{ a.by }}{% endfor %}",
    "groupby": "{% for role, a in page.answers|groupby('role') %}{{ role }}{{ a|length }}{% endfor %}",
    "slice": "{{ page.title[:3] }}{{ page.title[::-1] }}{{ site.title[1:3] }}",
    "item": "{{ page['title'] }}{{ {'a': page.title}['a'] }}{{ [1, '<'][1] }}",
    "arithmetic": "{{ page.professional_count + 1 }} {{ 7 // 2 }} {{ -page.professional_count }}"
    "{{ 2 ** 3 }}{{ 7 % 4 }}{{ 1 / 4 }}{{ +3 - 1 }}{{ 2 * 3 }}",
    "concatenation": "{{ page.title ~ '<' ~ page.question ~ 3 }}{{ 'a' ~ '<' }}",
    "text plus HTML": "{{ '<' + page.question }}{{ author('<') + '<' }}{{ author('a') == 'a' }}",
    "text times": "{{ '<' * 3 }}{{ '%s<' % page.title }}",
    "safe": "{{ page.title|safe }}{{ '<b>'|safe }}{{ page.title|e }}{{ page.title|e|e }}",
    "method": "{{ page.title.upper() }}{{ site.title.lower() }}{{ page.title.replace('a', '<') }}",
    "inline if": "{{ '<a>' if page.answers else 'b' }}{{ 'a' if site.title else page.nope }}",
    "inline if without else": "{{ '<a>' if page.title }}{{ 'b' if page.answers }}{{ 'c' if page.behind }}",
    "and or": "{{ page.title and page.by }}{{ page.summary or '<none>' }}{{ page.by or 1 }}"
    "{{ '' or page.by }}{{ 1 and page.by }}",
    "compare": "{{ page.professional_count > 1 }}{{ 1 < page.professional_count < 9 }}"
    "{{ 'a' in page.title }}{{ not page.answers }}{{ 1 < 2 }}{{ 'x' not in site.assets }}",
    "none": "{{ none }}{{ page.helpful }}{{ true }}{{ 1.5 }}{{ page.behind }}{{ () }}",
    "lists": "{{ [page.title, '<'] }}{{ (1, page.by) }}{{ {'a': page.by} }}",
    "macro": "{% macro m(a, b=a) %}{{ a }}{{ b }}{{ page.title }}{% endmacro %}{{ m('<') }}"
    "{{ m(b=page.by, a=1) }}",
    "macro in a loop": "{% for x in page.answers %}{% macro m() %}{{ x.by }}{% endmacro %}{{ m() }}"
    "{% endfor %}",
    "macro of a component": '{% from "components/odd.html" import odd %}{{ odd(page.title) }}'
    "{{ odd(page.by, page.title) }}",
    "recursive macro": '{% from "components/odd.html" import count %}{{ count(3) }}'
    "{{ count(page.professional_count) }}",
    "name that a module keeps": "{% import 'components/other.html' as o %}{{ o.other() }}{{ o.odd is defined }}",
    "imported word": '{% from "components/odd.html" import word %}{{ word }}',
    "macro of another component": '{% from "components/other.html" import other %}{{ other() }}',
    "macro that Jinja runs": '{% from "components/odd.html" import many %}{{ many(1, "<", a=2) }}',
    "call": "{% macro c() %}<i>{{ caller() }}</i>{% endmacro %}{% call c() %}{{ page.title }}"
    "{% endcall %}",
    "call with arguments": "{% macro c() %}{{ caller('<', 2) }}{% endmacro %}"
    "{% call(x, y=1) c() %}{{ x }}{{ y }}{{ page.title }}{% endcall %}",
    "caller in a loop": "{% macro c(n) %}{% for x in n %}{{ caller(x) }}{% endfor %}{% endmacro %}"
    "{% call(x) c(page.answers) %}{{ x.by }}{% endcall %}",
    "filter block": "{% filter upper %}{{ page.title }}&amp;{% endfilter %}",
    "filter blocks": "{% filter striptags|upper|replace('A', '<') %}{{ page.question }}{% endfilter %}",
    "with": "{% with a = page.title, b = '<' %}{{ a }}{{ b }}{% endwith %}",
    "with of outer names": "{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "raw": "{% raw %}{{ x }}{% endraw %}",
    "block": "{% block mine %}{{ page.title }}{% endblock %}",
    "block in a loop": "{% for a in page.answers %}{% block mine %}x{% endblock %}{% endfor %}",
    "scoped block": "{% for a in page.answers %}{% block mine scoped %}{{ a.by }}{% endblock %}"
    "{% endfor %}",
    "formats": "{{ page.professional_count|number }}{{ 12345.5|number }}{{ page.asked|date }}"
    "{{ page.asked|datetime }}{{ 'GB'|territory }}{{ 'es'|autonym }}{{ page.by|autonym }}",
    "sentences": "{% trans %}100% sure{% endtrans %}{% trans n=page.title %}100% of {{ n }}"
    "{% endtrans %}{{ _('Answers') }}{{ _('%(a)s', a='<') }}{{ gettext('Home') }}",
    "sentence without its variable": "{{ _('Home', a=author('x'), b=page.title) }}",
    "sentence that only a page knows": "{{ _(page.title) }}{{ _('%(n)d', n=page.professional_count) }}",
    "plural": "{% trans count=page.answers|length %}{{ count }} <one>{% pluralize %}{{ count }} many"
    "{% endtrans %}{{ ngettext('%(num)s a', '%(num)s b', 2) }}",
    "languages": "{{ lang_attr('ar') }}{{ lang_attr(page.by) }}{{ isolate(page.title, 'he') }}"
    "{{ isolate('<', page.by) }}{{ direction(page.by) }}{{ direction('ar') }}{{ page_lang() }}"
    "{{ lang_attr(lang='es') }}",
    "site": "{{ site.extra }}{{ site.assets|length }}{{ site.nav[0].title }}{{ site.nav|length }}"
    "{{ site.assets['css/site.css'] }}{{ site.emergency_numbers_in('en')|length }}",
    "loop over the site": "{% for one in site.nav %}{{ one.title }}{{ loop.index }}{% endfor %}"
    "{% for one in site.nav %}{{ one.url }}{% endfor %}{% for n in site.assets %}{{ n }}{% endfor %}",
    "shadow": "{% for page in page.answers %}{{ page.by }}{% endfor %}{{ page.title }}",
    "shadow of a function": "{% set lang_attr = 'x' %}{{ lang_attr }}",
    "Python's words": "{% set class = 1 %}{% set out = 2 %}{{ class }}{{ out }}{% set v1 = 'a' %}{{ v1 }}",
}
LEFT_TO_JINJA = {
    "recursive loop": "{% for a in page.answers recursive %}{{ a.by }}{{ loop(a.replies) }}{% endfor %}",
    "block that a loop hides": "{% for title in page.answers %}{% block mine %}{{ title is defined }}"
    "{% endblock %}{% endfor %}",
    "varargs": "{% macro v() %}{{ varargs|join(',') }}{% endmacro %}{{ v(1, '<') }}",
    "kwargs": "{% macro v() %}{{ kwargs['a'] }}{% endmacro %}{{ v(a='<') }}",
    "recursion here": "{% macro r(n) %}{{ n }}{% if n %}{{ r(n - 1) }}{% endif %}{% endmacro %}"
    "{{ r(3) }}",
    "no autoescape": "{% autoescape false %}{{ page.title }}{% endautoescape %}",
    "import with context": '{% import "components/icon.html" as i with context %}{{ i.icon("seal") }}',
    "macro as a value": "{% macro m() %}{% endmacro %}{{ m.name }}",
    "block by its name": "{{ self.title() }}",
    "default of an unknown optional": "{{ page.behind.title|default('<none>') }}",
}
MISTAKES = {
    "unknown attribute": "\n{{ page.nope }}",
    "unknown name": "{{ nope }}",
    "attribute of nothing": "\n\n{{ page.extra.foo.bar }}",
    "wrong type": "{{ page.answers + 1 }}",
    "wrong number of arguments": "{{ author() }}",
    "too many arguments": "{{ author(1, 2, 3, 4) }}",
    "unknown argument": "{{ author('a', nope=1) }}",
    "wrong argument that is not used": "{% macro m(a) %}{% endmacro %}\n{{ m(page.answers + 1) }}",
    "wrong value that is not used": "\n{% set x = page.answers + 1 %}",
    "wrong variable that is not used": "\n{{ _('Home', a=page.answers + 1) }}",
    "wrong items that are not used": "{% if [page.answers + 1] %}x{% endif %}{{ not (1 / 0,) }}",
    "wrong item that is not used": "{% for a, b in [(1, page.answers + 1)] %}{{ a }}{% endfor %}",
    "wrong block that is not used": "{% set x %}{{ page.answers + 1 }}{% endset %}",
    "wrong name of a with block": "{% with x = page.answers + 1 %}{% endwith %}",
    "wrong argument of a caller": "{% macro m() %}{{ caller(1 / 0) }}{% endmacro %}"
    "{% call(x) m() %}{% endcall %}",
    "wrong component that is not used": "{% set x = author(page.answers + 1) %}",
    "wrong default that is not used": "{% macro m(a=1 / 0) %}{% endmacro %}\n{{ m() }}",
    "wrong loop over nothing": "{% for x in page.professional_count %}{% endfor %}",
    "syntax": "{% if %}",
    "unknown tag": "{% nope %}",
    "unknown filter": "{{ 1|nope }}",
    "unknown filter that is not reached": "{% if false %}{{ 1|nope }}{% endif %}x",
    "unknown test that is not reached": "{% macro m() %}{{ 1 is nope }}{% endmacro %}x",
    "unknown template": '{% include "components/none.html" %}',
    "unknown macro": '{% from "components/icon.html" import nope %}{{ nope() }}',
    "unknown macro that is not used": '{% from "components/icon.html" import nope %}x',
    "a macro that is broken": '{% from "components/broken.html" import broken %}\n{{ broken(page) }}',
    "a call of a number": "{{ 1() }}",
    "a call of what is nothing": "{{ page.behind() }}",
    "division": "{{ 1 / 0 }}",
    "date": "\n{{ page.title|date }}",
    "no super": "{{ super() }}",
    "set only in if": "{% if page.answers %}{% set x = 1 %}{% endif %}{{ x }}",
    "set only in a loop": "{% for a in page.answers %}{% if loop.first %}{% set x = 1 %}{% endif %}"
    "{{ x }}{% endfor %}",
    "loop outside": "{{ loop.index }}",
    "unpacking": "{% for a, b in page.answers %}{% endfor %}",
    "format": "{{ _('%(a)s') }}",
    "sentence with a stray sign": "{{ _('100% of %(a)s', a=1) }}",
    "namespace": "{% set ns = namespace(a=1) %}{% set ns.a = 2 %}{{ ns.a }}",
    "page in a component": '{% from "components/odd.html" import page_title %}{{ page_title() }}',
    "for in none": "{% for x in page.behind %}{% endfor %}",
    "type of a key": "{{ page.answers['a'] }}{{ {}[[]] }}",
    "what another template imports": '{% from "components/other.html" import odd %}{{ odd("<") }}',
    "endless": '{% from "components/odd.html" import endless %}{{ endless() }}',
}
_TEMPLATES = {
    "small.html": "{% block title %}{{ site.title }}{% endblock %}\n{% block main %}{% endblock %}",
    "components/mine.html": "{% set y = page.title %}{% macro inner(x) %}{{ x }}{% endmacro %}"
    "{{ inner(y) }}{{ a.by if a is defined }}",
    "components/other.html": '{% from "components/odd.html" import odd %}'
    "{% macro other(a=site.title) %}{{ odd(a) }}{{ later() }}{% endmacro %}"
    "{% macro later() %}{{ caller is defined }}{% endmacro %}",
    "components/site.html": "{{ page is defined }}{{ site.title }}{{ _('Answers') }}",
    "components/broken.html": "{% macro broken(view) %}\n\n{{ view.titel }}{% endmacro %}",
    "components/odd.html": "{% set word = _('Answers') %}"
    "{% macro odd(a, b='<' ~ a) %}{{ a }}{{ b }}{{ word }}{% endmacro %}"
    "{% macro count(n) %}{{ n }}{% if n > 0 %}{{ count(n - 1) }}{% endif %}{% endmacro %}"
    "{% macro many() %}{{ varargs }}{{ kwargs }}{% endmacro %}"
    "{% macro page_title() %}{{ page.title }}{% endmacro %}"
    "{% macro endless() %}{{ endless() }}{% endmacro %}",
}
_VIEWS = [
    in_language(samples[PAGE], lang) for samples in (RICH, MINIMAL) for lang in ("en", "es", "he")
]


def _theme(folder: Path, snippet: str) -> Compared:
    write_files(folder, {PAGE: f"{_START}{snippet}\n{{% endblock %}}\n", **_TEMPLATES})
    return Compared(folder)


INHERITING = {
    "super": {
        PAGE: "{% extends 'small.html' %}{% block title %}{{ super() }} & {{ page.title }}{% endblock %}",
    },
    "super of super": {
        PAGE: "{% extends 'middle.html' %}{% block main %}1{{ super() }}{% set x = super() %}{{ x }}{% endblock %}",
        "middle.html": "{% extends 'small.html' %}{% block main %}2{{ super()|upper }}{{ page.by }}{% endblock %}",
    },
    "no block of its own": {PAGE: "{% extends 'small.html' %} nothing {{ page.nope }}"},
    "names for blocks": {
        PAGE: "{% extends 'small.html' %}{% set x = page.title %}{% macro m() %}{{ x }}{% endmacro %}"
        "{% block main %}{{ x }}{{ m() }}{{ of_base }}{% set x = 1 %}{{ x }}{{ m() }}{% endblock %}"
        "{% block title %}{{ x }}{% endblock %}",
        "small.html": "{% set of_base = page.by %}{% block title %}{% endblock %}"
        "{% block main %}{% endblock %}{{ x }}",
    },
    "names that another template sets again": {
        PAGE: "{% extends 'small.html' %}{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}"
        "{% block main %}{{ x }}{{ m() }}{% endblock %}",
        "small.html": "{% set x = 2 %}{{ x }}{% block main %}{% endblock %}",
    },
    "names that change between blocks": {
        PAGE: "{% extends 'small.html' %}{% block title %}{{ x }}{% endblock %}"
        "{% block main %}{{ x }}{% endblock %}",
        "small.html": "{% set x = 1 %}{% block title %}{% endblock %}{% set x = 2 %}"
        "{% if page.answers %}{% set x = 3 %}{% endif %}{% block main %}{% endblock %}",
    },
    "names that change before a block in a branch": {
        PAGE: "{% extends 'small.html' %}{% block main %}{{ x }}{% endblock %}",
        "small.html": "{% set x = 1 %}{% if page.answers %}{% set x = 3 %}"
        "{% block main %}{% endblock %}{% endif %}",
    },
    "block in a block": {
        PAGE: "{% extends 'small.html' %}{% block inner %}{{ page.title }}{{ super() }}{% endblock %}",
        "small.html": "{% block main %}{% if page.answers %}a{% block inner %}b{% endblock %}"
        "{% endif %}{% set x = 1 %}{% endblock %}",
    },
    "block in a block that hides its names": {
        PAGE: "{% extends 'small.html' %}{% block inner %}{{ x is defined }}{% endblock %}",
        "small.html": "{% block main %}{% set x = 1 %}{% block inner %}{% endblock %}{% endblock %}",
    },
    "hidden names": {
        PAGE: "{% extends 'small.html' %}{% set _x = 1 %}{% set site = 2 %}{% set page = page.head %}"
        "{% block main %}{{ _x }}{{ site }}{{ page.url }}{{ author('a') }}{% endblock %}"
        "{% from 'components/author.html' import author %}",
        "small.html": "{% block main %}{% endblock %}{{ page.url }}{{ site }}",
    },
    "a function of the environment set anew": {
        PAGE: "{% extends 'small.html' %}{% macro _(x) %}mine{% endmacro %}{% set isolate = 1 %}"
        "{% from 'components/author.html' import author %}"
        "{% block main %}{{ _('Home') }}{{ isolate }}{{ author('<') }}{% endblock %}",
    },
    "set in a loop at the top": {
        PAGE: "{% for x in (1, 2) %}{% set y = x %}{{ y }}{% endfor %}{{ y is defined }}"
        "{% for x in page.answers %}{% set y = x.by %}{{ y }}{% endfor %}{{ y is defined }}",
    },
    "macros that see what is set later": {
        PAGE: "{% set x = 1 %}{% macro m() %}{{ x }}{{ later is defined }}{% endmacro %}{{ m() }}"
        "{% set x = 2 %}{% set later = 1 %}{{ m() }}",
    },
    "macros in a branch": {
        PAGE: "{% if page.answers %}{% macro m() %}a{% endmacro %}{% else %}{% macro m() %}b{% endmacro %}"
        "{% endif %}{{ m() }}",
    },
    "imports in a branch": {
        PAGE: "{% if page.answers %}{% from 'components/icon.html' import icon %}{{ icon('seal') }}{% endif %}",
    },
    "a loop around a set in a branch": {
        PAGE: "{% for a in page.answers %}{% if loop.first %}{% set x = a.by %}{% endif %}"
        "{{ x is defined }}{% endfor %}{% set n = 0 %}{% for a in page.answers %}{% if a.accepted %}"
        "{% set n = n + 1 %}{% endif %}{{ n }}{% endfor %}{{ n }}",
    },
    "a set in a branch in an included template": {
        PAGE: "{% set x = 1 %}{% include 'part.html' %}{{ x }}{{ z is defined }}",
        "part.html": "{% if page.answers %}{% set x = 2 %}{% set z = 3 %}{% endif %}{{ x }}",
    },
    "a block in an included template": {
        PAGE: "{% include 'part.html' %}",
        "part.html": "{% block main %}{{ page.title }}{% endblock %}",
    },
    "an included template that extends another": {
        PAGE: "{% include 'part.html' %}",
        "part.html": "{% extends 'small.html' %}{% block main %}{{ page.title }}{% endblock %}",
    },
    "a call block around a block": {
        PAGE: "{% macro m() %}<i>{{ caller() }}</i>{% endmacro %}{% call m() %}{% block main %}"
        "{{ page.title }}{% endblock %}{% endcall %}",
    },
    "names of a call block": {
        PAGE: "{% macro m(x) %}{% set y = 5 %}{{ caller() }}{{ x }}{% endmacro %}{% set x = 1 %}"
        "{% set y = 2 %}{% call m(3) %}{{ x }}{{ y }}{% set y = 9 %}{{ y }}{% endcall %}{{ y }}",
    },
    "calls in calls": {
        PAGE: "{% macro a() %}[{{ caller() }}]{% endmacro %}{% macro b() %}({% call a() %}{{ caller is defined }}"
        "{% endcall %}){% endmacro %}{% call b() %}x{% endcall %}"
        "{% call a() %}{% call a() %}y{% endcall %}{% endcall %}",
    },
    "a macro with the name of its argument": {
        PAGE: "{% macro m(m) %}{{ m }}{% endmacro %}{{ m('<') }}{% macro a(site, page) %}{{ site }}{{ page }}"
        "{% endmacro %}{{ a(1, 2) }}",
    },
    "defaults in disorder": {
        PAGE: "{% macro m(a=b, b=1) %}{{ a is defined }}{{ b }}{% endmacro %}{{ m() }}{{ m(b=2) }}",
    },
    "undefined arguments": {
        PAGE: "{% macro m(a, b) %}{{ a is defined }}{{ b|default('x') }}{% endmacro %}{{ m(1) }}{{ m(nope) }}",
    },
    "HTML in conditions": {
        PAGE: "{% from 'components/draft.html' import draft %}{{ 'a' if draft('published') else 'b' }}"
        "{{ draft('published') or '<' }}{{ draft(page.state) and 1 }}{{ not draft(page.state) }}"
        "{{ draft(page.state) == '' }}{{ draft(page.state)|length }}{{ [draft('published')] }}",
    },
    "nested loops over constants": {
        PAGE: "{% for a in (1, 2) %}{% for b in ('<', page.title) %}{{ a }}{{ b }}{% if b == '<' %}"
        "{% set c = a %}{% endif %}{{ c is defined }}{% endfor %}{% endfor %}",
    },
    "imports of both": {
        PAGE: "{% extends 'small.html' %}{% from 'components/odd.html' import odd as sign %}"
        "{% block main %}{{ sign('seal') }}{% endblock %}",
        "small.html": "{% from 'components/icon.html' import icon as sign %}"
        "{% block main %}{% endblock %}",
    },
    "text before the tag": {PAGE: "a {% extends 'small.html' %}{% block main %}b{% endblock %}"},
    "a template that is asked for twice": {
        PAGE: "{% if page.answers %}{% extends 'small.html' %}{% endif %}{% block main %}b{% endblock %}",
    },
    "required block": {
        PAGE: "{% extends 'small.html' %}{% block main %}{{ page.title }}{% endblock %}",
        "small.html": "{% block main required %}{% endblock %}",
    },
    "required block that is not there": {
        PAGE: "{% extends 'small.html' %}",
        "small.html": "{% block main required %}{% endblock %}",
    },
    "a template that extends itself": {PAGE: "{% extends 'pages/thread.html' %}"},
    "no template": {PAGE: "{% extends 'none.html' %}"},
    "macros that call each other for ever": {
        PAGE: "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    },
    "more macros than anybody needs": {
        PAGE: "".join(
            f"{{% macro m{n} () %}}{f'{{{{ m{n - 1}() }}}}' * 3 if n else 'x'}{{% endmacro %}}"
            for n in range(10)
        )
        + "{{ m9() }}",
    },
}


@pytest.mark.parametrize("name", INHERITING)
def test_templates_that_extend_others_are_the_same(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {**_TEMPLATES, **INHERITING[name]})
    compared = Compared(tmp_path)
    pages = [compared.jinja(PAGE, view) for view in _VIEWS]
    assert [compared.compiled(PAGE, view) for view in _VIEWS] == pages


@pytest.mark.parametrize("name", COMPILED)
def test_what_overrides_do_is_compiled_and_the_same(tmp_path: Path, name: str) -> None:
    compared = _theme(tmp_path, COMPILED[name])
    pages = [compared.jinja(PAGE, view) for view in _VIEWS]
    assert [compared.compiled(PAGE, view) for view in _VIEWS] == pages
    assert all(isinstance(page, bytes) for page in pages), pages
    assert compared.was_compiled(PAGE, _VIEWS[-1])


@pytest.mark.parametrize("name", LEFT_TO_JINJA)
def test_what_is_not_compiled_is_left_to_jinja(tmp_path: Path, name: str) -> None:
    compared = _theme(tmp_path, LEFT_TO_JINJA[name])
    pages = [compared.jinja(PAGE, view) for view in _VIEWS]
    assert [compared.compiled(PAGE, view) for view in _VIEWS] == pages
    assert any(isinstance(page, bytes) for page in pages), pages


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_as_by_jinja(tmp_path: Path, name: str) -> None:
    compared = _theme(tmp_path, MISTAKES[name])
    pages = [compared.jinja(PAGE, view) for view in _VIEWS]
    assert [compared.compiled(PAGE, view) for view in _VIEWS] == pages
