"""Text, files and the site itself."""

from ssg.remedies.remedy import remedies

REMEDIES = remedies(
    T01="Open the file in your editor and save it as UTF-8.",
    T02="Delete the character that the message names. If there are many, get the file again.",
    T03=(
        "Write Markdown in place of the HTML. Write &lt; for a < that is part of the text.",
        "It was <b>bad</b>.",
        "It was **bad**.",
    ),
    T04=(
        "Link to an https:// address, or to a file of the site.",
        "[x](javascript:open())",
        "[x](https://example.org/)",
    ),
    T05="Use fewer quotations and lists inside one another.",
    T06="Split or simplify the file, or raise limits.file_seconds in site.yaml.",
    T07="Split the file, make the image smaller, or raise limits.file_bytes in site.yaml.",
    T08="Replace the link with a copy of the file that it leads to.",
    T09="Check that it is a file, and that you may read it.",
    T10="Build again. If it happens again, the machine may have too little memory.",
    T11="Move the files to a folder further up.",
    T12="Save the image again with another program, as PNG, JPEG or WebP.",
    T13="Make the image smaller: nobody needs more than a few thousand pixels on each side.",
    S01=(
        "Run the command in the site's folder, or name it. For a new site, run ssg init.",
        "ssg check",
        "ssg --site mysite check",
    ),
    S02="Install the extension's package, correct its name, or remove it from site.yaml.",
    S03="Correct the template at the line that is named. docs/templates.md says what it may show.",
    S04=(
        "Update ssg. If the number is a typing error, correct it.",
        "format: one",
        "format: 1",
    ),
    S05=(
        "Write the code of a warning, as in docs/diagnostics.md.",
        "checks: {errors: [W4]}",
        "checks: {errors: [W04]}",
    ),
    S06=(
        "Install the plugin's package, correct its name, or remove it from site.yaml. If the"
        " message is about its code, tell its author."
    ),
    S07=(
        "Tell the plugin's author what the message says, with the file. Until it is mended, remove"
        " the plugin from site.yaml."
    ),
)
