"""Whom the pipeline tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    def say(self, sentence: str) -> None:
        """Something the user should know at once, such as that another build is waited for."""

    def begin(self, stage: str, steps: int) -> None:
        """A stage of so many steps begins; the one before has ended."""

    def step(self) -> None:
        """One step of the stage is done."""

    def end(self) -> None:
        """The last stage has ended."""
