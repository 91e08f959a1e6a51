"""`ssg addresses`: what was published once is never lost without notice."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ssg.addresses import digest_of_address
from ssg.commands.addresses import replace_list, survey_addresses
from ssg.commands.catalog import make_request
from ssg.commands.exit_codes import CommandError
from tests.command import ssg

NOW = ("--now", "2026-03-01")
TOPIC = "---\ntitle: Sleep\n---\n"
FIELDS = "title: Does late coffee keep me awake?\nasked: 2026-01-10\ntopics: [sleep]\n"
ANSWER = "\n## Answer\n\n```yaml\nposted: 2026-01-11\n```\n\nTry a cup of herbal tea.\n"
THREAD = f"---\n{FIELDS}---\n\nI drink coffee at six.\n{ANSWER}"
GUIDE = "---\ntitle: Naps\ntopics: [sleep]\n---\n\n## How long?\n\nTwenty minutes.\n"
FILES = {
    "site.yaml": "title: Night and day\nurl: https://example.org\n",
    "content/topics/sleep.md": TOPIC,
    "content/threads/coffee.md": THREAD,
    "content/guides/naps.md": GUIDE,
    "static/tea.pdf": "%PDF-1.4\n",
    "static/style.css": "p { color: #000 }\n",
}


def write(site: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose addresses are all listed."""
    site = tmp_path / "site"
    write(site, FILES)
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert done.returncode == 0, done.stderr
    return site


def listed(site: Path) -> list[str]:
    return (site / "addresses.txt").read_text().splitlines()[1:]


def check(site: Path, *options: str) -> str:
    """What a check says of the list, one line for each problem."""
    done = ssg("--site", site, "check", *NOW, *options)
    lines = (done.stdout + done.stderr).splitlines()
    return "\n".join(line for line in lines if "[A0" in line or "[W38]" in line)


def read_hints(site: Path) -> str:
    return ssg("--site", site, "check", *NOW).stderr


def test_all_that_readers_can_keep_is_listed_with_its_anchors(site: Path) -> None:
    lines = listed(site)
    assert lines == sorted(lines)
    assert "/threads/coffee/ #a-2026-01-11" in lines
    assert "/guides/naps/ #how-long" in lines
    assert "/tea.pdf static/tea.pdf" in lines
    assert {"/", "/a-z/", "/feed.xml", "/topics/sleep/", "/topics/sleep/feed.xml"} <= set(lines)
    no_promise = ("/page/", "robots", "sitemap", "404", ".css", "assets", "/_")
    assert not [line for line in lines if any(one in line for one in no_promise)]
    assert check(site) == ""


def test_the_list_has_every_page_of_a_build_and_no_other(site: Path) -> None:
    assert ssg("--site", site, "build", *NOW).returncode == 0
    output = site / "output"
    pages = {
        "/" + file.relative_to(output).as_posix().removesuffix("index.html")
        for file in output.rglob("*")
        if file.is_file() and file.suffix in (".html", ".xml", ".pdf")
    }
    for_hosts = {"/404.html", "/sitemap.xml"}
    assert {line.split(" ")[0] for line in listed(site)} == pages - for_hosts


def test_without_a_list_nothing_is_checked(site: Path) -> None:
    (site / "addresses.txt").unlink()
    (site / "content/threads/coffee.md").unlink()
    assert check(site) == ""
    done = ssg("--site", site, "addresses", *NOW)
    assert done.returncode == 0
    assert "no addresses.txt" in done.stdout


def test_it_says_how_many_are_new_and_lost(site: Path) -> None:
    (site / "content/guides/naps.md").rename(site / "content/guides/rests.md")
    done = ssg("--site", site, "addresses", *NOW)
    assert "1 not listed yet" in done.stdout
    assert "  /guides/rests/\n" in done.stdout
    assert "1 lost" in done.stdout
    assert "  /guides/naps/\n" in done.stdout


def test_it_says_that_all_is_well(site: Path) -> None:
    done = ssg("--site", site, "addresses", *NOW)
    assert done.stdout.endswith("None is missing, and none is lost.\n")


def test_anchors_that_are_not_listed_yet_are_counted(site: Path) -> None:
    write(site, {"content/guides/naps.md": f"{GUIDE}\n## When?\n\nAt noon.\n"})
    done = ssg("--site", site, "addresses", *NOW)
    assert done.stdout.endswith("1 anchor not listed yet ('ssg addresses --write' adds them).\n")
    write(site, {"content/guides/rests.md": GUIDE})
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert done.stdout == "Added 1 address and 1 anchor to addresses.txt.\n"


def test_a_lost_address_fails_the_check_and_the_build(site: Path) -> None:
    (site / "content/guides/naps.md").unlink()
    assert "error[A07] '/guides/naps/' was published and leads nowhere now" in check(site)
    assert ssg("--site", site, "build", *NOW).returncode == 1
    assert not (site / "output").exists()


def test_an_alias_and_a_withdrawn_document_keep_an_address(site: Path) -> None:
    text = GUIDE.replace("topics:", "aliases: [/guides/naps/]\ntopics:")
    (site / "content/guides/naps.md").unlink()
    write(site, {"content/guides/rests.md": text})
    write(site, {"content/threads/coffee.md": f"---\n{FIELDS}status: withdrawn\n---\n"})
    assert check(site) == ""


@pytest.mark.parametrize(
    ("fields", "what"),
    [("status: draft\n", "is a draft now"), ("publish_on: 2027-01-01\n", "is not published yet")],
)
def test_what_is_hidden_again_is_named_with_its_reason(site: Path, fields: str, what: str) -> None:
    text = GUIDE.replace("topics:", f"{fields}topics:")
    write(site, {"content/guides/naps.md": text})
    assert f"'/guides/naps/' was published, but content/guides/naps.md {what}" in check(site)


def test_a_preview_with_drafts_shows_what_is_a_draft_again(site: Path) -> None:
    write(site, {"content/guides/naps.md": GUIDE.replace("topics:", "status: draft\ntopics:")})
    assert check(site, "--drafts") == ""


def test_nothing_is_called_lost_while_a_file_has_errors(site: Path) -> None:
    (site / "content/guides/naps.md").rename(site / "content/guides/rests.md")
    write(site, {"content/threads/coffee.md": THREAD.replace("asked:", "aksed:")})
    assert check(site) == ""


def test_a_broken_line_is_an_error(site: Path) -> None:
    with (site / "addresses.txt").open("a") as file:
        file.write("<<<<<<< HEAD\n")
    assert "error[A08] this line is none of the list" in check(site)
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert done.returncode == 1
    assert "was not changed" in done.stderr


def test_a_list_that_is_a_link_is_not_read(site: Path, tmp_path: Path) -> None:
    (site / "addresses.txt").unlink()
    (site / "addresses.txt").symlink_to(tmp_path / "elsewhere")
    done = ssg("--site", site, "check", *NOW)
    assert done.returncode == 1
    assert "addresses.txt: error[T09]" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_anchor_can_be_kept(site: Path) -> None:
    post = THREAD.replace("posted: 2026-01-11", "posted: 2026-01-11\nid: tea")
    guide = GUIDE.replace("How long?", "For how long?")
    write(site, {"content/threads/coffee.md": post, "content/guides/naps.md": guide})
    assert check(site).count("warning[W38]") == 2
    post = post.replace("id: tea", "id: tea\nanchor_aliases: [a-2026-01-11]")
    guide = guide.replace("topics:", "anchor_aliases: {how-long: for-how-long}\ntopics:")
    write(site, {"content/threads/coffee.md": post, "content/guides/naps.md": guide})
    assert check(site) == ""
    assert ssg("--site", site, "build", *NOW).returncode == 0
    page = (site / "output/threads/coffee/index.html").read_text()
    assert page.index('id="tea"') < page.index('<span id="a-2026-01-11"></span>')
    page = (site / "output/guides/naps/index.html").read_text()
    assert '<span id="how-long"></span><h2 id="for-how-long">' in page


def test_the_only_new_post_or_heading_is_proposed_for_an_old_anchor(site: Path) -> None:
    post = THREAD.replace("posted: 2026-01-11", "posted: 2026-01-11\nid: tea")
    guide = GUIDE.replace("How long?", "For how long?")
    write(site, {"content/threads/coffee.md": post, "content/guides/naps.md": guide})
    said = ssg("--site", site, "check", *NOW).stderr
    assert "content/threads/coffee.md:9:1: warning[W38] the post '#a-2026-01-11'" in said
    assert "to the post that has its words; this one, '#tea', is not listed yet" in said
    assert "now: 'anchor_aliases: {how-long: for-how-long}'" in said


def test_a_link_to_an_old_anchor_is_no_broken_link(site: Path) -> None:
    text = GUIDE.replace("topics:", "anchor_aliases: {time: how-long}\ntopics:")
    write(site, {"content/guides/naps.md": f"{text}\n[See above](#time).\n"})
    done = ssg("--site", site, "check", *NOW)
    assert done.returncode == 0, done.stderr


def test_a_removed_post_keeps_its_anchors(site: Path) -> None:
    post = THREAD.replace("posted: 2026-01-11", "posted: 2026-01-11\nanchor_aliases: [old]")
    write(site, {"content/threads/coffee.md": post})
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    done = ssg("--site", site, "remove", "coffee#a-2026-01-11", "--reason", "It named me.")
    assert done.returncode == 0, done.stderr
    assert check(site) == ""
    assert ssg("--site", site, "build", *NOW).returncode == 0
    assert '<span id="old"></span>' in (site / "output/threads/coffee/index.html").read_text()


def test_writing_adds_and_never_removes(site: Path) -> None:
    before = listed(site)
    write(site, {"content/guides/rests.md": GUIDE})
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert done.stdout == "Added 1 address to addresses.txt.\n"
    assert set(before) < set(listed(site))
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert done.stdout == "addresses.txt has them all.\n"


def test_a_site_with_errors_is_not_listed(site: Path) -> None:
    write(site, {"content/guides/rests.md": GUIDE.replace("[sleep]", "[slep]")})
    before = (site / "addresses.txt").read_bytes()
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert done.returncode == 1
    assert (site / "addresses.txt").read_bytes() == before


def test_drafts_are_not_listed(site: Path) -> None:
    write(site, {"content/guides/rests.md": GUIDE.replace("topics:", "status: draft\ntopics:")})
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    assert not [line for line in listed(site) if "rests" in line]


def forget(site: Path, address: str, reason: str = "It named somebody.") -> str:
    done = ssg("--site", site, "addresses", "forget", address, "--reason", reason, *NOW)
    assert "Traceback" not in done.stderr
    return f"{done.returncode}: {done.stdout}{done.stderr}"


def test_a_forgotten_address_leaves_no_name_behind(site: Path) -> None:
    text = GUIDE.replace("topics:", "aliases: [/old-naps.html]\ntopics:")
    write(site, {"content/guides/naps.md": text})
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    (site / "content/guides/naps.md").unlink()
    assert forget(site, "/guides/naps/").startswith("0: Took 2 addresses off")
    text = (site / "addresses.txt").read_text()
    assert "naps" not in text
    digest = digest_of_address("/guides/naps/")
    assert f"forgotten {digest} 2026-03-01 It named somebody.\n" in text
    assert check(site) == ""


def test_a_merge_does_not_bring_a_forgotten_address_back(site: Path) -> None:
    (site / "content/guides/naps.md").unlink()
    forget(site, "/guides/naps")
    with (site / "addresses.txt").open("a") as file:
        file.write("/guides/naps/ #how-long\n")
    assert check(site) == ""
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    assert "naps" not in (site / "addresses.txt").read_text()


def test_a_forgotten_address_that_is_published_again_is_listed_again(site: Path) -> None:
    (site / "content/guides/naps.md").unlink()
    forget(site, "/guides/naps/")
    write(site, {"content/guides/naps.md": GUIDE})
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert "'/guides/naps/' was forgotten, and is published again." in done.stdout
    text = (site / "addresses.txt").read_text()
    assert "/guides/naps/ #how-long\n" in text
    assert "forgotten" not in text


def test_only_a_listed_address_that_leads_nowhere_can_be_forgotten(site: Path) -> None:
    before = (site / "addresses.txt").read_bytes()
    assert "delete content/guides/naps.md first" in forget(site, "/guides/naps/")
    assert "does not list '/guides/none/'" in forget(site, "/guides/none/")
    (site / "content/guides/naps.md").unlink()
    assert "the reason is empty" in forget(site, "/guides/naps/", "  ")
    assert (site / "addresses.txt").read_bytes() == before


@pytest.mark.parametrize("address", ["https://example.org/guides/nap/", "guides/naps"])
def test_what_cannot_be_forgotten_is_told_with_the_address_that_can(
    site: Path, address: str
) -> None:
    (site / "content/guides/naps.md").unlink()
    assert "did you mean '/guides/naps/'?" in forget(site, address)


def test_an_address_can_be_forgotten_as_a_browser_shows_it(site: Path) -> None:
    text = GUIDE.replace("topics:", "aliases: [/für-mich/]\ntopics:")
    write(site, {"content/guides/naps.md": text})
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    write(site, {"content/guides/naps.md": GUIDE})
    assert "not on this site" in forget(site, "https://elsewhere.example/f%C3%BCr-mich/")
    assert "not on this site" in forget(site, "http://[")
    assert forget(site, "https://example.org/f%C3%BCr-mich").startswith("0: ")
    assert "forgotten on 2026-03-01 already: It named somebody." in forget(site, "/für-mich/")


def test_a_reason_stays_on_its_line(site: Path) -> None:
    (site / "content/guides/naps.md").unlink()
    forget(site, "/guides/naps/", "one\n/two/\x1b[31m")
    assert check(site) == ""
    assert "/two/" not in [line.split(" ")[0] for line in listed(site)]
    assert "\x1b" not in (site / "addresses.txt").read_text()


def test_an_anchor_that_names_somebody_can_be_forgotten(site: Path) -> None:
    assert "delete" not in forget(site, "/guides/naps/#none")
    assert "is still published" in forget(site, "/guides/naps/#how-long")
    write(site, {"content/guides/naps.md": GUIDE.replace("How long?", "For how long?")})
    assert "ssg addresses forget '/guides/naps/#how-long' --reason" in read_hints(site)
    assert forget(site, "/guides/naps#how-long").startswith("0: Took 1 anchor off")
    assert "#how-long" not in (site / "addresses.txt").read_text()
    assert check(site) == ""
    with (site / "addresses.txt").open("a") as file:
        file.write("/guides/naps/ #how-long\n")
    assert check(site) == "", "a merge does not bring it back"
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    assert "#how-long" not in (site / "addresses.txt").read_text()
    write(site, {"content/guides/naps.md": GUIDE})
    done = ssg("--site", site, "addresses", "--write", *NOW)
    assert "'/guides/naps/#how-long' was forgotten, and is published again." in done.stdout
    assert "forgotten" not in (site / "addresses.txt").read_text()


def test_the_alias_of_a_resource_names_its_file(site: Path) -> None:
    text = "publisher:\n  name: P\nresources:\n  - {id: tea, title: Tea, url: https://x.example/}\n"
    with_alias = text.replace("/}", "/, aliases: [/old/tea]}")
    write(site, {"content/resources/drinks.yaml": with_alias})
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    assert "/old/tea/ content/resources/drinks.yaml" in listed(site)
    assert "/resources/tea/ content/resources/drinks.yaml" in listed(site)
    assert "delete the alias in content/resources/drinks.yaml" in forget(site, "/old/tea/")
    assert "out of content/resources/drinks.yaml first" in forget(site, "/resources/tea/")
    write(site, {"content/resources/drinks.yaml": text})
    assert "nowhere now; content/resources/drinks.yaml had it" in check(site)
    assert "to the resource that took its place" in read_hints(site)
    assert forget(site, "/old/tea/").startswith("0: Took 1 address off")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_list_that_an_editor_of_windows_saved_is_read(site: Path, mark: bytes) -> None:
    data = (site / "addresses.txt").read_bytes()
    (site / "addresses.txt").write_bytes(mark + data.replace(b"\n", b"\r\n"))
    assert check(site) == ""
    assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
    assert (site / "addresses.txt").read_bytes() == data


def test_what_another_command_wrote_meanwhile_is_not_overwritten(site: Path) -> None:
    """The list as it was when a command read it is not the one that it finds when it writes."""
    survey = survey_addresses(make_request(site, "2026-03-01"))
    other = b"/other/\n"
    (site / "addresses.txt").write_bytes(other)
    with pytest.raises(CommandError, match=r"addresses\.txt was changed meanwhile"):
        replace_list(site, survey, b"")
    assert (site / "addresses.txt").read_bytes() == other


def test_a_renamed_topic_leads_on_from_all_its_addresses(site: Path) -> None:
    done = ssg("--site", site, "rename", "topics/sleep", "rest")
    assert done.returncode == 0, done.stderr
    assert check(site) == ""
    assert ssg("--site", site, "build", *NOW).returncode == 0
    output = site / "output"
    old = (output / "topics/sleep/follow/index.html").read_text()
    assert 'content="0; url=/topics/rest/follow/"' in old
    feed = output / "topics/rest/feed.xml"
    assert (output / "topics/sleep/feed.xml").read_bytes() == feed.read_bytes()


def test_a_file_where_a_renamed_topic_had_its_feed_is_an_error(site: Path) -> None:
    write(site, {"content/topics/sleep.md": TOPIC.replace("---\n", "", 1)})
    text = "---\ntitle: Sleep\naliases: [/topics/rest/]\n---\n"
    write(site, {"content/topics/sleep.md": text, "static/topics/rest/feed.xml": "<feed/>"})
    assert "error[A01]" in check(site)


def test_renames_and_removals_lose_nothing(site: Path) -> None:
    for arguments in (
        ("rename", "coffee", "tea"),
        ("rename", "guides/naps", "rests"),
        ("rename", "topics/sleep", "nights"),
        ("remove", "tea", "--reason", "It was wrong."),
        ("rename", "topics/nights", "sleep"),
    ):
        done = ssg("--site", site, *arguments, "--force")
        assert done.returncode == 0, (arguments, done.stderr)
        assert check(site) == "", arguments
        assert ssg("--site", site, "addresses", "--write", *NOW).returncode == 0
