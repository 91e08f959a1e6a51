"""References, links and addresses."""

from ssg.remedies.remedy import remedies

REMEDIES = remedies(
    R01=(
        "Correct the id, or make the topic: ssg new topic.",
        "topics: [slep]",
        "topics: [sleep]",
    ),
    R02=("Correct the id, or make the guide: ssg new guide.", "guides: [nap]", "guides: [naps]"),
    R03=(
        "Correct the id, or add the resource: ssg new resource. The id is the field in the file"
        " of its publisher.",
        "resources: [medline-sleep]",
        "resources: [medlineplus-sleep]",
    ),
    R04=(
        "Correct the id, or make the person: ssg new person.",
        "review: {by: lindt, date: 2026-03-01}",
        "review: {by: lind, date: 2026-03-01}",
    ),
    R05=("Correct the id of the thread.", "related: [cofee]", "related: [coffee]"),
    R06=(
        "Write the path from the file with the link to the file that is meant, with its ending.",
        "[Naps](naps.md)",
        "[Naps](../guides/naps.md)",
    ),
    R07=(
        "Use the id of a heading or post that is there. The id of a heading is its words with"
        " hyphens.",
        "[Help](naps.md#help)",
        "[Help](naps.md#when-to-get-help)",
    ),
    R08=(
        "Put the image into content/media, and correct the path.",
        "![A bed](bed.png)",
        "![A bed](../media/bed.png)",
    ),
    R09="Publish the draft, or remove the link or reference until it is published.",
    R10=(
        "Remove the parent of one of the topics in the circle.",
        "parent: naps",
        "parent: sleep",
    ),
    R11=(
        "Rename one of the two resources, and correct what cites it.",
        "id: sleep",
        "id: library-sleep",
    ),
    R12="Keep one of the two entries, and cite that one everywhere.",
    R13=(
        "Name the original by its id: a document of the same kind in another language.",
        "translation_of: dormir",
        "translation_of: sleeping-well",
    ),
    R14="Give the topic a parent that is further up, or leave levels out in between.",
    R15=(
        "Name the thread that the others lead to. It must not be a duplicate itself.",
        "duplicate_of: nap-again",
        "duplicate_of: nap-length",
    ),
    A01="Rename one of the two files.",
    A02="Change or remove the alias. An alias is for an address where nothing is any more.",
    A03="Rename one of the two, so that they differ by more than capitals or accents.",
    A04=("Rename the file as the hint says.", "Back_Pain.md", "back-pain.md"),
    A05=(
        "Write the path from the site's root as readers see it, without the host.",
        "aliases: [https://example.org/old.html]",
        "aliases: [/old.html]",
    ),
    A06=(
        "Move the file right into the folder of its kind, and give it the ending of that kind.",
        "content/threads/2026/naps.md",
        "content/threads/naps.md",
    ),
    A07=(
        "Lead the address to the file that took its place, withdraw the document, or forget the"
        " address: ssg addresses forget.",
        "title: Naps",
        "title: Naps\naliases: [/threads/napping/]",
    ),
    A08="Remove the marks of a merge, and keep the lines of both sides.",
)
