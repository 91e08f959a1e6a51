"""The published style sheet gives the same styles as the sources that it is made from."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from ssg.render.assets import list_style_files
from ssg.render.theme import theme_dir
from tests.browser.pages import address_of, open_still, pages_of_each_kind

# Of each kind of element, told by the classes around it. Tokens count where they are used: colours
# can be written in several ways, as can the position of no background.
_COMPUTED = """() => {
  const found = {}
  for (const element of document.querySelectorAll("body *")) {
    let name = ""
    for (let one = element; one; one = one.parentElement)
      name += ` < ${one.localName}.${one.className}`
    if (name in found) continue
    found[name] = [null, "::before", "::after"].map(part => {
      const style = getComputedStyle(element, part)
      // There is nothing that would be shown before or after it.
      if (part && style.content === "none") return ""
      const names = [...style].filter(property => !property.startsWith("--"))
      return names.map(property => `${property}: ${style.getPropertyValue(property)}`).join("; ")
        .replaceAll("0% 0%", "0px 0px")
    })
  }
  return found
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_minifying_changes_no_style(
    width: int, browser: Browser, address: str, built: Path
) -> None:
    parts = [file.read_text(encoding="utf-8") for _, file in list_style_files([theme_dir()])]

    def send_sources(route: Route) -> None:
        route.fulfill(content_type="text/css", body="\n".join(parts))

    with browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        for pages in pages_of_each_kind(built).values():
            path = address_of(max(pages, key=lambda file: file.stat().st_size), built)
            published = _computed(page, address + path)
            page.route("**/assets/css/site.*.css", send_sources)
            source = _computed(page, address + path)
            different = {
                name: [
                    set(one.split("; ")) ^ set(other.split("; "))
                    for one, other in zip(styles, source[name], strict=True)
                ]
                for name, styles in published.items()
                if styles != source[name]
            }
            assert not different, path
            page.unroute("**/assets/css/site.*.css")


def _computed(page: Page, url: str) -> dict[str, list[str]]:
    open_still(page, url)
    styles: dict[str, list[str]] = page.evaluate(_COMPUTED)
    assert styles
    return styles
