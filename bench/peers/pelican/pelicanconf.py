import json
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import markdown

sys.path.insert(0, str(Path(__file__).parent))
from structured_data import crumbs_data, guide_data, list_data, site_data, thread_data

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
PAGE_PATHS = ["guides"]

ARTICLE_URL = "threads/{slug}/"
ARTICLE_SAVE_AS = "threads/{slug}/index.html"
PAGE_URL = "guides/{slug}/"
PAGE_SAVE_AS = "guides/{slug}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
TAGS_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]

PAGINATED_TEMPLATES = {"tag": 20}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
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


def _threads_of_guide(slug, articles):
    """The threads that name a guide. They are sorted by guide once, not once for each guide."""
    if not _index:
        _index["threads"] = defaultdict(list)
        for article in articles:
            for guide in json.loads(article.guides):
                _index["threads"][guide].append(article)
    return _index["threads"][slug]


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
    "threads_of_guide": _threads_of_guide,
    "thread_data": thread_data,
    "guide_data": guide_data,
    "list_data": list_data,
    "crumbs_data": crumbs_data,
    "site_data": site_data(SITENAME, SITEURL),
}
JINJA_FILTERS = {
    "parsed": json.loads,
    "rendered": _render,
    "day": _day,
    "moment": _moment,
    "stamp": _stamp,
    "stamp_day": _stamp_day,
}
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}
