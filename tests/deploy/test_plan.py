"""Whatever is there before, and wherever the steps end, each page has what it needs."""

from collections.abc import Iterable, Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from ssg.deploy.plan import Plan, plan_deployment
from ssg.deploy.state import TargetState
from ssg.digest import Digest, digest_of
from ssg.publish.manifest import COMPRESSED_ENDINGS, Build, PublishOrder
from ssg.urls import fold_path

BUILD = Build(built="2026-03-01T00:00:00+00:00")
Site = dict[str, str]
"""What is in each file: a page has the name of the asset that it needs."""


def marks(site: Mapping[str, str]) -> dict[str, Digest]:
    return {path: digest_of(text.encode()) for path, text in site.items()}


def orders_of(site: Iterable[str]) -> dict[str, PublishOrder]:
    kinds = {"assets/": PublishOrder.ASSET, "feed": PublishOrder.LIST}
    return {
        path: order for path in site for start, order in kinds.items() if path.startswith(start)
    }


def state_of(site: Mapping[str, str], pending: Iterable[str] = ()) -> TargetState:
    known = {path: mark for path, mark in marks(site).items() if path not in set(pending)}
    return TargetState(build=BUILD, files=known, pending=frozenset(pending))


def plan(new: Site, state: TargetState | None) -> Plan:
    return plan_deployment(marks(new), orders_of(new), state)


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Pages with the assets that they need, lists, and compressed versions of some of these."""
    names = draw(st.lists(st.sampled_from(["a", "A", "b", "b/c", "d"]), unique_by=fold_path))
    names = [one for one in names if not (one == "b/c" and "b" in names)]
    site = {}
    for name in names:
        asset = f"assets/{draw(st.sampled_from('123'))}.css"
        site[asset] = asset
        site[f"{name}.html"] = f"{asset} {draw(st.integers(0, 2))}"
    if draw(st.booleans()):
        site["feed.xml"] = str(draw(st.integers(0, 2)))
    if draw(st.booleans()):
        site["index.html"] = f"assets/1.css {draw(st.integers(0, 2))}"
        site["assets/1.css"] = "assets/1.css"
    for path in list(site):
        for ending in COMPRESSED_ENDINGS:
            if draw(st.booleans()):
                site[path + ending] = f"compressed: {site[path]}"
    return site


def check_whole(found: Site, *versions: Site) -> None:
    for path, text in found.items():
        assert text in [version.get(path) for version in versions]
        if path.endswith(".html"):
            assert text.split()[0] in found, f"{path} has no {text}"
        for ending in COMPRESSED_ENDINGS:
            assert found.get(path + ending, f"compressed: {text}") == f"compressed: {text}"


def moments(there: Site, new: Site, state: TargetState | None) -> Iterator[Site]:
    """What is there after each single change of a plan's steps."""
    found = dict(there)
    for step in plan(new, state).steps:
        for path in step.delete:
            assert state
            assert path in state.paths
            found.pop(path, None)
            yield dict(found)
        for path in step.put:
            found[path] = new[path]
            yield dict(found)


@given(sites(), sites())
def test_each_moment_of_a_plan_is_whole(old: Site, new: Site) -> None:
    found = old
    for found in moments(old, new, state_of(old)):
        check_whole(found, old, new)
        assert old.keys() & new.keys() <= found.keys() | {
            path for path in old if path.endswith(COMPRESSED_ENDINGS)
        }
    assert found == new


@given(sites(), sites(), sites(), st.data())
def test_a_plan_that_was_broken_off_goes_on_to_any_version(
    old: Site, new: Site, newest: Site, data: st.DataObject
) -> None:
    first = plan(new, state_of(old))
    there = [old, *moments(old, new, state_of(old))]
    broken = there[data.draw(st.integers(0, len(there) - 1))]
    pending = {*first.added, *first.changed, *first.removed}
    found = broken
    for found in moments(broken, newest, state_of(new, pending)):
        check_whole(found, old, new, newest)
    assert found == newest or not plan(newest, state_of(new, pending)).steps


@given(sites(), sites())
def test_no_file_hides_another_where_case_does_not_count(old: Site, new: Site) -> None:
    found = {fold_path(path): text for path, text in old.items()}
    for step in plan(new, state_of(old)).steps:
        for path in step.delete:
            found.pop(fold_path(path), None)
        for path in step.put:
            found[fold_path(path)] = new[path]
    assert found == {fold_path(path): text for path, text in new.items()}


@given(sites())
def test_nothing_is_planned_for_what_is_there(site: Site) -> None:
    assert plan(site, state_of(site)).is_empty


def test_what_is_pending_is_put_again_even_if_it_should_be_the_same() -> None:
    site = {"a.html": "x", "b.html": "y"}
    state = TargetState(build=BUILD, files=marks(site), pending=frozenset({"a.html", "c.html"}))
    planned = plan(site, state)
    assert (planned.changed, planned.removed) == (("a.html",), ("c.html",))


def test_a_home_page_comes_last_where_no_site_was() -> None:
    planned = plan({"index.html": "x", "a.html": "y", "feed.xml": "z"}, None)
    assert [step.put for step in planned.steps] == [("a.html",), ("feed.xml",), ("index.html",)]


def test_a_file_in_the_place_of_a_folder_goes_first() -> None:
    planned = plan({"a/b.html": "x"}, state_of({"a": "file"}))
    assert planned.steps[0].delete == ("a",)
    planned = plan({"a": "x"}, state_of({"a/b.html": "page"}))
    assert planned.steps[0].delete == ("a/b.html",)


def test_more_deletions_than_a_tenth_are_many() -> None:
    def check(old: int, new: int) -> bool:
        before = state_of({f"{number}.html": "x" for number in range(old)})
        return plan({f"{n}.html": "x" for n in range(new)}, before).deletes_much

    assert not check(20, 18)
    assert check(20, 17)
    assert not check(1000, 900)
    assert check(1000, 899)
    assert not plan({"a.html": "x"}, None).deletes_much


def test_assets_and_compressed_files_are_not_counted_as_deletions() -> None:
    old = {f"assets/{number}.css": "x" for number in range(50)}
    old |= {f"a{number}.html.br": "x" for number in range(50)}
    assert not plan({"a.html": "x"}, state_of(old)).deletes_much
