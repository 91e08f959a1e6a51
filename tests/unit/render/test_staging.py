"""What the processes that render leave on the disk."""

import subprocess
import sys
from pathlib import Path

_LIMITED = """
import resource, sys
from ssg.render.staging import _write
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
_write(sys.argv[1], b"x" * 9000)
"""


def test_a_page_that_the_disk_takes_a_part_of_is_not_taken_for_written(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _LIMITED, str(tmp_path / "threads/x/index.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert done.returncode == 1
