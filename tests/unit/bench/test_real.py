import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import yaml

from bench.generators import write_site
from bench.generators.hugo import Hugo
from bench.real import copy_site, measure_real, read_content
from bench.tools import Tools
from ssg.model.frontmatter import Dialect

FILES = {
    "topics/sleep.md": "---\ntitle: Sleep\nsummary: All about sleep.\n---\n",
    "topics/naps.md": "---\ntitle: Naps\nparent: sleep\n---\n",
    "topics/walks.md": "---\ntitle: Walks\n---\n\nOutdoors.\n",
    "guides/napping.md": (
        "---\ntitle: Napping\ntopics: [naps]\nresources: [who-sleep]\ncodes:\n"
        "  icd10: [G47, F51]\n---\n\nBe *brief*.\n"
    ),
    "pages/about.md": "---\ntitle: About\n---\n\nAll about us.\n",
    "resources/who.yaml": (
        "publisher: WHO\nresources:\n- id: who-sleep\n  title: Sleep\n  url: https://example.org/s\n"
        "  topics: [naps]\n"
    ),
    "threads/how-long.md": """\
---
title: How long?
asked: 2020-01-02T03:04:05
by: Ann
topics: [naps]
guides: [napping]
helpful: 4
source:
  system: Forum
  url: https://example.org/t/1
---

How *long* is [a nap](../guides/napping.md#brief)?

## Answer

```yaml
posted: 2020-01-03
by: Bo
accepted: true
```

Twenty minutes.

### Reply

```yaml
posted: 2020-01-04T10:00
```

An hour!
""",
    "threads/draft.md": (
        "---\ntitle: D?\nasked: 2020-01-02\ntopics: [naps]\nstatus: draft\n---\n\nD?\n"
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "site/content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "site"


def test_what_is_published_of_a_site_is_read_as_its_author_wrote_it(site: Path) -> None:
    content = read_content(site)
    (thread,) = content.threads()
    assert thread.question == "How *long* is [a nap](/guides/napping/#brief)?"
    assert thread.description == "How long is a nap?"
    assert [(post.by, post.is_reply, post.text) for post in thread.posts] == [
        ("Bo", False, "Twenty minutes."),
        ("Guest", True, "An hour!"),
    ]
    assert content.guides["napping"].text.strip() == "Be *brief*."
    assert thread.source == ("Forum", "https://example.org/t/1", "")
    assert content.guides["napping"].codes == (("ICD-10", "G47, F51"),)
    assert content.guides["napping"].reviewed is None
    assert content.resources["who-sleep"].publisher == "WHO"
    assert content.resources["who-sleep"].topics == ("naps",)
    (about,) = content.pages
    assert (about.id, about.description) == ("about", "All about us.")


def test_a_topic_has_a_feed_if_a_thread_is_in_it_or_below_it(site: Path) -> None:
    topics = read_content(site).topics
    assert topics["naps"].lineage == ("sleep", "naps")
    assert {name: topic.has_feed for name, topic in topics.items()} == {
        "naps": True, "sleep": True, "walks": False,
    }  # fmt: skip
    assert [topics[name].summary for name in ("sleep", "walks", "naps")] == [
        "All about sleep.", "Outdoors.", "Naps",
    ]  # fmt: skip


def test_hugo_gets_it_in_the_layout_of_generated_content(site: Path, tmp_path: Path) -> None:
    tools = cast(Tools, SimpleNamespace(hugo=Path("/bin/hugo")))
    laid_out = tmp_path / "hugo"
    laid_out.mkdir()
    write_site(Hugo(tools), read_content(site), laid_out)
    thread = (laid_out / "content/threads/how-long.md").read_text()
    assert 'topics = ["sleep", "naps"]' in thread
    assert thread.endswith(
        "[a nap](/guides/napping/#brief)?\n\n<!-- post -->\n\nTwenty minutes.\n\n"
        "<!-- post -->\n\nAn hour!\n"
    )
    walks = (laid_out / "content/topics/walks/_index.md").read_text()
    assert 'outputs = ["html"]' in walks
    resource = (laid_out / "content/resource_ids/who-sleep/_index.md").read_text()
    assert 'url = "/resources/who-sleep/"' in resource
    assert 'guides_here = ["napping"]' in resource
    letters = json.loads((laid_out / "data/letters.json").read_text())
    assert [(each["letter"], len(each["entries"])) for each in letters] == [
        ("N", 2), ("S", 1), ("W", 1),
    ]  # fmt: skip


def test_ssg_gets_a_copy_at_the_address_of_all_others(site: Path, tmp_path: Path) -> None:
    (site / "site.yaml").write_text("title: Ours\nurl: https://example.org/health\nsearch: true\n")
    copy_site(site, Dialect.PYTHON_MARKDOWN, tmp_path / "copy")
    settings = (tmp_path / "copy/site.yaml").read_text()
    assert yaml.load(settings, Loader=yaml.BaseLoader) == {
        "title": "Ours",
        "url": "https://bench.example.org",
        "markdown": {"dialect": "python-markdown"},
        "search": "false",
        "image_variants": "false",
        "compress": "false",
    }
    assert (tmp_path / "copy/content/topics/naps.md").read_text() == FILES["topics/naps.md"]


def test_a_site_with_errors_is_refused(site: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="content is no site: it has no folder content"):
        measure_real(site / "content", None, tmp_path)
    (site / "content/topics/naps.md").write_text("---\nparent: sleep\n---\n")
    with pytest.raises(SystemExit, match=r"naps\.md has errors: see what `ssg check` says"):
        read_content(site)
