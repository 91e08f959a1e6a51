"""What an editor is answered: completion, definitions, mentions, names, outlines, and fixes."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.incremental.samples import SmallSite, thread
from tests.language_server.client import Editor

Q1 = "content/threads/q1.md"
GUIDE = "content/guides/moving.md"
RESTING = "content/guides/resting.md"
_CAPABILITIES = {"workspace": {"workspaceEdit": {"resourceOperations": ["rename"]}}}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("answers")
    site = SmallSite(folder / "site", folder / "output")
    site.edit("content/topics/sleep.md", "title: Sleep\n", "title: Sleep\nalso_called: [Slumber]\n")
    site.write("content/media/Foto 1.png", "")
    with Editor(site.folder, capabilities=_CAPABILITIES) as editor:
        editor.open("content/topics/sleep.md")
        editor.wait_for("content/topics/sleep.md")
        yield editor


def _labels(editor: Editor, path: str, text: str) -> list[str]:
    found = editor.ask_at("completion", path, text)
    return [item["label"] for item in found["items"]]


def _completed(editor: Editor, path: str, text: str, label: str) -> str:
    """The text with this item in it, as an editor inserts it."""
    items = editor.ask_at("completion", path, text)["items"]
    item = next(one for one in items if one["label"] == label)
    return _apply(text.replace("|", ""), [item["textEdit"]])


def _apply(text: str, edits: list[dict[str, Any]]) -> str:
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for edit in sorted(edits, key=lambda one: -one["range"]["start"]["line"]):
        first, last = (
            starts[at["line"]] + at["character"]
            for at in (edit["range"]["start"], edit["range"]["end"])
        )
        text = text[:first] + edit["newText"] + text[last:]
    return text


def _front(text: str) -> str:
    return thread(1).replace("topics: [back]", text)


def test_topics_are_completed_by_id_title_and_other_names(editor: Editor) -> None:
    assert set(_labels(editor, Q1, _front("topics: [|]"))) == {"back", "body", "sleep"}
    assert _labels(editor, Q1, _front("topics: [slumb|]")) == ["sleep"]
    done = _completed(editor, Q1, _front("topics: [back, slumb|]"), "sleep")
    assert "topics: [back, sleep]\n" in done


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("topics:\n  - sl|", "sleep"),
        ("topics: [back]\nguides: [mov|]", "moving"),
        ("topics: [back]\nresources: [Walking|]", "walking"),
        ("topics: [back]\nrelated: ['Question 3|']", "q3"),
        ("topics: [back]\nreview: {by: sampl|, date: 2026-01-01}", "sam"),
        ("topics: [back]\nreview:\n  by: |\n  date: 2026-01-01", "sam"),
        ("topics: [back]\nstatus: dr|", "draft"),
        ("topics: [back]\ntranslation_of: q|", "q4"),
    ],
)
def test_fields_that_name_something_are_completed(editor: Editor, field: str, label: str) -> None:
    assert label in _labels(editor, Q1, _front(field))


@pytest.mark.parametrize(
    ("text", "filtered_by"),
    [
        (_front("topics: [bac|]"), None),
        (_front("topics: [back, slumb|]"), "slumb"),
        (thread(1) + "\n[see](../guides/mo|)\n", None),
        (thread(1) + "\n[see](Moving|)\n", "Moving"),
    ],
)
def test_only_what_begins_otherwise_says_what_it_was_found_by(
    editor: Editor, text: str, filtered_by: str | None
) -> None:
    # Neovim 0.7 replaces only the last word for an item with a text to be filtered by.
    (found,) = editor.ask_at("completion", Q1, text)["items"]
    assert found.get("filterText") == filtered_by


def test_a_document_is_not_offered_in_its_own_fields(editor: Editor) -> None:
    assert "q1" not in _labels(editor, Q1, _front("topics: [back]\nrelated: [|]"))
    assert "q1" in _labels(editor, "content/threads/q2.md", thread(2, extra="related: [|]\n"))


def test_an_empty_line_of_a_list_is_completed_with_its_dash(editor: Editor) -> None:
    done = _completed(editor, Q1, _front("topics:\n  |"), "sleep")
    assert "topics:\n  - sleep\n" in done


def test_names_of_fields_are_completed_where_they_are_missing(editor: Editor) -> None:
    found = editor.ask_at("completion", Q1, _front("topics: [back]\nsum|"))["items"]
    labels = [item["label"] for item in found]
    assert "summary" in labels
    assert "title" not in labels
    summary = next(item for item in found if item["label"] == "summary")
    assert summary["documentation"]
    assert summary["textEdit"]["newText"] == "summary: "
    assert "due" in _labels(editor, Q1, _front("topics: [back]\nreview: {by: sam, |}"))


def test_fields_of_posts_people_resources_and_settings_are_completed(editor: Editor) -> None:
    post = thread(1).replace("by: Ann\n", "by: Ann\nrole: cl|\n")
    assert _labels(editor, Q1, post) == ["member", "clinician", "editor"]
    assert "person" in _labels(editor, Q1, thread(1).replace("by: Ann\n", "by: Ann\nper|\n"))
    assert "credentials" in _labels(editor, "content/people/sam.yaml", "id: sam\nname: S\ncr|")
    resources = "publisher: P\nresources:\n- id: a\n  topics: [|]\n"
    assert "sleep" in _labels(editor, "content/resources/new.yaml", resources)
    settings = (editor.folder / "site.yaml").read_text()
    assert "timezone" in _labels(editor, "site.yaml", f"{settings}time|")
    assert "newest" in _labels(editor, "site.yaml", f"{settings}answers: |")


def test_links_are_completed_with_paths_headings_addresses_and_images(editor: Editor) -> None:
    text = thread(1)
    done = _completed(editor, Q1, f"{text}\n[see](../gui|)\n", "../guides/moving.md")
    assert "[see](../guides/moving.md)\n" in done
    assert _labels(editor, Q1, f"{text}\n[see](Moving|)\n") == ["../guides/moving.md"]
    assert _labels(editor, Q1, f"{text}\n[see](../guides/moving.md#|)\n") == ["why"]
    assert "/guides/moving/" in _labels(editor, Q1, f"{text}\n[see](/mov|)\n")
    assert _labels(editor, Q1, f"{text}\n![see](draw|)\n") == ["../media/drawing.svg"]
    assert "a-2026-02-02" in _labels(editor, Q1, f"{text}\n[see](q2.md#|)\n")


def test_nothing_is_offered_in_prose_or_in_a_file_of_another_kind(editor: Editor) -> None:
    assert _labels(editor, Q1, thread(1) + "\nSome words|\n") == []
    assert editor.ask_at("completion", "README.md", "# sle|")["items"] == []
    assert editor.ask_at("completion", "../outside.md", "topics: [|") is None


def test_a_definition_is_the_file_the_line_of_a_resource_or_the_heading(editor: Editor) -> None:
    def lead(text: str) -> tuple[str, int]:
        found = editor.ask_at("definition", Q1, text)
        return editor.path(found["uri"]), found["range"]["start"]["line"]

    assert lead(_front("topics: [ba|ck]")) == ("content/topics/back.md", 0)
    resources, text = "content/resources/public.yaml", thread(1)
    assert lead(text.replace("[walking]", "[walk|ing]")) == (resources, 2)
    assert lead(f"{text}\n[see](../guides/mov|ing.md#why)\n") == (GUIDE, 7)
    assert lead(f"{text}\n[se|e](../guides/moving.md)\n") == (GUIDE, 0)
    assert lead(f"{text}\n[see](/resources/rest|ing/)\n") == (resources, 3)
    assert lead(f"{text}\n![x](../media/draw|ing.svg)\n") == ("content/media/drawing.svg", 0)
    assert editor.ask_at("definition", Q1, _front("topics: [nowh|ere]")) is None


def test_mentions_of_a_guide_are_found_in_fields_and_links(editor: Editor) -> None:
    text = (editor.folder / GUIDE).read_text()
    context = {"includeDeclaration": False}
    found = editor.ask_at("references", GUIDE, f"|{text}", context=context)
    places = {(editor.path(one["uri"]), one["range"]["start"]["line"]) for one in found}
    assert places >= {("content/threads/q2.md", 4), (RESTING, 7)}
    link = next(one for one in found if editor.path(one["uri"]) == RESTING)
    assert link["range"]["start"]["character"] == len("See [moving](")


def test_hovering_says_what_an_id_or_a_field_is(editor: Editor) -> None:
    found = editor.ask_at("hover", Q1, _front("topics: [ba|ck]"))["contents"]["value"]
    assert found.startswith("**Back**\n\ntopic, published\n\nAbout the back")
    found = editor.ask_at("hover", Q1, thread(1).replace("[walking]", "[walk|ing]"))
    assert "**Walking**" in found["contents"]["value"]
    found = editor.ask_at("hover", Q1, thread(1).replace("asked:", "as|ked:"))
    assert found["contents"]["value"].startswith("`asked`: a date")
    assert editor.ask_at("hover", Q1, thread(1) + "\nwords|\n") is None


def test_an_outline_has_posts_with_authors_and_headings(editor: Editor) -> None:
    editor.ask_at("hover", Q1, f"|{thread(1)}")
    editor.wait_for(Q1)

    def outline(path: str) -> list[tuple[str, str, int]]:
        found = editor.ask(
            "textDocument/documentSymbol", {"textDocument": {"uri": editor.uri(path)}}
        )
        return [(one["name"], one["detail"], one["range"]["start"]["line"]) for one in found]

    assert outline(Q1) == [
        ("Front matter", "Question 1", 0),
        ("Question", "Guest", 7),
        ("Answer by Ann", "2026-02-01", 10),
    ]
    assert outline(GUIDE)[1:] == [("Why", "#why", 7)]
    assert [one[0] for one in outline("content/resources/public.yaml")] == ["Walking", "Resting"]


def test_a_quick_fix_is_what_the_hint_says(editor: Editor) -> None:
    text = _front("topics: [bakc]")
    editor.ask_at("hover", Q1, f"|{text}")
    (found,) = editor.wait_for(Q1, "R01")
    asked = {"textDocument": {"uri": editor.uri(Q1)}, "range": found["range"]}
    (fix,) = editor.ask("textDocument/codeAction", {**asked, "context": {"diagnostics": [found]}})
    assert fix["kind"] == "quickfix"
    ((uri, edits),) = fix["edit"]["changes"].items()
    assert editor.path(uri) == Q1
    assert _apply(text, edits) == _front("topics: [back]")


def test_a_rename_moves_the_file_and_changes_what_mentions_it(site: SmallSite) -> None:
    with Editor(site.folder, capabilities=_CAPABILITIES) as own:
        own.open(RESTING)
        own.wait_for(RESTING)
        text = (site.folder / RESTING).read_text()
        at = text.replace("moving.md", "mov|ing.md")
        assert own.ask_at("prepareRename", RESTING, at)["placeholder"] == "moving"
        edit = own.ask_at("rename", RESTING, at, newName="walking-more")["documentChanges"]
        for change in edit:
            if change.get("kind") == "rename":
                old, new = (site.folder / own.path(change[key]) for key in ("oldUri", "newUri"))
                old.rename(new)
                continue
            file = site.folder / own.path(change["textDocument"]["uri"])
            file.write_text(_apply(file.read_text(), change["edits"]))
        assert (site.folder / "content/guides/walking-more.md").is_file()
        assert "aliases:" in (site.folder / "content/guides/walking-more.md").read_text()
        assert "[moving](walking-more.md#why)" in (site.folder / RESTING).read_text()
        assert "guides: [walking-more]" in (site.folder / Q1).read_text()
        assert site.build().written


@pytest.mark.parametrize(
    ("name", "said"), [("resting", "exists already"), ("Not An Id", "must consist of")]
)
def test_a_rename_that_cannot_be_made_says_why(editor: Editor, name: str, said: str) -> None:
    text = (editor.folder / RESTING).read_text()
    with pytest.raises(AssertionError, match=said):
        editor.ask_at("rename", RESTING, text.replace("moving.md", "mov|ing.md"), newName=name)
