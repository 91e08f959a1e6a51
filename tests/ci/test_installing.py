"""What `ssg init --ci` pins is what CI installs."""

from pathlib import Path

from tests.ci.machine import Machine


def test_the_wheel_that_the_author_has_is_pinned_by_its_hash(
    author: Machine, wheel_url: str, tmp_path: Path
) -> None:
    said = author.run("ssg init --ci github site", cwd=tmp_path)
    assert "Wrote what github needs: .github/workflows/site.yml, requirements.txt.\n" in said
    assert "Fill in" not in said
    pinned = (tmp_path / "site/requirements.txt").read_text()
    assert f"ssg @ {wheel_url} \\\n    --hash=sha256:" in pinned
    ci = Machine.make(tmp_path / "ci")
    install = "python -m pip install --requirement requirements.txt"
    ci.run(install, cwd=tmp_path / "site")
    assert ci.run("command -v ssg").strip() == str(tmp_path / "ci/python/bin/ssg")
    assert ci.run("ssg --site site check", cwd=tmp_path)
    other = Machine.make(tmp_path / "other")
    changed = pinned.replace("--hash=sha256:", "--hash=sha256:" + "0" * 64 + " #", 1)
    (tmp_path / "site/requirements.txt").write_text(changed)
    done = other.attempt(install, cwd=tmp_path / "site")
    assert done.returncode == 1
    assert "DO NOT MATCH THE HASHES" in done.stderr
