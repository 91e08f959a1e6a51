import json
import re
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import markdown

sys.path.insert(0, str(Path(__file__).parent))
from structured_data import (
    crumbs_data,
    guide_data,
    list_data,
    page_data,
    resource_data,
    site_data,
    thread_data,
)

HERE = Path(__file__).parent
DATA = json.loads((HERE / "data.json").read_text())

SITENAME = "Example Threads"
SITEURL = "https://bench.example.org"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PATH = "content"
OUTPUT_PATH = "output"
THEME = str(HERE / "theme")
THEME_STATIC_DIR = "."
ARTICLE_PATHS = ["threads"]
PAGE_PATHS = ["guides", "pages", "resources", "follow"]

ARTICLE_URL = "threads/{slug}/"
ARTICLE_SAVE_AS = "threads/{slug}/index.html"
PAGE_URL = "guides/{slug}/"
PAGE_SAVE_AS = "guides/{slug}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
THREADS_URL, THREADS_SAVE_AS = "threads/", "threads/index.html"
TOPICS_SAVE_AS = "topics/index.html"
LETTERS_SAVE_AS = "a-z/index.html"
RESOURCES_SAVE_AS = "resources/index.html"
FOLLOW_SAVE_AS = "follow/index.html"
NOTFOUND_SAVE_AS = "404.html"
TAGS_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = [
    "index", "threads", "topics", "letters", "resources", "follow", "notfound", "sitemap",
]  # fmt: skip

PAGINATED_TEMPLATES = {"tag": 20, "threads": 20}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TAG_FEED_ATOM = "topics/{slug}/feed.xml"
FEED_MAX_ITEMS = 10

# Summaries are plain text already.
FORMATTED_FIELDS = []
MARKDOWN = {
    "extensions": ["tables", "sane_lists", "smarty", "toc"],
    "output_format": "html5",
}

# What was read is kept for the next build, with the HTML made from it. It is pickled together with
# the settings, so there is no lambda among these.
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "reader"
CHECK_MODIFIED_METHOD = "mtime"

_MARKDOWN = markdown.Markdown(**MARKDOWN)


@cache
def _render(text):
    return _MARKDOWN.reset().convert(text)


def _day(date):
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


_index = {}


def _threads_of(field, name, articles):
    """The threads that name a guide or a resource. They are grouped once, not once for each."""
    if field not in _index:
        _index[field] = defaultdict(list)
        for article in articles:
            for each in json.loads(getattr(article, field)):
                _index[field][each].append(article)
    return _index[field][name]


def _neighbours(article, articles):
    """The threads before and after another in the first of its topics."""
    if "neighbours" not in _index:
        found = _index["neighbours"] = {}
        topics = defaultdict(list)
        for each in articles:
            for tag in each.tags:
                topics[tag.slug].append(each)
        for topic, members in topics.items():
            around = zip((None, *members), members, (*members[1:], None), strict=False)
            for newer, each, older in around:
                if json.loads(each.own_topics)[0] == topic:
                    found[each.slug] = (older, newer)
    return _index["neighbours"][article.slug]


_HEADING = re.compile(r'<h([23]) id="([^"]*)">(.*?)</h\1>')


def _contents(html):
    items = [
        f'<li class="ssg-contents-{level}"><a href="#{name}">{text}</a></li>'
        for level, name, text in _HEADING.findall(html)
    ]
    return "\n".join(["<ul>", *items, "</ul>"])


def _minute(date):
    return f"{date:%Y-%m-%dT%H:%M}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _moment(date):
    return f"{_day(date)}, {date:%H:%M}"


def _stamp(text):
    return f"{_stamp_day(text)}, {text[11:16]}"


def _stamp_day(text):
    return f"{int(text[8:10])} {_MONTHS[int(text[5:7]) - 1]} {text[:4]}"


JINJA_GLOBALS = DATA | {
    "ALERT": "M12 3.5L22 20.5H2z M12 10v5 M12 17.5v.5",
    "FEED": "M5 12a7 7 0 0 1 7 7 M5 5a14 14 0 0 1 14 14 M6 18.5v.5",
    "OUTSIDE": "M10 5H5v14h14v-5 M14 4h6v6 M20 4l-9 9",
    "SEAL": "M12 2.5l2.6 2 3.3-.2 1 3.1 2.8 1.8-1.2 3 1.2 3.1-2.8 1.8-1 3.1-3.3-.2-2.6 2-2.6-2"
    "-3.3.2-1-3.1-2.8-1.8 1.2-3.1-1.2-3 2.8-1.8 1-3.1 3.3.2z M8 12.5l3 3 5-6",
    "OLD": datetime.now(UTC) - timedelta(days=5 * 365),
    "threads_of": _threads_of,
    "neighbours": _neighbours,
    "thread_data": thread_data,
    "guide_data": guide_data,
    "resource_data": resource_data,
    "list_data": list_data,
    "page_data": page_data,
    "crumbs_data": crumbs_data,
    "site_data": site_data(SITENAME, SITEURL),
}
JINJA_FILTERS = {
    "parsed": json.loads,
    "rendered": _render,
    "contents": _contents,
    "day": _day,
    "minute": _minute,
    "moment": _moment,
    "stamp": _stamp,
    "stamp_day": _stamp_day,
}
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}
