"""What the theme uses is compiled, and gives what Jinja gives."""

import pytest

from tests.unit.render.compile.compared import Compared, in_language
from tests.unit.render.samples import MINIMAL, RICH


@pytest.fixture(scope="module", params=["this site", "any site"])
def compared(request: pytest.FixtureRequest) -> Compared:
    return Compared(for_any_site=request.param == "any site")


@pytest.mark.parametrize("lang", ["en", "es", "ar", "de"])
@pytest.mark.parametrize("name", RICH)
def test_a_page_of_the_theme_is_compiled_and_the_same(
    compared: Compared, name: str, lang: str
) -> None:
    for samples in (RICH, MINIMAL):
        view = in_language(samples[name], lang)
        assert compared.compiled(name, view) == compared.jinja(name, view)
        assert compared.was_compiled(name, view)
