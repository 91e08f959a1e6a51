"""How the pipeline reports its progress."""

from typing import Protocol


class Progress(Protocol):
    def say(self, sentence: str) -> None:
        """Report something at once, such as that it waits for another build."""

    def begin(self, stage: str, steps: int) -> None:
        """A stage with this number of steps begins; the one before has ended."""

    def step(self) -> None:
        """One step of the stage is done."""

    def end(self) -> None:
        """The last stage has ended."""
