"""`ssg deploy`: takes the output to a target, and checks what readers get there."""

import logging
import os
from collections.abc import Mapping
from pathlib import Path

import click
from msgspec import Struct

from ssg.addresses import ADDRESSES_FILE, parse_addresses, read_addresses
from ssg.commands.addresses import count_new, record_addresses
from ssg.commands.catalog import make_request
from ssg.commands.console import Console
from ssg.commands.event_loop import run_cancellable
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import absolute_folder, read_settings
from ssg.commands.output import print_lines
from ssg.commands.runner import convert_errors
from ssg.config import Settings, url_problem
from ssg.config.settings import DeployTarget
from ssg.deploy.checks import check_build, check_is_newer, check_rollback
from ssg.deploy.engine import Outcome, Rules, deploy
from ssg.deploy.errors import DeployError
from ssg.deploy.kept import Deployments, check_unchanged, open_deployments
from ssg.deploy.live import choose_samples, find_differences
from ssg.deploy.open_target import open_target
from ssg.deploy.plan import Plan
from ssg.deploy.state import TargetState
from ssg.deploy.version import Version
from ssg.diagnostics import escape_unsafe
from ssg.model.states import Environment
from ssg.publish.errors import PublishError
from ssg.publish.published import read_published
from ssg.text import pluralize

_SENDS_HEADERS = ("s3", "gs", "az")
"""The targets that keep the headers of each file."""
_GIT_SECONDS = 300.0
"""How long a git host may take to publish what was pushed."""
_HISTORY = (
    "The target keeps old versions of files: what was deleted or replaced can still be read"
    " by whoever has access to them. See docs/deploy.md."
)
_NOT_LIVE = (
    "error: readers do not get what was deployed. Most likely a cache or CDN still has old"
    " copies, or changes what it sends: see docs/deploy.md. The deployment itself is complete."
)
_NO_ANSWER = (
    "error: nothing answers there: see whether the address is right. The deployment itself is"
    " complete."
)


class DeployOptions(Struct, frozen=True, kw_only=True):
    """The options as given on the command line."""

    site: Path
    target: str | None
    output: Path
    dry_run: bool = False
    rollback: bool = False
    allow_deletions: bool = False
    adopt: bool = False
    check_url: str | None = None


def deploy_site(options: DeployOptions) -> int:
    """Deploys the output and returns the exit code. Raises CommandError."""
    site = absolute_folder(options.site)
    settings = read_settings(site)
    if options.check_url and (problem := url_problem(options.check_url)):
        raise CommandError(f"--check-url {problem}")
    name = _choose(settings.deploy, options.target)
    try:
        with convert_errors():
            run = _Run(options, site, settings, name)
            with open_deployments(site / ".ssg", name, run.console.say) as kept:
                return run.deploy(kept)
    except DeployError as error:
        code = ExitCode.CONTENT_ERROR
        raise CommandError(
            escape_unsafe(error.message), escape_unsafe(error.hint), code=code
        ) from error


def _choose(targets: Mapping[str, DeployTarget], name: str | None) -> str:
    """The name of the target: without one, the only one, or the only one that is not for previews.

    Raises CommandError.
    """
    known = ", ".join(targets)
    if not targets:
        hint = "add one to site.yaml, such as: deploy: {production: {to: ../published}}"
        raise CommandError("the site has no target to deploy to", hint)
    published = [
        one for one, target in targets.items() if target.environment is not Environment.PREVIEW
    ]
    choices = published or list(targets)
    if name is None and len(choices) > 1:
        raise CommandError("the site has several targets", f"name one of them: {known}")
    name = name or choices[0]
    if name not in targets:
        message = f"the site has no target '{escape_unsafe(name)}'"
        raise CommandError(message, f"name one of these: {known}")
    return name


class _Run:
    """One deployment to the target `name`."""

    def __init__(self, options: DeployOptions, site: Path, settings: Settings, name: str) -> None:
        self.name = name
        self.console = Console()
        self._options = options
        self._site = site
        self._targets = settings.deploy.keys()
        self._given = settings.deploy[name]
        self._site_url = settings.url
        self._listed = parse_addresses(read_addresses(site) or b"")

    def deploy(self, kept: Deployments) -> ExitCode:
        options = self._options
        version = self._choose_version(kept)
        check_build(version.manifest, self._given, site_url=self._site_url)
        target = open_target(self._given, site=self._site, work=kept.work, say=self.console.say)
        rules = Rules(
            approve=lambda state: self._approve(state, version, kept),
            dry_run=options.dry_run,
            allow_deletions=options.allow_deletions,
            adopt=options.adopt,
        )
        # It warns of each thing that was to be sent when a connection broke, which is said once.
        logging.getLogger("asyncio").setLevel(logging.ERROR)
        try:
            outcome = run_cancellable(deploy(version, target, kept, rules, self.console))
        except KeyboardInterrupt:
            click.echo("To finish the deployment, deploy again: it goes on from there.", err=True)
            raise
        if options.dry_run:
            print_lines(describe_plan(outcome.plan, target.label))
            return ExitCode.SUCCESS
        click.echo(summarize(outcome.plan, target.label, rollback=options.rollback))
        return self._finish(kept, outcome)

    def _choose_version(self, kept: Deployments) -> Version:
        if not self._options.rollback:
            output = absolute_folder(self._options.output)
            self._refuse_overlap(output)
            return kept.take(output, self.console.say)
        previous = kept.previous
        if previous is None:
            raise DeployError(
                f"no version before the current one of '{self.name}' is kept here",
                "build the version that you want from git, without what was taken back since,"
                " and deploy that",
            )
        check_unchanged(previous)
        return previous

    def _refuse_overlap(self, output: Path) -> None:
        """Raises DeployError if the target is a folder that is, has, or is in the output."""
        if "://" in self._given.to:
            return
        one, other = (
            Path(os.path.realpath(path)) for path in (self._site / self._given.to, output)
        )
        if one.is_relative_to(other) or other.is_relative_to(one):
            raise DeployError(
                f"the target folder {one} and the output {other} overlap",
                "name another folder in site.yaml",
            )

    def _approve(self, state: TargetState | None, version: Version, kept: Deployments) -> None:
        if not self._options.rollback:
            check_is_newer(version, state)
            return
        withdrawn = read_withdrawn(absolute_folder(self._options.output))
        check_rollback(version, kept.current, state, withdrawn=withdrawn, listed=self._listed)

    def _finish(self, kept: Deployments, outcome: Outcome) -> ExitCode:
        """What comes after a deployment, which stands whatever happens here."""
        if self._options.rollback:
            kept.keep_previous()
        else:
            kept.keep()
        kept.drop_others(self._targets)
        if kept.drop_withdrawn(self._listed):
            self.console.say("No rollback: the version before has what was taken back since.")
        if outcome.keeps_history and not outcome.plan.is_empty:
            self.console.say(_HISTORY)
        current = kept.current
        if current and not self._options.rollback:
            self._record_addresses(current)
        url = self._options.check_url or self._given.check_url
        return self._check_live(current, outcome.plan, url) if current and url else ExitCode.SUCCESS

    def _record_addresses(self, version: Version) -> None:
        """Where the site has a list of its addresses, and has published them."""
        is_preview = version.build.environment is Environment.PREVIEW
        if is_preview or read_addresses(self._site) is None:
            return
        try:
            before = record_addresses(make_request(self._site, version.build.built))
        except CommandError as error:
            self.console.say(f"warning: {error.message}. {error.hint}")
            return
        if added := tuple(count_new(before)):
            click.echo(f"Added {' and '.join(added)} to {ADDRESSES_FILE}.")

    def _check_live(self, version: Version, plan: Plan, url: str) -> ExitCode:
        samples = choose_samples(version, plan)
        self.console.say(f"Checking {pluralize(len(samples), 'page')} at {url}")
        scheme = self._given.to.partition("://")[0]
        found = run_cancellable(
            find_differences(
                version,
                samples,
                url,
                with_cache=scheme in _SENDS_HEADERS,
                patience=_GIT_SECONDS if scheme.startswith("git+") else 0,
            )
        )
        for one in found:
            click.echo(f"{escape_unsafe(one.url)}: {escape_unsafe(one.reason)}", err=True)
        if found:
            click.echo(_NOT_LIVE if any(one.has_answer for one in found) else _NO_ANSWER, err=True)
            return ExitCode.CONTENT_ERROR
        click.echo(f"Readers get what was deployed: {pluralize(len(samples), 'page')} checked.")
        return ExitCode.SUCCESS


def read_withdrawn(output: Path) -> tuple[str, ...]:
    """What was withdrawn in the last build, as far as there is one."""
    try:
        return read_published(output).withdrawn
    except PublishError:
        return ()


def describe_plan(plan: Plan, label: str) -> list[str]:
    """A line for each file that a deployment would put or delete, and how many there are."""
    marked = (("+", plan.added), ("~", plan.changed), ("-", plan.removed))
    lines = [f"{mark} {escape_unsafe(path)}" for mark, paths in marked for path in paths]
    lines.append(
        f"Would add {pluralize(len(plan.added), 'file')}, change {len(plan.changed)} and delete"
        f" {len(plan.removed)} ({plan.unchanged} unchanged). Nothing was changed at {label}."
    )
    if plan.deletes_much:
        lines.append("So many files are only deleted with --allow-deletions.")
    return lines


def summarize(plan: Plan, label: str, *, rollback: bool) -> str:
    if plan.is_empty:
        return f"{label} was up to date."
    what = "Deployed the version before to" if rollback else "Deployed to"
    return (
        f"{what} {label}: {pluralize(len(plan.added), 'file')} added,"
        f" {len(plan.changed)} changed, {len(plan.removed)} deleted ({plan.unchanged} unchanged)."
    )
