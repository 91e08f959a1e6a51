"""Sites with plugins, with the real command: what they find, and what becomes of their mistakes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import preloaded
from tests.plugin import install, write

SITE = "title: Night and day\nurl: https://example.org\nplugins: [house-style]\n"
GUIDE = "content/guides/naps.md"
FILES = {
    "site.yaml": SITE,
    "content/topics/sleep.md": "---\ntitle: Sleep\n---\n",
    GUIDE: "---\ntitle: Naps\ntopics: [sleep]\n---\n\nShort naps always help.\n",
    "content/guides/rest.md": "---\ntitle: Rest\ntopics: [sleep]\n---\n\nLie down for a while.\n",
}
ALWAYS = """
def find(document):
    for text in document.texts:
        for found in re.finditer("always", text.markdown):
            yield Finding(message=f"'{found[0]}' is a promise", place=text.find(found.start()))

@hookimpl
def ssg_checks():
    return [check("always", find)]
"""


class Plugged:
    """A site in a folder, with the plugins in another one."""

    def __init__(self, folder: Path) -> None:
        self.site, self.plugins = folder / "site", folder / "plugins"
        for path, text in FILES.items():
            write(self.site / path, text)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """The exit code, and what was written to both streams."""
        command = ["--site", str(self.site), *arguments]
        path = f"import sys; sys.path.insert(0, {str(self.plugins)!r})"
        done = preloaded.run(command, env=os.environ, cwd=self.site.parent, before=path)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    def errors(self, *arguments: str) -> str:
        """What is said of a site that has an error."""
        code, _, errors = self.run(*(arguments or ("check",)))
        assert code == 1, errors
        return errors


@pytest.fixture
def plugged(tmp_path: Path) -> Plugged:
    return Plugged(tmp_path)


def test_a_plugin_that_is_installed_and_not_named_does_nothing(plugged: Plugged) -> None:
    install(plugged.plugins, ALWAYS + "\nraise SystemExit(3)\n")
    write(plugged.site / "site.yaml", SITE.replace("plugins: [house-style]\n", ""))
    code, _, errors = plugged.run("check")
    assert code == 0
    assert "house-style" not in errors


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import no_such_module\n", "No module named 'no_such_module'"),
        ("raise SystemExit(3)\n", "it raises SystemExit: 3"),
        ("import os; os._exit(3)\n", "it ends the process that loads it (exit code 3)"),
        ("while True: pass\n", "it takes longer than 1 s"),
        ("def ssg_checks(): return []\n", "it has no hook: mark its functions with @hookimpl"),
        ("@hookimpl\ndef ssg_cheks(): return []\n", "unknown hook 'ssg_cheks'"),
        (
            "@hookimpl\ndef ssg_checks(document): return []\n",
            "Argument(s) {'document'} are declared in the hookimpl but can not be found in the"
            " hookspec",
        ),
        ("@hookimpl\ndef ssg_checks(): return 1\n", "ssg_checks gives a value of type int"),
        ("@hookimpl\ndef ssg_checks(): return [1]\n", "ssg_checks gives a value of type int"),
        (
            "@hookimpl\ndef ssg_checks(): return [check('W01', print)]\n",
            "the check 'W01' has another name than lowercase letters, digits and single hyphens",
        ),
        (
            "@hookimpl\ndef ssg_checks(): return [check('a', print)] * 2\n",
            "it has two checks with the name 'a'",
        ),
        (
            "@hookimpl\ndef ssg_checks(): return [check('a', lambda: [])]\n",
            "the function of the check 'a' does not take one document: too many positional",
        ),
        (
            "@hookimpl\ndef ssg_checks(): return [check('a', print, 'note')]\n",
            "the check 'a' is neither an 'error' nor a 'warning'",
        ),
        (
            "@hookimpl\ndef ssg_filters(): return {'escape': str}\n",
            "its filter 'escape' has the name of one that every site has",
        ),
        (
            "@hookimpl\ndef ssg_tests(): return {'two words': str}\n",
            "ssg_tests gives a name that no template can write: 'two words'",
        ),
        (
            "@hookimpl\ndef ssg_filters(): return {'own': 1}\n",
            "ssg_filters gives a value of type int as 'own', and no function",
        ),
    ],
)
def test_a_plugin_that_cannot_be_used_is_an_error_at_its_name(
    plugged: Plugged, code: str, problem: str
) -> None:
    install(plugged.plugins, code)
    write(plugged.site / "site.yaml", f"{SITE}limits: {{file_seconds: 1}}\n")
    errors = plugged.errors()
    assert "site.yaml:3:11: error[S06] the plugin 'house-style' cannot be used: " in errors
    assert problem in errors


def test_two_plugins_with_one_filter_and_two_packages_with_one_plugin_are_errors(
    plugged: Plugged,
) -> None:
    filters = "@hookimpl\ndef ssg_filters(): return {'own': str}\n"
    install(plugged.plugins, filters)
    install(plugged.plugins, filters, name="second")
    write(plugged.site / "site.yaml", SITE.replace("house-style", "house-style, second"))
    problem = "its filter 'own' has the name of one that the plugin 'house-style' has"
    assert problem in plugged.errors()
    write(plugged.plugins / "third-1.0.dist-info/METADATA", "Name: third\nVersion: 1.0\n")
    write(plugged.plugins / "third-1.0.dist-info/entry_points.txt", "[ssg]\nsecond = json\n")
    assert "several packages have one of this name: second, third" in plugged.errors()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (
            "raise ValueError(document.id)",
            "the check 'house-style/own' failed: naps (__init__.py, line 10)",
        ),
        ("raise SystemExit(1)", "the check 'house-style/own' failed: it raises SystemExit: 1"),
        ("return 1", "the check 'house-style/own' failed: 'int' object is not iterable"),
        ("return [1]", "it gives a int in place of a Finding"),
        ("return [Finding(message='')]", "it gives a finding without a message"),
        ("return [Finding(message='a', place=Place(99))]", "it gives a place that is not in the"),
        ("return [Finding(message='a', place=Place(2, 13))]", "Place(line=2, column=13)"),
        (
            "return [Finding(message='a', place=Place(2, 10**30))]",
            "it gives a place that is not in",
        ),
        ("raise type('Mute', (Exception,), {'__str__': lambda self: 1 / 0})", "failed: Mute"),
        (
            "raise type('Mute', (BaseException,), {'__str__': lambda self: None})",
            "failed: it raises Mute",
        ),
        (
            "return (Finding(message='a') for _ in iter(int, 1))",
            "it finds more than 1,000 problems",
        ),
        ("document.fields['title'] = 'Mine'", "does not support item assignment"),
        ("import os; os._exit(5)", "(house-style) ends the process that it runs in (exit code 5)"),
        ("while True: pass", "a check of the plugins (house-style) takes longer than 1 second"),
    ],
)
def test_a_check_that_fails_is_an_error_at_its_document(
    plugged: Plugged, code: str, problem: str
) -> None:
    failing = f"""
def find(document):
    if document.id == "naps":
        {code}
    return []

@hookimpl
def ssg_checks():
    return [check("own", find), check("id", lambda document: [Finding(message=document.id)])]
"""
    install(plugged.plugins, failing)
    write(plugged.site / "site.yaml", f"{SITE}limits: {{file_seconds: 1}}\n")
    errors = plugged.errors()
    line = next(line for line in errors.splitlines() if "error[S07]" in line)
    assert line.startswith(f"{GUIDE}: error[S07] ")
    assert problem in line
    assert "content/guides/rest.md: warning[house-style/id] rest" in errors
    assert errors.count("error[") == 1


def test_a_check_that_forks_is_heard_once(plugged: Plugged) -> None:
    forking = "import os\n" + ALWAYS.replace("    for text", "    os.fork()\n    for text", 1)
    install(plugged.plugins, forking)
    code, _, errors = plugged.run("check")
    assert code == 0
    assert errors.count("is a promise") == 1


def test_every_format_has_the_findings_and_no_sign_of_theirs_controls_anything(
    plugged: Plugged,
) -> None:
    hostile = "]]><b>\\x1b[31m\\n::error::%0A@everyone\\u202e"
    install(
        plugged.plugins,
        f"""
def find(document):
    return [Finding(message="{hostile}", hint="{hostile}")] if document.id == "naps" else []

@hookimpl
def ssg_checks():
    return [Check(name="own", title="{hostile}", why="{hostile}", how="{hostile}", find=find)]
""",
    )
    for form in ("json", "sarif", "github", "gitlab", "junit"):
        code, document, _ = plugged.run("check", "--format", form)
        assert code == 0
        assert "house-style/own" in document
        assert not {"\x1b", "\u202e", "\r"} & set(document)
        if form == "github":
            assert not [line for line in document.splitlines() if line.startswith("::error::")]
        if form == "sarif":
            rules = json.loads(document)["runs"][0]["tool"]["driver"]["rules"]
            (own,) = [rule for rule in rules if rule["id"] == "house-style/own"]
            assert "markdown" not in own["help"]
            assert "helpUri" not in own
    assert "\x1b" not in plugged.run("explain", "house-style/own")[1]


def test_a_finding_can_be_cleared_and_raised_to_an_error(plugged: Plugged) -> None:
    install(plugged.plugins, ALWAYS)
    settings = f"{SITE}checks: {{errors: [house-style/always]}}\n"
    write(plugged.site / "site.yaml", settings)
    assert "naps.md:6:12: error[house-style/always]" in plugged.errors("build")
    reason = ("--reason", "A quotation", "--code", "house-style/always")
    code, said, _ = plugged.run("clear", *reason, f"{plugged.site / GUIDE}:6")
    assert (code, "cleared[house-style/always] 'always' is a promise" in said) == (0, True)
    assert plugged.run("build")[0] == 0
    # A warning may become an error of the plugin, which nobody can clear.
    install(plugged.plugins, ALWAYS.replace("find)", "find, 'error')"))
    errors = plugged.errors("check")
    assert "error[house-style/always]" in errors
    assert plugged.run("check", "--strict")[0] == 1


def test_a_code_that_no_plugin_has_is_an_error(plugged: Plugged) -> None:
    install(plugged.plugins, ALWAYS)
    settings = f"{SITE}checks: {{errors: [house-style/allways, other/always]}}\n"
    write(plugged.site / "site.yaml", settings)
    errors = plugged.errors()
    assert "has no check with the code 'house-style/allways'" in errors
    assert "did you mean 'house-style/always'?" in errors
    assert "'other/always' is the code of a plugin that 'plugins' does not name" in errors


def test_explaining_a_code_that_a_plugin_does_not_have_says_which_it_has(plugged: Plugged) -> None:
    install(plugged.plugins, ALWAYS)
    code, _, errors = plugged.run("explain", "house-style/never")
    assert code == 2
    assert "has no check with the code 'house-style/never'" in errors
    assert "it has: house-style/always" in errors
    install(plugged.plugins, "1 / 0\n")
    _, _, errors = plugged.run("explain", "house-style/always")
    assert "the plugin 'house-style' cannot be used: division by zero" in errors


def test_what_a_check_prints_is_not_in_the_document(plugged: Plugged) -> None:
    printing = "print('NOISE', flush=True); import os; os.write(1, b'NOISE')"
    find = ALWAYS.replace("def find(document):", f"def find(document):\n    {printing}")
    install(plugged.plugins, f"{printing}\n{find}")
    code, document, errors = plugged.run("check", "--format", "json")
    assert (code, "NOISE" in document, "NOISE" in errors) == (0, False, True)
    json.loads(document)


@pytest.mark.parametrize("options", [(), ("--plain-templates",)])
def test_what_a_filter_returns_is_escaped(plugged: Plugged, options: tuple[str, ...]) -> None:
    functions = """
@hookimpl
def ssg_filters(): return {"own": lambda text, sign: f"<b>{text}</b>{sign}"}

@hookimpl
def ssg_tests(): return {"short": lambda text: len(text) < 5}
"""
    install(plugged.plugins, functions)
    logo = "{% macro logo() %}{{ 'x'|own('&') }}{{ site.title is short }}{% endmacro %}"
    write(plugged.site / "templates/components/logo.html", logo)
    code, _, errors = plugged.run("build", *options)
    assert code == 0, errors
    page = (plugged.site / "output/index.html").read_text()
    assert "&lt;b&gt;x&lt;/b&gt;&amp;False</a>" in page


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ('exec(\'raise type("Mute", (Exception,), {"__str__": None})\')', "failed: Mute"),
        ("1 / 0", "the filter 'own' of the plugin 'house-style' failed: division by zero"),
        ("exit(3)", "the filter 'own' of the plugin 'house-style' failed: it raises SystemExit: 3"),
        ("__import__('os')._exit(3)", "ended (3): see plugins"),
    ],
)
def test_a_filter_that_fails_is_an_error_in_its_template(
    plugged: Plugged, code: str, problem: str
) -> None:
    install(
        plugged.plugins, f"@hookimpl\ndef ssg_filters(): return {{'own': lambda text: {code}}}\n"
    )
    logo = "{% macro logo() %}\n{{ site.title|own }}\n{% endmacro %}\n"
    write(plugged.site / "templates/components/logo.html", logo)
    errors = plugged.errors()
    assert "error[S03]" in errors
    assert problem in errors


def test_a_site_without_plugins_loads_nothing_for_them(plugged: Plugged) -> None:
    write(plugged.site / "site.yaml", SITE.replace("plugins: [house-style]\n", ""))
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "ssg",
        "--site",
        str(plugged.site),
        "build",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "ssg.plugins.named" in loaded
    assert loaded.isdisjoint({"pluggy", "ssg.plugins.api", "ssg.plugins.loading"})
