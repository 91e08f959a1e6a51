"""Warnings."""

from ssg.remedies.remedy import remedies

REMEDIES = remedies(
    W01=(
        "Have the guide reviewed, and say by whom and when.",
        "title: Naps",
        "title: Naps\nreview: {by: sample-clinician, date: 2026-03-01}",
    ),
    W02="Have it reviewed again, and write the new dates.",
    W03="Add an answer: ssg new answer. Or make it a draft until there is one.",
    W04="Add the page to a resource file with ssg new resource, and name it in resources.",
    W05="Add the topic to a thread, guide or resource, or remove its file.",
    W06="Name the resource in a thread or guide, or remove it.",
    W07="Delete the text. git keeps its history.",
    W08=(
        "Change the text as the hint says. Most often, a blank line is missing.",
        "A list:\n- one",
        "A list:\n\n- one",
    ),
    W09="Move the file out of content/, or into the folder of its kind.",
    W10=(
        "Put the whole value in quotes.",
        "title: Is pain #1 worse?",
        'title: "Is pain #1 worse?"',
    ),
    W11="Correct the date of the review.",
    W12=(
        "Define the label, or write the address in the link. Put a backslash before a bracket that"
        " is only text.",
        "See [this][a].",
        "See [this](https://example.org/).",
    ),
    W13=(
        "Put an address with spaces in angle brackets, or write %20 for each.",
        "[Naps](my naps.md)",
        "[Naps](<my naps.md>)",
    ),
    W14="Refer to the note in the text, or remove it. Give each note a label of its own.",
    W15=("Write a text for the link or the heading.", "[](naps.md)", "[Naps](naps.md)"),
    W16=(
        "Move the punctuation out of the asterisks, or put a space before them.",
        "It's**“bad”**today",
        "It's **“bad”** today",
    ),
    W17="Replace the character with a space. It often comes from a copied page.",
    W18="Correct the date.",
    W19="Correct the date that is wrong.",
    W20="Write it as CommonMark (ssg fmt --to-commonmark), or add dialect: python-markdown.",
    W21=("Close the comment in the same paragraph.", "<!-- to do", "<!-- to do -->"),
    W22="Call the number or open its address, and write today's date into checked.",
    W23="Compare the two texts, correct the translation, and write the day into translated.",
    W24="Check the number. A number for advice belongs in helplines.",
    W25="Use a darker or a lighter color, until the contrast is at least 4.5.",
    W26="Add the sentence to the catalogue in templates/locale.",
    W27=(
        "Link to another page, or remove the link. For a resource, ssg links archive looks for an"
        " archived copy."
    ),
    W28="Write the new address: ssg links fix does so wherever the old one is.",
    W29="Open the page. If it is gone, link to another one; if it is there, clear the warning.",
    W30="Open the page, and link to a place that it has, or to the page as a whole.",
    W31=(
        "Say what the image shows. Leave it empty only for decoration.",
        "![](../media/bed.png)",
        "![A bed in a dark room](../media/bed.png)",
    ),
    W32="Remove the place from the photo, so that it is not in the repository either.",
    W33="Rename the file, so that its ending says what it is.",
    W34="Save the drawing without scripts: as plain SVG.",
    W35=(
        "Have the text reviewed again, and record that: ssg review FILE --by PERSON. For a typo,"
        ' ssg review FILE --minor "reason" keeps the review.'
    ),
    W36="Name another thread, or remove duplicate_of: ssg duplicate.",
    W37="Keep the lines of both sides of a merge, and remove the marks between them.",
    W38=(
        "Let the old anchor lead to the post or heading that took its place, or forget it: ssg"
        " addresses forget.",
        "posted: 2026-03-01",
        "posted: 2026-03-01\nanchor_aliases: [a-2026-02-28]",
    ),
    W39="Keep a file of your own in static/_redirects, or remove aliases that nobody needs.",
    W40="Remove the entry from cleared. If the warning is there again, see whether it can stay.",
)
