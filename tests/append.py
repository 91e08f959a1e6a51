"""An editor: adds a line to the file that it is given."""

import sys
from pathlib import Path

file = Path(sys.argv[-1])
file.write_text(file.read_text() + "edited\n")
