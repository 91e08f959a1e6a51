"""Runs git in a repository of our own, so that nothing but its credentials comes from elsewhere."""

import os
import re
import shlex
from pathlib import Path
from typing import BinaryIO

from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.programs import Result, run_program
from ssg.deploy.ssh_address import SSH_OPTIONS, parse_ssh_address
from ssg.deploy.ssh_program import explain_refusal

_LOOK_SECONDS = 60.0
LONG_SECONDS = 3600.0
"""For what sends or fetches a whole site."""

# Those that git itself takes as local to a repository, as a hook of another one has them.
_OF_REPOSITORIES = re.compile(
    r"GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|PREFIX|OBJECT_DIRECTORY|CONFIG"
    r"|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|SHALLOW_FILE|GRAFT_FILE|TRACE\w*)"
)
_SETTINGS = (
    *("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
    # A connection that gives less than so many bytes per second for so long is dead.
    *("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60"),
)
_SECRETS = re.compile(r"(?<=://)[^/@\s]*@|(?i:(?:basic|bearer|token)\s+\S+)")
_LOST = re.compile(
    r"could not resolve host|connection (?:refused|reset|timed out|closed)|timed out|early EOF"
    r"|network is unreachable|no route to host|failed to connect|couldn't connect|RPC failed"
    r"|returned error: (?:5\d\d|429)|hung up unexpectedly|unexpected disconnect|broken pipe"
    r"|temporary failure|operation too slow|transfer closed|gnutls_handshake|SSL_read"
    r"|could not read from remote repository",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"authentication failed|could not read (?:username|password)|returned error: 40[13]"
    r"|permission to \S+ denied|write access to repository not granted|invalid username",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"repository (?:'[^']*' )?not found|does not appear to be a git repository|returned error: 404"
    r"|does not exist",
    re.IGNORECASE,
)


class GitProgram:
    """git for the repository `folder`, which may be made later, and its remote at `url`."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        self._env: dict[str, str] = {}

    async def run(
        self, *arguments: str, given: bytes | BinaryIO = b"", seconds: float = _LOOK_SECONDS
    ) -> bytes:
        """What it prints. Raises ConnectionLost, and DeployError for all else that fails."""
        result = await self.attempt(*arguments, given=given, seconds=seconds)
        if result.code:
            raise self.explain(result)
        return result.output

    async def attempt(
        self, *arguments: str, given: bytes | BinaryIO = b"", seconds: float = LONG_SECONDS
    ) -> Result:
        """As `run`, for who looks at the outcome."""
        command = ["git", *_SETTINGS, f"--git-dir={self._folder}", *arguments]
        env = self._env or await self._prepare()
        return await run_program(command, env=env, seconds=seconds, given=given)

    async def _prepare(self) -> dict[str, str]:
        self._env = {
            name: value
            for name, value in os.environ.items()
            if not _OF_REPOSITORIES.fullmatch(name)
        }
        self._env["GIT_TERMINAL_PROMPT"] = "0"
        if self._url.startswith("ssh://"):
            shell = self._env.get("GIT_SSH_COMMAND") or await self._configured_shell()
            self._env["GIT_SSH_COMMAND"] = f"{shell} {shlex.join(SSH_OPTIONS)}"
        return self._env

    async def _configured_shell(self) -> str:
        found = await self.attempt("config", "core.sshCommand")
        return found.output.decode().strip() or "ssh"

    def explain(self, result: Result) -> Exception:
        """Why it failed, without credentials, which hosts and git may repeat."""
        said = _SECRETS.sub("", result.errors)
        url = self._url
        if url.startswith("ssh://") and (refusal := explain_refusal(said, parse_ssh_address(url))):
            return refusal
        if _REFUSED.search(said):
            return DeployError(
                f"{url} does not let this user in",
                "give git what it needs: a credential helper, GIT_ASKPASS, or a key for"
                " git+ssh://. It needs the right to write to the repository",
            )
        if _ABSENT.search(said):
            return DeployError(
                f"there is no repository at {url}, or this user may not see it",
                "check its address, and the credentials of git",
            )
        if _LOST.search(said):
            return ConnectionLost(_pick_line(said))
        return DeployError(f"git failed for {url}: {_pick_line(said)}")


def _pick_line(said: str) -> str:
    """The line that says why; git puts advice around it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reasons = [line for line in lines if line.startswith(("fatal:", "error:", "remote: error:"))]
    return (reasons or lines or ["it says nothing"])[0]
