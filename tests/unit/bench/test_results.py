from bench.results import find_section, replace_section

REPORT = "# Results\n\n## 10,000 threads\n"


def test_the_preview_has_a_section_of_its_own_in_the_report() -> None:
    first = replace_section(REPORT, "## The preview\n\nfast")
    assert first.startswith(REPORT)
    assert find_section(first) == "## The preview\n\nfast"
    second = replace_section(first, "## The preview\n\nfaster")
    assert find_section(second) == "## The preview\n\nfaster"
    assert replace_section(second, "## The preview\n\nfast") == first


def test_a_report_without_that_section_has_none() -> None:
    assert find_section(REPORT) == ""
