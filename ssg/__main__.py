"""`python -m ssg`, and what the `ssg` command runs."""

import sys


def main() -> None:
    try:
        from ssg.cli import cli
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(130)
    cli.main(prog_name="ssg")


if __name__ == "__main__":
    main()
