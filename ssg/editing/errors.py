"""The error that an edit raises."""


class EditError(Exception):
    """Why an edit cannot be made (`message`), and what to do about it (`hint`)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
