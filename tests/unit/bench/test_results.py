from bench.results import find_section, replace_section, report
from bench.runs import Results
from bench.targets import judge
from tests.unit.bench.test_targets import all_results

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


def report_of(results: Results) -> list[str]:
    versions = {"ssg": "0.1.0", "hugo": "0.168.0"}
    return report(results, judge(results), versions, command="bench", load=0.1).splitlines()


def test_a_report_shows_all_that_was_measured_and_which_targets_are_met() -> None:
    lines = report_of(all_results())
    assert "| 10,000 threads, cold: time | at most 0.6 of Hugo's | 0.6 | yes |" in lines
    assert "| `ssg --help` | 120 ms (120 to 1080) | 240 ms (240 to 2160) | 3 |" in lines
    real = (
        "| ssg with Python-Markdown | 2.40 (2.40 to 21.60), **1.6 ×** | 4.80, **1.6 ×** | – | 3 |"
    )
    assert real in lines
    assert "## 100,000 threads" in lines
    assert any(line.startswith("- Interpreter of ssg: CPython 3.") for line in lines)


def test_a_report_without_a_real_site_has_no_rows_for_it() -> None:
    results = all_results()
    results.real = {}
    lines = report_of(results)
    assert "## A real site" not in lines
    assert [line for line in lines if line.startswith("| a real site, cold")] == [
        "| a real site, cold: CommonMark, the default | at most 1.5 of Hugo's | not measured | – |",
        "| a real site, cold: Python-Markdown | at most 2.4 of Hugo's | not measured | – |",
    ]
