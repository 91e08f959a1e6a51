"""A template is compiled once for all processes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ssg.render import dependencies, environment, runtime
from ssg.render.bytecode import CompiledTemplates
from ssg.render.dependencies import compile_templates
from ssg.render.environment import make_environment, use_compiled

PAGE = "pages/mine.html"
COMPONENT = "components/mine.html"


@pytest.fixture(autouse=True)
def nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just started."""
    start_again(monkeypatch)


def start_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = CompiledTemplates(Path("/theme"), None)
    for module in (environment, dependencies):
        monkeypatch.setattr(module, "COMPILED", compiled)
    monkeypatch.setattr(runtime, "_parsed", {})


def write_theme(folder: Path, component: str) -> Path:
    for name, source in {
        PAGE: f'{{% from "{COMPONENT}" import mine %}}{{{{ mine() }}}} in {folder}',
        COMPONENT: f"{{% macro mine() %}}{component}{{% endmacro %}}",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return folder


def compile_in_parent(theme: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, bytes]:
    code = compile_templates([theme], [PAGE])
    start_again(monkeypatch)
    return code


def render(theme: Path) -> str:
    return make_environment([theme]).get_template(PAGE).render()


def test_a_process_compiles_nothing_that_it_gets_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = write_theme(tmp_path, "the same")
    use_compiled(compile_in_parent(theme, monkeypatch))

    def refuse(*_: Any) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(runtime.ThemeEnvironment, "_compile", refuse)
    assert render(theme) == f"the same in {tmp_path}"


def test_a_template_that_was_changed_in_between_is_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = compile_in_parent(write_theme(tmp_path, "old"), monkeypatch)
    use_compiled(code)
    assert render(write_theme(tmp_path, "new")) == f"new in {tmp_path}"


def test_a_template_that_cannot_be_compiled_is_left_to_whoever_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = write_theme(tmp_path, "{{ 1|filter_that_is_not_there }}")
    code = compile_in_parent(theme, monkeypatch)
    assert len(code) == 1
    use_compiled(code)
    with pytest.raises(Exception, match="No filter named 'filter_that_is_not_there'"):
        render(theme)
