from pathlib import Path

from ssg.config import load_settings
from ssg.config.places import CheckedDate, MenuPath, find_places
from ssg.model.scalars import Moment

VALID = "title: A site\nurl: https://example.org/\n"


def test_the_places_of_menus_and_dates_are_known(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(
        VALID + "footer_links:\n- /about/\n- {title: Forum, url: 'https://forum.example/'}\n"
        "- {title: Us, url: /us/}\nlanguages:\n  es:\n    menu: [/acerca/]\n"
        "emergency_numbers:\n- {country: GB, tel: 999, checked: 2026-01-01}\n"
        "helplines:\n- name: Night line\n  tel: 1234\n  checked: 2026-01-02\n"
    )
    found, diagnostics = load_settings(tmp_path)
    assert found
    assert diagnostics == []
    places = find_places(found)
    assert places.menu_paths == (
        MenuPath(target="/about/", is_titled=False, line=4, column=3),
        MenuPath(target="/us/", is_titled=True, line=6, column=20),
        MenuPath(target="/acerca/", is_titled=False, line=9, column=12),
    )
    assert places.checked == (
        CheckedDate(label="999", date=Moment("2026-01-01"), line=11, column=36),
        CheckedDate(label="Night line", date=Moment("2026-01-02"), line=15, column=12),
    )


def test_the_menu_of_a_site_without_one_has_no_place(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(VALID)
    found, _ = load_settings(tmp_path)
    assert found
    assert find_places(found).menu_paths == ()
