"""Which text a review was of: what counts as a change, and what is written into the file."""

import pytest

from ssg.editing.errors import EditError
from ssg.editing.reviews import (
    NewReview,
    ReviewedFile,
    keep_review,
    record_minor_change,
    record_review,
)
from ssg.model.kinds import Kind
from ssg.model.scalars import parse_moment
from tests.unit.parse.samples import SETTINGS, document_of, parse

GUIDE = """---
# For editors only.
title: "Back pain"
topics: [back]
summary: Why it hurts.
codes: {mesh: D001416}
sources:
  - title: A book
---

Keep *moving*.

    code

## When to get help

Ask when it lasts.
"""
THREAD = """---
title: Does it help to walk?
asked: 2026-01-01
topics: [back]
review: {by: rivera, date: 2026-01-02}
---

I walk a lot.

## Answer

```yaml
by: Ann
posted: 2026-01-05
```

It helped me.

### Reply

```yaml
posted: 2026-01-06
by: Bo
```

Me too.

## Answer

```yaml
by: Cy
posted: 2026-01-07
```

Not me.
"""
NEW = NewReview(by="rivera", date=parse_moment("2026-02-01"), due=parse_moment("2028-02-01"))


def guide(text: str = GUIDE) -> ReviewedFile:
    return ReviewedFile(path="content/guides/x.md", kind=Kind.GUIDE, data=text.encode())


def thread(text: str = THREAD) -> ReviewedFile:
    return ReviewedFile(path="content/threads/x.md", kind=Kind.THREAD, data=text.encode())


def reviewed(file: ReviewedFile, new: NewReview = NEW) -> str:
    return record_review(file, new, SETTINGS).decode()


def has_changed(text: str, kind: Kind = Kind.GUIDE) -> bool:
    changed: bool = document_of(parse(text, kind)).changed_since_review
    return changed


def edit(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def test_a_review_is_written_with_its_digest_and_nothing_else_changes() -> None:
    text = reviewed(guide())
    before, rest = text.split("review:\n")
    lines = rest.splitlines(keepends=True)
    assert lines[:3] == ["  by: rivera\n", "  date: 2026-02-01\n", "  due: 2028-02-01\n"]
    digest = lines[3].removeprefix("  digest: ").strip()
    assert len(digest) == 16
    assert int(digest, 16) >= 0
    assert before + "".join(lines[4:]) == GUIDE


def test_a_new_review_replaces_the_old_one_and_its_due_date_and_minor_changes() -> None:
    text = edit(reviewed(guide()), "Keep", "Do keep")
    data, _ = record_minor_change(guide(text), "A word.", "2026-03-01", SETTINGS)
    again = NewReview(by="lind", date=parse_moment("2026-04-01"))
    review = document_of(parse(reviewed(guide(data.decode()), again), Kind.GUIDE)).meta.review
    assert (review.by, review.date, review.due, review.minor) == ("lind", "2026-04-01", None, ())
    assert review.digest


def test_a_review_in_braces_stays_in_braces() -> None:
    text = reviewed(thread())
    line = next(line for line in text.splitlines() if line.startswith("review:"))
    assert line.startswith("review: {by: rivera, date: 2026-02-01, due: 2028-02-01, digest: ")


@pytest.mark.parametrize("covers", ["question", "answers"])
def test_what_a_review_covers_is_kept(covers: str) -> None:
    text = edit(THREAD, "2026-01-02}", f"2026-01-02, covers: [{covers}]}}")
    meta = document_of(parse(reviewed(thread(text)), Kind.THREAD)).meta
    assert meta.review.covers == (covers,)


def test_line_ends_and_the_mark_at_the_start_stay_and_do_not_count() -> None:
    text = "\ufeff" + GUIDE.replace("\n", "\r\n")
    written = reviewed(guide(text))
    assert written.startswith("\ufeff---\r\n# For")
    assert written.replace("\r\n", "") == written.replace("\r\n", "\n").replace("\n", "")
    assert written.replace("\r\n", "\n").removeprefix("\ufeff") == reviewed(guide())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Keep *moving*", "Keep *resting*"),
        ("*moving*", "**moving**"),
        ("    code", "   code"),
        ("lasts.\n", "lasts.\n\n<!-- a comment -->\n"),
        ("Back pain", "Neck pain"),
        ("Why it hurts", "Why it hurts so"),
        ("summary: Why it hurts.\n", ""),
        ("D001416", "D001417"),
        ("A book", "Another book"),
        ("topics: [back]", "topics: [back]\nalso_called: [lumbago]"),
        ("topics: [back]", "topics: [back]\nspecialty: Rheumatology"),
        (
            "topics: [back]",
            "topics: [back]\ncorrections: [{date: 2026-01-09, wrong: Two., right: Three.}]",
        ),
    ],
)
def test_a_guide_has_changed_with_any_of_its_own_words(old: str, new: str) -> None:
    text = reviewed(guide())
    assert not has_changed(text)
    assert has_changed(edit(text, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# For editors only.\n", ""),
        ('"Back pain"', "  Back   pain"),
        ("codes: {mesh: D001416}", "codes:\n  mesh: D001416"),
        ("topics: [back]\nsummary: Why it hurts.", "summary: Why it hurts.\ntopics: [neck, back]"),
        ("topics: [back]", "topics: [back]\nupdated: 2026-03-01\nrelated: [y]\naliases: [/old/]"),
        ("topics: [back]", "topics: [back]\nresources: [nhs]\nstatus: draft\nlang: en\nextra: {}"),
        ("by: rivera", "by: lind"),
        ("due: 2028-02-01", "due: 2029-02-01"),
        ("lasts.\n", "lasts.  \n\n\n"),
        ("---\n\nKeep", "---\n\n\n\nKeep"),
    ],
)
def test_a_guide_has_not_changed_with_what_readers_do_not_see_of_it(old: str, new: str) -> None:
    assert not has_changed(edit(reviewed(guide()), old, new))


@pytest.mark.parametrize("form", ["Caf\u00e9", "Cafe\u0301"])
def test_the_same_letters_in_another_unicode_form_are_no_change(form: str) -> None:
    text = edit(reviewed(guide(edit(GUIDE, "Keep", "Café"))), "Café", form)
    assert not has_changed(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Does it help", "Would it help"),
        ("I walk a lot", "I walk a little"),
        ("asked: 2026-01-01", "asked: 2026-01-01\nby: Dee"),
        ("asked: 2026-01-01", "asked: 2026-01-01\neditor_note: Shortened."),
        ("It helped me", "It hurt me"),
        ("by: Ann", "by: Anna"),
        ("by: Cy\n", "by: Cy\nnote: Shortened.\n"),
        ("by: Cy\n", "by: Cy\nperson: rivera\nrole: clinician\n"),
        ("posted: 2026-01-07\n```\n\nNot me.\n", (
            "posted: 2026-01-07\nremoved: {date: 2026-03-01, reason: spam}\n```\n"
        )),
        ("posted: 2026-01-07\n", "posted: 2026-01-07\nedited: 2026-03-01\n"),
        ("## Answer\n\n```yaml\nby: Cy\nposted: 2026-01-07\n```\n\nNot me.\n", ""),
        ("Not me.\n", "Not me.\n\n### Reply\n\n```yaml\nposted: 2026-02-01\n```\n\nWhy?\n"),
    ],
)  # fmt: skip
def test_a_thread_has_changed_with_its_words_and_those_of_older_posts(old: str, new: str) -> None:
    text = reviewed(thread())
    assert not has_changed(text, Kind.THREAD)
    assert has_changed(edit(text, old, new), Kind.THREAD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Not me.\n", "Not me.\n\n### Reply\n\n```yaml\nposted: 2026-02-02\n```\n\nWhy?\n"),
        ("posted: 2026-01-06\nby: Bo", "helpful: 3\nby:   Bo\nposted: 2026-01-06T10:00"),
        ("by: Ann\n", "by: Ann\naccepted: true\nid: first\nhelpful: 9\n"),
        ("asked: 2026-01-01", "asked: 2026-01-01\nhelpful: 12\nrating: {average: 4, votes: 2}"),
        ("topics: [back]", "topics: [neck]\nguides: [y]\nrelated: [y]\nsource: {system: A forum}"),
    ],
)
def test_newer_posts_and_numbers_are_no_change_of_a_thread(old: str, new: str) -> None:
    assert not has_changed(edit(reviewed(thread()), old, new), Kind.THREAD)


@pytest.mark.parametrize(
    ("covers", "question", "answers"), [("question", True, False), ("answers", False, True)]
)
def test_only_what_the_review_covers_counts(covers: str, question: bool, answers: bool) -> None:
    file = thread(edit(THREAD, "2026-01-02}", f"2026-01-02, covers: [{covers}]}}"))
    text = reviewed(file)
    assert has_changed(edit(text, "I walk", "I run"), Kind.THREAD) is question
    assert has_changed(edit(text, "It helped", "It hurt"), Kind.THREAD) is answers


def test_the_order_of_posts_in_the_file_is_no_change() -> None:
    text = reviewed(thread())
    start, first, second = text.split("## Answer\n")
    other = "## Answer\n".join((start, second + "\n", first.rstrip() + "\n"))
    assert not has_changed(other, Kind.THREAD)


def test_a_thread_that_is_not_plain_keeps_its_digest() -> None:
    file = thread(edit(THREAD, "It helped me", "It **helped** me[^1]\n\n[^1]: a"))
    assert not has_changed(reviewed(file), Kind.THREAD)


def test_a_review_without_a_digest_is_of_any_text() -> None:
    assert not has_changed(THREAD, Kind.THREAD)


def test_a_minor_change_is_written_down_and_the_text_counts_as_reviewed() -> None:
    text = edit(reviewed(guide()), "Keep", "Do keep")
    assert has_changed(text)
    data, review = record_minor_change(guide(text), "A word was missing.", "2026-03-01", SETTINGS)
    assert review.by == "rivera"
    assert not has_changed(data.decode())
    (minor,) = document_of(parse(data.decode(), Kind.GUIDE)).meta.review.minor
    assert (minor.date, minor.reason) == ("2026-03-01", "A word was missing.")
    more = edit(data.decode(), "Do keep", "Please keep")
    data, _ = record_minor_change(guide(more), "Politeness", "2026-03-02", SETTINGS)
    minor = document_of(parse(data.decode(), Kind.GUIDE)).meta.review.minor
    assert [one.reason for one in minor] == ["A word was missing.", "Politeness"]


_LINKED = edit(GUIDE, "Keep", "[Keep](y.md)")
_SIGNED = edit(THREAD, "by: Ann", "by: Ann\nperson: ann")


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [
        (guide(_LINKED), "y.md", "z.md", "lasts"),
        (guide("\ufeff" + _LINKED.replace("\n", "\r\n")), "y.md", "z.md", "lasts"),
        (thread(_SIGNED), "person: ann", "person: anna", "helped"),
    ],
)
def test_a_review_is_kept_for_the_same_words_with_another_name_in_them(
    file: ReviewedFile, old: str, new: str, word: str
) -> None:
    before = reviewed(file)
    after = edit(before, old, new)
    assert has_changed(after, file.kind)
    kept = keep_review(file.path, before, after, SETTINGS)
    assert not has_changed(kept, file.kind)
    changed = [
        two for one, two in zip(after.split("\n"), kept.split("\n"), strict=True) if one != two
    ]
    assert [line.strip().startswith(("digest", "review")) for line in changed] == [True]
    # One that was of other words is not made one of these.
    other = edit(before, word, "hurt"), edit(after, word, "hurt")
    assert has_changed(other[0], file.kind)
    assert keep_review(file.path, *other, SETTINGS) == other[1]


@pytest.mark.parametrize(
    "text",
    [
        edit(_LINKED, "topics: [back]", "topics: [back]\nreview: {by: rivera, date: 2026-01-02}"),
        edit(reviewed(guide(_LINKED)), "topics: [back]", "topics: ["),
        edit(reviewed(guide(_LINKED)), "topics: [back]", "topics: [back]\nstatus: withdrawn"),
    ],
)
def test_a_file_without_a_review_that_holds_stays_as_it_is(text: str) -> None:
    after = edit(text, "y.md", "z.md")
    assert keep_review("content/guides/x.md", text, after, SETTINGS) == after


def refusal(file: ReviewedFile) -> str:
    with pytest.raises(EditError) as raised:
        record_review(file, NEW, SETTINGS)
    return raised.value.message


def refusal_of_minor_change(file: ReviewedFile) -> str:
    with pytest.raises(EditError) as raised:
        record_minor_change(file, "why", "2026-03-01", SETTINGS)
    return raised.value.message


def test_a_minor_change_needs_a_review_of_another_text() -> None:
    assert "has no review" in refusal_of_minor_change(guide())
    assert "does not know which text" in refusal_of_minor_change(thread())
    assert "has not changed" in refusal_of_minor_change(guide(reviewed(guide())))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "content/guides/x.md:1:1: F01 the file has no front matter"),
        ("---\ntitle: a: b\n---\n\nText.\n", "content/guides/x.md:2:9: F04"),
        ("---\ntitle: a\n", "content/guides/x.md:1:1: F02"),
        ("---\ntitle: a\ntopics: [b]\nreview: rivera\n---\n\nText.\n", "F07 'review' expects"),
        ("---\ntitle: a\ntopics: [b]\nstatus: withdrawn\n---\n", "is withdrawn"),
        ("---\ntitle: a\ntopics: [b]\n---\n\x00\n", "T02"),
    ],
)
def test_a_file_with_errors_cannot_be_reviewed(text: str, message: str) -> None:
    assert message in refusal(guide(text))
    assert message in refusal_of_minor_change(guide(text))


def test_a_review_that_would_be_an_error_is_refused() -> None:
    late = NewReview(by="rivera", date=parse_moment("2026-02-01"), due=parse_moment("2026-01-01"))
    with pytest.raises(EditError, match="F12"):
        record_review(guide(), late, SETTINGS)
