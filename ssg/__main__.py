"""`python -m ssg`, and what the `ssg` command runs."""

import gc
import sys


def main() -> None:
    # A command that ends soon makes little garbage: a site is a large tree without cycles, which
    # the collector would walk in vain. Those that may run long turn it on again.
    gc.disable()
    try:
        from ssg.cli import cli
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(130)
    try:
        cli.main(prog_name="ssg")
    finally:
        # Python collects once more at its end, when the system takes all memory back anyway.
        gc.freeze()


if __name__ == "__main__":
    main()
