"""Front matter and YAML files."""

from ssg.remedies.remedy import remedies

REMEDIES = remedies(
    F01=(
        "Start the file with a line of three hyphens, then the fields, then the same line again.",
        "title: Sleep\n\nText.",
        "---\ntitle: Sleep\n---\n\nText.",
    ),
    F02=(
        "Add a line of three hyphens after the last field.",
        "---\ntitle: Sleep\n\nText.",
        "---\ntitle: Sleep\n---\n\nText.",
    ),
    F03=(
        "Write each field as a name, a colon, a space and a value, on a line of its own.",
        "- title\n- topics",
        "title: Sleep\ntopics: [sleep]",
    ),
    F04=(
        "Put the value in quotes if it has a colon and a space, a #, or a sign at its start that"
        " YAML uses. Indent with spaces.",
        "title: Sleep: how much?",
        'title: "Sleep: how much?"',
    ),
    F05=("Keep one of the two fields.", "title: Sleep\ntitle: Sleeping", "title: Sleeping"),
    F06=(
        "Correct the name. Fields of your own go inside extra.",
        "titel: Sleep",
        "title: Sleep",
    ),
    F07=(
        "Write what the field takes: docs/content-format.md lists it.",
        "topics: sleep",
        "topics: [sleep]",
    ),
    F08=("Add the field, with a value.", "title:", "title: Sleep"),
    F09=(
        "Write the year, the month and the day. A time may follow after a T.",
        "asked: 1 March 2026",
        "asked: 2026-03-01T09:30",
    ),
    F10=(
        "Use fewer levels: no field of the format needs more than four.",
        "extra: {a: {b: {c: …}}}",
        "extra: {a-b-c: …}",
    ),
    F11=(
        "Write the value itself. Put text in quotes if it starts with &, * or !.",
        "title: *Sleep* well",
        'title: "*Sleep* well"',
    ),
    F12=(
        "Use one of the values that the message names, or one of the form that it describes.",
        "status: hidden",
        "status: draft",
    ),
)
