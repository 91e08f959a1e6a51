"""`python -m ssg`, and what the `ssg` command runs."""


def main() -> None:
    from ssg.cli import cli

    cli.main(prog_name="ssg")


if __name__ == "__main__":
    main()
