"""The settings of a site, from site.yaml."""

from ssg.config.load import SETTINGS_FILE, SettingsFile, load_settings, read_settings_file
from ssg.config.settings import (
    DEFAULT_EXTENSIONS,
    AnswerOrder,
    Disclaimers,
    EmergencyNumber,
    Helpline,
    Limits,
    MarkdownSettings,
    MenuLink,
    Participate,
    Settings,
    SiteImage,
    SiteLanguage,
)
from ssg.config.values import url_problem

__all__ = [
    "DEFAULT_EXTENSIONS",
    "SETTINGS_FILE",
    "AnswerOrder",
    "Disclaimers",
    "EmergencyNumber",
    "Helpline",
    "Limits",
    "MarkdownSettings",
    "MenuLink",
    "Participate",
    "Settings",
    "SettingsFile",
    "SiteImage",
    "SiteLanguage",
    "load_settings",
    "read_settings_file",
    "url_problem",
]
