"""A random site in which everything mentions everything, in every spelling there is."""

from pathlib import Path
from posixpath import relpath
from random import Random

from ssg.config import load_settings
from ssg.editing.targets import Target
from ssg.model.documents import Thread
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from ssg.parse.html.fragment import plain_text

WORDS = ["back", "pain", "sleep", "a", "x1", "content", "threads", "md", "media", "topics", "may"]
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><title>A</title></svg>\n'
NAMES = ["threads", "guides", "topics", "pages", "resources", "people"]
COUNTS = {"threads": 7, "guides": 5, "topics": 4, "pages": 3, "resources": 4, "people": 2}


class EditedSite:
    """The site, and by a name that never changes what each thing in it is called now."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.random = random
        self.names: dict[str, Target] = {}
        self.history: dict[Kind | None, set[str]] = {}
        for kind in Kind:
            for number in range(COUNTS[kind.value]):
                self.names[f"{kind.value}-{number}"] = Target(kind=kind, id=self.fresh(kind))
        self.names["media-0"] = Target(kind=None, id=f"media/{self.fresh(None)}.svg")
        self.names["media-1"] = Target(kind=None, id=f"media/deeper/{self.fresh(None)}.csv")
        self._write()

    def fresh(self, kind: Kind | None) -> str:
        """A name that nothing of this kind has had."""
        known = self.history.setdefault(kind, set())
        while True:
            count = self.random.randint(1, 3)
            name = "-".join(self.random.choice(WORDS) for _ in range(count))
            if name in known or (kind is Kind.PAGE and name in NAMES):
                name += f"-{self.random.randint(2, 10_000)}"
            if name not in known and name not in (*NAMES, "media", "content"):
                known.add(name)
                return name

    def of_kind(self, kind: Kind | None) -> list[str]:
        return [name for name, target in self.names.items() if target.kind is kind]

    def addresses(self) -> set[str]:
        """The addresses of all that is published or was withdrawn, but for files."""
        return {
            target.address
            for name, target in self.names.items()
            if target.kind not in (None, Kind.PERSON) and name not in ("threads-0", "threads-6")
        }

    def words(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The author and the text of each post that is not removed, by thread and address."""
        loaded, _ = load_settings(self.folder)
        assert loaded is not None
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for name in self.of_kind(Kind.THREAD):
            target = self.names[name]
            data = (self.folder / target.path).read_bytes()
            parsed = parse_source(
                data, path=target.path, kind=Kind.THREAD, settings=loaded.settings
            )
            assert isinstance(parsed.document, Thread), parsed.diagnostics
            texts = [plain_text("".join(one.html)) for one in parsed.fragments]
            found[name, ""] = (parsed.document.meta.by, texts[0])
            for post, text in zip(parsed.document.posts, texts[1:], strict=True):
                if not post.meta.removed:
                    found[name, post.anchor] = (post.meta.by, text)
        return found

    def _write(self) -> None:
        files = {"site.yaml": self._settings()}
        for name, target in self.names.items():
            match target.kind:
                case Kind.RESOURCE:
                    path = f"content/resources/file-{int(name[-1]) % 2}.yaml"
                    begin = "publisher: {name: A Body}\nresources:\n"
                    files[path] = files.get(path, begin) + self._resource(name)
                case Kind.PERSON:
                    files[target.path] = f"# them\nid: '{target.id}'\nname: Person {name}\n"
                case None:
                    files[target.path] = DRAWING
                case _:
                    files[target.path] = self._document(name)
        for path, text in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            is_plain = path == "site.yaml" or path.endswith((".svg", ".csv"))
            end = "\n" if is_plain else self.random.choice(["\n", "\n", "\r\n", "\r"])
            mark = "" if is_plain else self.random.choice(["", "", "\ufeff"])
            file.write_bytes((mark + text.replace("\n", end)).encode())

    def _settings(self) -> str:
        topic, guide = self._address("topics-0"), self._address("guides-0")
        page, resource = self._address("pages-0"), self._address("resources-0")
        return (
            "title: A site\nurl: https://a.example.org\nlimits: {file_seconds: 10000}\n"
            f"menu: [{topic}, '{resource}']  # all\n"
            f"footer_links:\n- url: {guide}#what\n  title: What\n- {page}\n"
            f'languages:\n  es: {{menu: [{{url: "{topic}follow/", title: F}}]}}\n'
        )

    def _address(self, name: str) -> str:
        return self.names[name].address

    def _document(self, name: str) -> str:
        kind = self.names[name].kind
        make = {
            Kind.THREAD: self._thread,
            Kind.GUIDE: self._guide,
            Kind.TOPIC: self._topic,
            Kind.PAGE: self._page,
        }
        assert kind is not None
        return make[kind](name)

    def _thread(self, name: str) -> str:
        state = {"0": "status: draft\n", "6": "publish_on: 2999-01-01\n"}.get(name[-1], "")
        related = self._some("threads", without=(name, "threads-0", "threads-6"))
        posts = "".join(
            f"\n\n{heading}\n\n```yaml\n{self._post(day)}```\n\n{self._text(name)}"
            for day, heading in enumerate(["## Answer", "### Reply", "## Answer"], 1)
        )
        return (
            f"---\ntitle: Question {name}\nasked: 2026-01-01\nby: Asker {name}\n"
            f"topics: {self._list('topics')}{state}guides: {self._list('guides')}"
            f"resources: {self._list('resources')}related: [{related}]\n"
            f"review:\n  # by whom\n  by: {self._id('people-0')} # them\n  date: 2026-02-01\n"
            f"---\n\nWhat about {name}? {self._text(name)}{posts}\n"
        )

    def _post(self, day: int) -> str:
        author = f"by: Author {self.random.randint(1, 99)}\nposted: 2026-01-{day + 1:02}T10:00\n"
        if self.random.random() < 0.3:
            author += f"person: {self._id('people-1')}\nrole: clinician\n"
        return author

    def _guide(self, name: str) -> str:
        more = ""
        if name == "guides-4":
            more = f"lang: es\ntranslation_of: {self._id('guides-0')}\n"
        return (
            f"---\ntitle: Guide {name}\n{more}topics: {self._list('topics')}"
            f"resources: {self._list('resources')}\n"
            f"related: [{self._some('guides', without=(name,))}]\n"
            f"review: {{by: {self._id('people-1')}, date: 2026-02-01}}\n---\n\n"
            f"## What\n\nGuide. {self._text(name, editors=True)}\n"
        )

    def _topic(self, name: str) -> str:
        parent = "" if name == "topics-0" else f"parent: {self._id('topics-0')}\n"
        text = self._text(name, editors=True)
        return f"---\ntitle: Topic {name}\n{parent}---\n\n## What\n\nTopic. {text}\n"

    def _page(self, name: str) -> str:
        text = self._text(name, editors=True)
        return f"---\ntitle: Page {name}\n---\n\n## What\n\nPage. {text}\n"

    def _resource(self, name: str) -> str:
        url = f"https://r.example.org/{name}"
        topics = self._id("topics-1")
        if self.random.random() < 0.5:
            name_now = self._id(name)
            return f"- {{id: {name_now}, title: R {name}, url: '{url}', topics: [{topics}]}}\n"
        return (
            f"  # about {name}\n- id: {self._id(name)}\n  title: R {name}\n  url: {url}\n"
            f"  topics:\n    - {topics} # first\n"
        ).removeprefix("  ")

    def _id(self, name: str) -> str:
        """The id in one of YAML's spellings."""
        value = self.names[name].id
        at = self.random.randrange(len(value))
        escaped = f'"{value[:at]}\\x{ord(value[at]):02x}{value[at + 1 :]}"'
        return self.random.choice([value, value, f"'{value}'", f'"{value}"', escaped])

    def _list(self, kind: str) -> str:
        names = [f"{kind}-{number}" for number in range(COUNTS[kind])]
        some = self.random.sample(names, self.random.randint(1, 2))
        if self.random.random() < 0.5:
            return f"[{', '.join(map(self._id, some))}]\n"
        return "\n" + "".join(f"  -  {self._id(one)}  # why\n" for one in some)

    def _some(self, kind: str, *, without: tuple[str, ...]) -> str:
        names = {f"{kind}-{number}" for number in range(COUNTS[kind])} - {*without}
        return ", ".join(map(self._id, self.random.sample(sorted(names), 2)))

    def _text(self, source: str, *, editors: bool = False) -> str:
        pieces = [self._link(source, editors=editors) for _ in range(self.random.randint(1, 4))]
        text, definitions = "Words.", ""
        for number, (piece, definition) in enumerate(pieces):
            label = f"{source}-{number}-{self.random.randint(0, 10**9)}"
            text += self.random.choice([" ", "\n\n> ", "\n\n- ", "\n\n"])
            text += piece.replace("LABEL", label) + " and"
            definitions += definition.replace("LABEL", label)
        return f"{text} more.\n{definitions}".rstrip("\n")

    def _link(self, source: str, *, editors: bool) -> tuple[str, str]:
        """A link or an image, and the definition that it needs."""
        hidden = {"threads-0", "threads-6", *self.of_kind(Kind.PERSON)}
        name = self.random.choice([one for one in self.names if one not in hidden])
        target = self.names[name]
        href = self._href(self.names[source], target)
        written = self._escape(href, target, is_html=False)
        anchor = self._anchor(target)
        text = self.random.choice(["text", "*text*", "`](x)`", "a\\]b", "[n]"])
        image = "!" if target.id.endswith(".svg") else ""
        forms = [
            (f"{image}[{text}]({written}{anchor})", ""),
            (f'{image}[{text}](<{written}{anchor}> "a (title)")', ""),
            (f"{image}[{text}](  {written}{anchor}  'title'  )", ""),
            (f"{image}[{text}][LABEL]", f'\n\n[LABEL]: {written}{anchor} "title"'),
            (f"{image}[LABEL]", f"\n\n[LABEL]:\n  <{written}{anchor}>"),
            (f"[![alt](../media/{self._drawing()})]({written}{anchor})", ""),
            (f"\n\n| a | b |\n|---|---|\n| {image}[{text}]({written}{anchor}) | c |\n\n", ""),
        ]
        if editors and not image:
            html = self._escape(href, target, is_html=True)
            forms += [(f"<a title='x' href=\"{html}{anchor}\">text</a>", "")] * 2
            forms += [(f"\n\n<p>\n<a href='{html}{anchor}'>text</a></p>\n\n", "")]
        return self.random.choice(forms)

    def _drawing(self) -> str:
        return self.names["media-0"].id.removeprefix("media/")

    def _anchor(self, target: Target) -> str:
        if target.kind is Kind.THREAD:
            return self.random.choice(["", "#a-2026-01-02T1000", "#top"])
        if target.kind in (Kind.GUIDE, Kind.TOPIC, Kind.PAGE):
            return self.random.choice(["", "#what"])
        return ""

    def _href(self, source: Target, target: Target) -> str:
        if target.kind is Kind.RESOURCE or self.random.random() < 0.3:
            return target.address
        folder = source.content_path.partition("/")[0]
        path = relpath(target.content_path, folder)
        indirect = f"../{folder}/./{path}"
        return self.random.choice([path, path, f"./{path}", indirect, f"{path}?plain=1"])

    def _escape(self, href: str, target: Target, *, is_html: bool) -> str:
        """The address with one of the characters of the name written in another way."""
        start = href.rindex(target.needle)
        at = self.random.randrange(start, start + len(target.needle))
        code = ord(href[at])
        forms = ["", "", "", f"%{code:02x}", f"%{code:02X}", f"&#{code};", f"&#x{code:x};"]
        if not is_html and href[at] in "-.":
            forms += [f"\\{href[at]}"] * 3
        chosen = self.random.choice(forms)
        return href[:at] + chosen + href[at + 1 :] if chosen else href
