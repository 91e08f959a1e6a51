"""Whatever changes in a plugin, the next build gives what a clean build gives."""

import importlib
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import sleep

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from ssg.cache.stat_cache import TICK_SECONDS
from ssg.cache.store import StoreReader
from ssg.model.states import BuildTime
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.plugins.foreign import load_foreign
from ssg.plugins.loading import load_plugin
from ssg.workers import Outcome, Start
from tests.command import tree
from tests.effort import EFFORT
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite
from tests.plugin import forget, install, write

_CODE = """
from pathlib import Path
from house_style.mark import MARK

FILES = sorted(Path(__file__).parent.glob("*.txt"))
WORDS = [word for file in FILES for word in file.read_text().split()]

def find(document):
    for text in document.texts:
        for found in re.finditer("|".join(WORDS), text.markdown):
            yield Finding(message=f"{found[0]} MESSAGE", place=text.find(found.start()))

@hookimpl
def ssg_checks():
    return [check("words", find, "SEVERITY")]

@hookimpl
def ssg_filters():
    return {"own": lambda text: text + MARK}

@hookimpl
def ssg_tests():
    return {"marked": lambda text: "x" in MARK}
"""
_LOGO = "{% macro logo() %}{{ 'y'|own }}{% if site.title is marked %}!{% endif %}{% endmacro %}"
_STATE = {"MESSAGE": "a", "SEVERITY": "warning", "words": "nowhere", "mark": "x", "version": "1"}
_WORDS = st.sampled_from(["nowhere", "helps", "answer", "helps answer"])
_EDITS = st.one_of(
    st.tuples(st.just("MESSAGE"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("SEVERITY"), st.sampled_from(["warning", "warning", "error"])),
    st.tuples(st.just("words"), _WORDS),
    st.tuples(st.just("mark"), st.sampled_from(["x", "<i>"])),
    st.tuples(st.just("version"), st.sampled_from(["1", "2.0"])),
    st.tuples(st.just("guide"), st.sampled_from(["It helps.", "It is nowhere."])),
    st.tuples(st.just("new file"), st.sampled_from(["helps", "question"])),
    st.tuples(st.just("named"), st.sampled_from(["house-style", ""])),
)
_STEPS = st.lists(st.tuples(_EDITS, st.booleans()), min_size=1, max_size=4)


def _load_anew(names: Sequence[str], *, start: Start, seconds: int) -> Mapping[str, Outcome]:
    """As `load_foreign`, which starts a process that has loaded no plugin yet."""
    load_plugin.cache_clear()
    importlib.invalidate_caches()
    forget(_PLUGINS)
    return load_foreign(names, start=start, seconds=seconds)


_PLUGINS = Path(tempfile.gettempdir()) / "never"


class _Series:
    def __init__(self, folder: Path, plugins: Path, readers: list[StoreReader]) -> None:
        self.readers = readers
        self.site = SmallSite(folder / "site", folder / "output")
        self.plugins = plugins
        self.folder = folder
        self.state = dict(_STATE)
        settings = self.site.folder.joinpath("site.yaml").read_text()
        self.settings = f"{settings}plugins: [house-style]\n"
        self.site.write("site.yaml", self.settings)
        self.site.write("templates/components/logo.html", _LOGO)
        self.save()
        sleep(2 * TICK_SECONDS)
        self.build()

    def save(self) -> None:
        """Writes the plugin as it is now."""
        state, package = self.state, self.plugins / "house_style"
        code = _CODE.replace("MESSAGE", state["MESSAGE"]).replace("SEVERITY", state["SEVERITY"])
        write(package / "mark.py", f"MARK = {state['mark']!r}\n")
        write(package / "words.txt", state["words"])
        install(self.plugins, code, version=state["version"])

    def apply(self, edit: tuple[str, str]) -> None:
        match edit:
            case ("guide", text):
                guide = self.site.folder / "content/guides/moving.md"
                start = guide.read_text().partition("## Why")[0]
                guide.write_text(f"{start}## Why\n\n{text}\n")
            case ("new file", name):
                write(self.plugins / f"house_style/{name}.txt", name)
            case ("named", name):
                template = _LOGO if name else "{% macro logo() %}z{% endmacro %}"
                self.site.write("templates/components/logo.html", template)
                self.site.write("site.yaml", self.settings.replace("house-style", name))
            case (name, value):
                self.state[name] = value
                self.save()

    def build(self, name: str = "output", memory: Path | None = None) -> Report:
        time = BuildTime(now="2026-06-01T00:00:00+00:00")
        request = Request(
            site=self.site.folder,
            time=time,
            jobs=1,
            cache=memory,
            # A clean build also knows no other way to render than Jinja's.
            plain_templates=memory is not None,
        )
        try:
            return build(request, Target(output=self.folder / name), Silent())
        finally:
            # The processes that render end with the store open.
            while self.readers:
                self.readers.pop().close()

    def compare(self) -> None:
        """Compares a build with one from nothing."""
        report = self.build()
        for name in ("clean", "memory"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        clean = self.build("clean", self.folder / "memory")
        assert report.diagnostics == clean.diagnostics
        assert report.failed == clean.failed
        if not clean.failed:
            assert tree(self.site.output) == tree(self.folder / "clean")


@pytest.mark.parametrize(("worth_compiling", "series"), [(1, 2 * EFFORT), (10**6, 4 * EFFORT)])
def test_any_series_of_changes_ends_as_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth_compiling: int, series: int
) -> None:
    make_builds_cheap(monkeypatch)
    # Python takes a file of the same size and second for the one that it has compiled.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr("ssg.render.page_code._WORTH_COMPILING", worth_compiling)
    monkeypatch.setattr("ssg.plugins.named.load_foreign", _load_anew)
    readers: list[StoreReader] = []

    def open_store(path: Path) -> StoreReader:
        readers.append(StoreReader(path))
        return readers[-1]

    monkeypatch.setattr("ssg.render.staging.StoreReader", open_store)
    plugins = tmp_path / "plugins"
    monkeypatch.setattr(f"{__name__}._PLUGINS", plugins)
    monkeypatch.syspath_prepend(plugins)

    @settings(
        max_examples=series,
        deadline=None,
        database=None,
        derandomize=True,
        # Each example is a series of builds.
        phases=[Phase.explicit, Phase.generate],
    )
    @given(steps=_STEPS)
    @example(steps=[(("new file", "helps"), True)])
    def end_clean(steps: list[tuple[tuple[str, str], bool]]) -> None:
        shutil.rmtree(plugins, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=tmp_path) as place:
            one = _Series(Path(place), plugins, readers)
            for edit, waits in steps:
                one.apply(edit)
                if waits:
                    sleep(2 * TICK_SECONDS)
                one.compare()
            # Nothing has changed, so nothing is made.
            sleep(2 * TICK_SECONDS)
            one.compare()
            one.compare()

    end_clean()
