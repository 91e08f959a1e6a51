import json
import re
from functools import cache
from html import unescape
from pathlib import Path

from jinja2.utils import htmlsafe_json_dumps

TOPICS = json.loads((Path(__file__).parent / "data.json").read_text())["topics"]

SITE = "https://bench.example.org"
_TAGS = re.compile("<[^>]*>")


def thread_data(article, site):
    url = f"{site}/{article.url}"
    asked, updated = article.date.isoformat(), article.modified.isoformat()
    question = _question(article, url) | {"datePublished": asked}
    more = {"datePublished": asked, "dateModified": updated, "mainEntity": question}
    return page_data("MedicalWebPage", article.title, url, more)


def guide_data(guide, url):
    about = {"@type": "MedicalCondition", "name": guide["title"]}
    if guide["codes"]:
        about["code"] = [
            {"@type": "MedicalCode", "codeValue": code["value"], "codingSystem": code["system"]}
            for code in guide["codes"]
        ]
    more = {"about": about, "audience": {"@type": "Patient"}}
    if guide["reviewed"]:
        more |= {
            "dateModified": guide["reviewed"],
            "lastReviewed": guide["reviewed"],
            "reviewedBy": {
                "@type": "Person",
                "name": "Sample Reviewer",
                "jobTitle": "Example of a reviewer",
                "honorificSuffix": "Fictional, for measuring",
            },
        }
    return page_data("MedicalWebPage", guide["title"], url, more)


def resource_data(resource, url):
    about = {
        "@type": "CreativeWork",
        "name": resource["title"],
        "url": resource["outside"],
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": resource["publisher"]},
    }
    return page_data("WebPage", resource["title"], url, {"about": about})


def list_data(title, url, threads):
    items = [
        {"@type": "ListItem", "position": position, "url": f"{SITE}/{thread.url}"}
        for position, thread in enumerate(threads, start=1)
    ]
    more = {"mainEntity": {"@type": "ItemList", "itemListElement": items}}
    return page_data("CollectionPage", title, url, more)


def page_data(kind, title, url, more=()):
    """What a page says of itself; `more` is what only pages of its type say."""
    data = {
        "@type": kind,
        "@id": url,
        "name": title,
        "url": url,
        "inLanguage": "en",
        "isPartOf": {"@id": f"{SITE}/#website"},
        "breadcrumb": {"@id": f"{url}#breadcrumb"},
    }
    return htmlsafe_json_dumps(data | dict(more))


def crumbs_data(topic, title, url):
    """The way down to a page; `topic` is the one above it, if there is one."""
    start, position = _start_of_crumbs(topic or "")
    here = htmlsafe_json_dumps(_crumb(position, title, url))
    return f'{start},{here}],"@id":"{url}#breadcrumb"}}'


@cache
def _start_of_crumbs(topic):
    """The beginning of the way down: the same for all threads of a topic."""
    lineage = TOPICS[topic]["lineage"] if topic else []
    way = [("Home", f"{SITE}/")]
    way += [(TOPICS[name]["title"], f"{SITE}/topics/{name}/") for name in lineage]
    items = [_crumb(position, *place) for position, place in enumerate(way, start=1)]
    listed = ",".join(map(htmlsafe_json_dumps, items))
    return f'{{"@type":"BreadcrumbList","itemListElement":[{listed}', len(way) + 1


def _crumb(position, name, url):
    return {"@type": "ListItem", "position": position, "name": name, "item": url}


def site_data(name, site):
    about = {"url": f"{site}/", "name": name}
    organization = {"@id": f"{site}/#organization"}
    website = {
        "@type": "WebSite",
        "@id": f"{site}/#website",
        **about,
        "inLanguage": "en",
        "publisher": organization,
    }
    nodes = (website, {"@type": "Organization", **organization, **about})
    return ",".join(map(htmlsafe_json_dumps, nodes))


def _question(article, url):
    text, *texts = article.content.split("<!-- post -->")
    question = {
        "@type": "Question",
        "name": article.title,
        "text": _plain(text),
        "url": f"{url}#ssg-question",
        "inLanguage": "en",
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
