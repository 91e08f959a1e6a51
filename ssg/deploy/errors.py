"""Why a deployment did not take place, or not to its end."""


class DeployError(Exception):
    """A deployment was refused or failed: `message` says why, `hint` what to do.

    Neither may have credentials in it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConnectionLost(Exception):
    """The target did not answer, or not to the end. Asking again may help; the text says why."""
