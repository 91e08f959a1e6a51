"""What plugins find shows in the preview, and follows their code as it is saved."""

from pathlib import Path

from tests.incremental.samples import NOW, SmallSite
from tests.plugin import install, path_of
from tests.serve.preview import start_preview

CODE = """
def find(document):
    for text in document.texts:
        if document.id == "moving":
            yield Finding(message="MESSAGE", place=text.find(text.markdown.index("It")))

@hookimpl
def ssg_checks(): return [check("own", find)]

@hookimpl
def ssg_filters(): return {"own": lambda text: text + "<MARK>"}
"""
GUIDE = "/guides/moving/"


def test_findings_and_filters_follow_the_plugin(tmp_path: Path) -> None:
    small, plugins = SmallSite(tmp_path / "site", tmp_path / "output"), tmp_path / "plugins"
    small.edit("site.yaml", "page_size", "plugins: [house-style]\npage_size")
    logo = "{% macro logo() %}{{ 'x'|own }}{% endmacro %}"
    small.write("templates/components/logo.html", logo)

    def save(message: str, mark: str) -> None:
        install(plugins, CODE.replace("MESSAGE", message).replace("MARK", mark))

    save("<b>It</b> promises", "one")
    env = {**path_of(plugins), "PYTHONDONTWRITEBYTECODE": "1"}
    with start_preview(small.folder, "--now", NOW, env=env) as preview:
        page = preview.wait_for(GUIDE, "&lt;b&gt;It&lt;/b&gt; promises")
        assert "house-style/own" in page.body
        assert "x&lt;one&gt;" in page.body
        save("It hopes", "two")
        preview.wait_for(GUIDE, "It hopes")
        preview.wait_for(GUIDE, "x&lt;two&gt;")
        install(plugins, CODE.replace("yield Finding", "1 / 0; yield Finding"))
        preview.wait_for(GUIDE, "failed: division by zero")
        save("It is mended", "three")
        preview.wait_for(GUIDE, "It is mended")
        assert "Traceback" not in preview.terminal
