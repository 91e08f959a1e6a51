"""A thread can be printed."""

import re

from playwright.sync_api import Browser

from tests.machine import PATIENCE

# It has five answers.
THREAD = "/threads/can-strengthening-abdominal-muscles-help-with-back-pain/"

_PAGE = re.compile(rb"/Type\s*/Page\b")


def test_a_thread_with_five_answers_is_printed_on_at_most_four_pages(
    browser: Browser, address: str
) -> None:
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(address + THREAD)
        assert page.locator(".ssg-post:not(.ssg-reply)").count() == 5
        printed = page.pdf(format="A4")
    assert 1 < len(_PAGE.findall(printed)) <= 4
