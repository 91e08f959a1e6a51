import json
import re
from functools import cache
from html import unescape
from pathlib import Path

from jinja2.utils import htmlsafe_json_dumps

TOPICS = json.loads((Path(__file__).parent / "data.json").read_text())["topics"]

_TAGS = re.compile("<[^>]*>")


def thread_data(article, site):
    url = f"{site}/{article.url}"
    asked, updated = article.date.isoformat(), article.modified.isoformat()
    more = {
        "datePublished": asked,
        "dateModified": updated,
        "mainEntity": _question(article, url) | {"datePublished": asked, "dateModified": updated},
    }
    return _page("MedicalWebPage", article.title, article.summary, url, site) | more


def guide_data(page, site):
    more = {
        "about": {"@type": "MedicalCondition", "name": page.title},
        "lastReviewed": page.date.date().isoformat(),
    }
    return _page("MedicalWebPage", page.title, page.summary, f"{site}/{page.url}", site) | more


def list_data(title, description, url, site):
    return _page("CollectionPage", title, description, url, site)


@cache
def crumbs_data(topic, site):
    """The way down to a topic: the same for all its threads."""
    way = [("Home", f"{site}/")]
    way += [(TOPICS[name]["title"], f"{site}/topics/{name}/") for name in TOPICS[topic]["lineage"]]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": item}
        for number, (name, item) in enumerate(way, start=1)
    ]
    return htmlsafe_json_dumps({"@type": "BreadcrumbList", "itemListElement": items})


def site_data(name, site):
    about = {"url": f"{site}/", "name": name}
    organization = {"@id": f"{site}/#organization"}
    website = {"@type": "WebSite", "@id": f"{site}/#website", **about, "publisher": organization}
    nodes = (website, {"@type": "Organization", **organization, **about})
    return ",".join(map(htmlsafe_json_dumps, nodes))


def _page(kind, title, description, url, site):
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": title,
        "description": description,
        "inLanguage": "en",
        "isPartOf": {"@id": f"{site}/#website"},
    }


def _question(article, url):
    text, *texts = article.content.split("<!-- post -->")
    question = {
        "@type": "Question",
        "name": article.title,
        "text": _plain(text),
        "answerCount": int(article.answers),
        "author": _person(article.by),
    }
    if int(article.helpful):
        question["upvoteCount"] = int(article.helpful)
    suggested = []
    posts = [
        (one, _post(one, text, url))
        for one, text in zip(json.loads(article.posts), texts, strict=True)
    ]
    for number, (one, data) in enumerate(posts, start=1):
        if one["reply"]:
            continue
        if one["helpful"]:
            data["upvoteCount"] = one["helpful"]
        if one["replies"]:
            data["comment"] = [reply for _, reply in posts[number : number + one["replies"]]]
        if one["accepted"]:
            question["acceptedAnswer"] = data
        else:
            suggested.append(data)
    return question | ({"suggestedAnswer": suggested} if suggested else {})


def _post(one, text, url):
    return {
        "@type": "Comment" if one["reply"] else "Answer",
        "url": f"{url}#{one['id']}",
        "text": _plain(text),
        "datePublished": one["posted"],
        "author": _person(one["by"]),
    }


def _person(name):
    return {"@type": "Person", "name": name}


def _plain(html):
    return unescape(_TAGS.sub("", html)).strip()
