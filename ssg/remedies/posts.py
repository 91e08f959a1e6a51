"""The posts of threads."""

from ssg.remedies.remedy import remedies

REMEDIES = remedies(
    P01=(
        "Put the post's fields into a yaml block right below its heading.",
        "## Answer\n\nTry tea.",
        "## Answer\n\n```yaml\nposted: 2026-03-01\n```\n\nTry tea.",
    ),
    P02=(
        "Give the post that is meant an id, and name it. It must come before the reply.",
        "to: lark",
        "to: twenty-minutes",
    ),
    P03=(
        "Give one of the two posts an id of its own.",
        "posted: 2026-03-01",
        "posted: 2026-03-01\nid: second-thought",
    ),
    P04="Keep accepted: true on one answer, and remove it from all others and from replies.",
    P05="Write a text below the fields. For a post that was removed, add removed.",
    P06=(
        "Close the code block before the next post begins.",
        "```\nsome code\n\n## Answer",
        "```\nsome code\n```\n\n## Answer",
    ),
    P07=(
        "Write the heading of a post exactly. In any other heading use other words.",
        "## answer:",
        "## Answer",
    ),
    P08=(
        "Repeat the definition in the post that uses it, or write the address in the link.",
        "See [this][a].",
        "See [this](https://example.org/).",
    ),
    P09=(
        "Name the person with an id from content/people. A lay person cannot be a clinician.",
        "role: clinician",
        "role: clinician\nperson: sample-clinician",
    ),
    P10=(
        "Begin a care card with one of the known words, alone on its line.",
        "> [!DANGER] Call now",
        "> [!CAUTION]\n> Call now",
    ),
)
