"""Views for the tests of templates: of each kind a rich one, and one with nothing optional."""

from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from ssg.model.documents import Heading
from ssg.model.frontmatter import Citation, Codes, Correction, Origin, Rating
from ssg.model.scalars import Moment
from ssg.pages.a_to_z import AToZView, IndexEntry, IndexLetter
from ssg.pages.alternates import Alternate
from ssg.pages.cards import (
    GuideCard,
    PageCard,
    PersonCard,
    ResourceCard,
    ReviewView,
    ThreadCard,
    TopicCard,
    TranslationCard,
)
from ssg.pages.changes import ChangeCard, ChangesView
from ssg.pages.changes_feed import ChangeEntry, ChangesFeedView
from ssg.pages.emergency import EmergencyCard
from ssg.pages.feed import FeedView
from ssg.pages.feed_entry import FeedEntry
from ssg.pages.follow import FollowView
from ssg.pages.guide import GuideView
from ssg.pages.head import Crumb, Head
from ssg.pages.help import CountryNumbers, EmergencyNumberCard, HelplineCard, HelpView
from ssg.pages.home import HomeView, TopicBranch
from ssg.pages.kind import SitemapEntry, View
from ssg.pages.menus import LinkView
from ssg.pages.not_found import NotFoundView
from ssg.pages.page import PageView
from ssg.pages.pagination import NumberedLink, Pager
from ssg.pages.participate import ParticipateView
from ssg.pages.posts import PostView, RemovedView, ReplyTo
from ssg.pages.redirect import RedirectView
from ssg.pages.registry import KINDS
from ssg.pages.resource import ResourceView
from ssg.pages.resources import PublisherGroup, ResourcesView
from ssg.pages.robots import RobotsView
from ssg.pages.search import OtherSearch, SearchView, TopicTitle
from ssg.pages.site import SiteView
from ssg.pages.sitemap import SitemapIndexView, SitemapView
from ssg.pages.thread import ThreadView
from ssg.pages.threads import ThreadsView
from ssg.pages.tombstone import TombstoneView
from ssg.pages.topic import TopicView
from ssg.pages.topics import TopicsView, TopicTree, TopLevelTopic
from tests.unit.render.generated import generate, sample

ORIGIN = "https://threads.example.org"

_UK = EmergencyNumberCard(
    country="GB",
    tel="999",
    tel_url="tel:999",
    sms="999",
    sms_url="sms:999",
    note="Register first: send <register> to 999.",
    langs=(),
    lang="en",
    checked=Moment("2026-02-01"),
)
_NUMBERS = (
    _UK,
    replace(_UK, country="ES", tel="112", tel_url="tel:112", sms="", sms_url="", note=""),
    replace(_UK, country="DE", tel="112", tel_url="tel:112", langs=("de",)),
)
_HELPLINES = (
    HelplineCard(
        name="Samaritans & friends",
        description="Day and night.",
        country="GB",
        tel="116 123",
        tel_url="tel:116123",
        sms="",
        sms_url="",
        href="https://www.samaritans.org/",
        langs=("en",),
        lang="en",
        checked=Moment("2026-01-15"),
    ),
    HelplineCard(
        name="Teléfono de la Esperanza",
        description="",
        country="",
        tel="",
        tel_url="",
        sms="717 003 717",
        sms_url="sms:717003717",
        href="",
        langs=("es", "ca"),
        lang="en",
        checked=Moment("2026-01-16"),
    ),
)

SITE = sample(
    SiteView,
    title="Health Threads",
    description="Everyday health questions, with answers from other people and short guides.",
    lang="en",
    main_lang="en",
    languages=(),
    home_url="/",
    threads_url="/threads/",
    topics_url="/topics/",
    a_to_z_url="/a-z/",
    resources_url="/resources/",
    feed_url="/feed.xml",
    follow_url="/follow/",
    changes_url="/changes/",
    search_url="/search/",
    help_url="/get-help/",
    emergency_numbers=_NUMBERS,
    helplines=_HELPLINES,
    menu=(
        LinkView(url="/threads/", title="", kind="threads", lang="en"),
        LinkView(url="/topics/", title="", kind="topics", lang="en"),
        LinkView(url="/a-z/", title="", kind="a_to_z", lang="en"),
        LinkView(url="/resources/", title="", kind="resources", lang="en"),
    ),
    footer_links=(LinkView(url="https://forum.example.org/", title="Our forum", lang="en"),),
    nav=(
        PageCard(url="/about/", title="About this site", lang="en"),
        PageCard(url="/privacy/", title="Privacy", lang="en"),
    ),
    disclaimer="",
    footer="Published by nobody in particular.",
    theme_colors=("#07443f", "#0a2e2b"),
    assets={
        "css/site.css": "/assets/css/site.0123456789.css",
        "js/search.js": "/assets/js/search.0123456789.js",
        "feed.css": "/assets/feed.0123456789.css",
    },
)

_RICH_TEXT = Markup("""\
<p>Pain between the shoulder blades is <strong>common</strong>, and <em>mostly</em> harmless. Read
<a href="/guides/back-pain/">our guide</a> or <a href="https://www.nhs.uk/">the NHS</a>.</p>
<ul><li>Walk a little</li><li>Change position often<ul><li>every half hour</li></ul></li></ul>
<blockquote><p>It went away by itself.</p></blockquote>
<pre><code>one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
</code></pre>
<p>A note.<sup class="footnote-ref" id="fnref-a"><a href="#fn-a">1</a></sup> Not
<del>this</del> <code>that</code>, says the <abbr title="World Health Organization">WHO</abbr>.</p>
<ul><li><input type="checkbox" disabled checked> stretched</li>
<li><input type="checkbox" disabled> walked</li></ul>
<div class="footnote"><hr><ol><li id="fn-a"><p>Smith, 2019.</p></li></ol></div>
""")

_CARE = "".join(
    f'<{element} class="ssg-care ssg-care-{kind}"{role} aria-labelledby="ssg-care-{number}">'
    f'<h3 class="ssg-care-title" id="ssg-care-{number}">{title}</h3><p>{text}</p></{element}>'
    for number, (element, role, kind, title, text) in enumerate(
        (
            ("div", ' role="note"', "tip", "What you can do yourself", "Take short walks."),
            ("section", "", "important", "Not urgent: see a health professional", "If it lasts."),
            ("section", "", "warning", "Urgent: get medical advice soon", "If you have a fever."),
            ("section", "", "caution", "Emergency: get help now", "If it spreads to your jaw."),
            ("div", ' role="note"', "note", "Good to know", "Scans seldom help."),
        ),
        start=1,
    )
)
_DOS = "".join(
    f'<div class="ssg-{kind}" role="group" aria-labelledby="ssg-care-{number}">'
    f'<h3 class="ssg-do-title" id="ssg-care-{number}">{title}</h3><ul><li>{text}</li></ul></div>'
    for number, kind, title, text in (
        (6, "do", "Do", "keep moving"),
        (7, "dont", "Don’t", "stay in bed"),
    )
)

_GUIDE_TEXT = Markup(f"""\
<p>Most pain in the middle of the back comes from muscles and joints.</p>
<h2 id="symptoms">Symptoms</h2>
<table><thead><tr><th>Sign</th><th>What it may mean</th><th>How common it is</th></tr></thead>
<tbody><tr><td>A dull ache</td><td>Tired muscles</td><td>Very common indeed</td></tr>
<tr><td>A sharp catch</td><td>A stiff joint between rib and spine</td><td>Common</td></tr></tbody>
</table>
<h2 id="care">What you can do</h2>
{_CARE}
{_DOS}
<h3 id="exercises">Exercises</h3>
<dl><dt>Cat and cow</dt><dd>On hands and knees, round your back, then let it sink.</dd></dl>
<ol><li>Slowly</li><li>Ten times</li></ol>
{_RICH_TEXT}
""")

_REVIEWER = PersonCard(
    id="dr-sample-rivera",
    name="Dr. Sample Rivera",
    role="General practitioner",
    credentials="MD",
    href="https://example.org/rivera",
    lay=False,
)
_EDITOR = PersonCard(
    id="sample-editor", name="Sample Editor", role="", credentials="", href=None, lay=True
)


def _topic(name: str, title: str, **more: Any) -> TopicCard:
    card = TopicCard(
        id=name, url=f"/topics/{name}/", title=title, lang="en", summary="", also_called=()
    )
    return replace(card, **more)


_TOPICS = (
    _topic("middle-back", "Middle back", summary="Between the shoulder blades and the waist."),
    _topic("exercise", "Exercise and staying active"),
)
_GUIDES = (
    GuideCard(
        id="back-pain",
        url="/guides/back-pain/",
        title="Back pain",
        lang="en",
        summary="Most back pain gets better within weeks, and gentle movement helps.",
        also_called=("backache",),
        reviewed=Moment("2026-03-01"),
        is_sealed=True,
    ),
    GuideCard(
        id="dolor-de-espalda",
        url="/guides/dolor-de-espalda/",
        title="Dolor de espalda",
        lang="es",
        summary="",
        also_called=(),
        reviewed=None,
        is_sealed=False,
    ),
)
_THREADS = (
    ThreadCard(
        id="desk",
        url="/threads/desk/",
        title="How should I set up my desk?",
        lang="en",
        asked=Moment("2025-11-02T10:15"),
        by="Juniper",
        summary="Eight hours at a kitchen table, and my shoulders know it.",
        answers=3,
        has_professional=False,
        updated=Moment("2025-11-04T08:00"),
    ),
    ThreadCard(
        id="postura",
        url="/threads/postura/",
        title="¿Qué postura es mejor para dormir con dolor lumbar?",
        lang="es",
        asked=Moment("2025-10-01"),
        by="Guest",
        summary="",
        answers=1,
        has_professional=False,
        updated=Moment("2025-10-01"),
    ),
)
_RESOURCES = (
    ResourceCard(
        id="nhs-back-pain",
        url="/resources/nhs-back-pain/",
        href="https://www.nhs.uk/conditions/back-pain/",
        title="Back pain",
        lang="en",
        publisher="NHS",
        publisher_href="https://www.nhs.uk/",
        description="Plain advice on easing back pain at home.",
        kind="condition page",
        text_lang="en",
        checked=Moment("2026-01-15"),
        archived="https://web.archive.org/web/2026/https://www.nhs.uk/conditions/back-pain/",
    ),
    ResourceCard(
        id="medlineplus-es",
        url="/resources/medlineplus-es/",
        href="https://medlineplus.gov/spanish/backpain.html",
        title="Dolor de espalda",
        lang="es",
        publisher="MedlinePlus",
        publisher_href=None,
        description="",
        kind="",
        text_lang="en",
        checked=None,
        archived=None,
    ),
)
_GONE_RESOURCES = (
    replace(_RESOURCES[0], id="gone", title="Neck pain", is_dead=True),
    replace(_RESOURCES[1], id="gone-for-ever", is_dead=True),
)
_PUBLISHERS = (
    PublisherGroup(name="MedlinePlus", href=None, resources=_RESOURCES[1:], is_open=True),
    PublisherGroup(name="NHS", href="https://www.nhs.uk/", resources=_RESOURCES[:1], is_open=False),
)
_CORRECTIONS = (
    Correction(
        date=Moment("2026-03-04"),
        wrong="The guide said that <everyone> needs a scan.",
        right="A scan seldom helps.",
    ),
    Correction(date=Moment("2026-02-01"), wrong="Two weeks.", right="Four weeks."),
)
_TRANSLATIONS = (
    TranslationCard(
        url="/guides/dolor-de-espalda/",
        canonical="https://threads.example.org/guides/dolor-de-espalda/",
        lang="es",
        title="Dolor de espalda",
    ),
)
_ALTERNATES = (
    Alternate(hreflang="en", url=f"{ORIGIN}/guides/back-pain/"),
    Alternate(hreflang="es", url=f"{ORIGIN}/guides/dolor-de-espalda/"),
    Alternate(hreflang="x-default", url=f"{ORIGIN}/guides/back-pain/"),
)
_EMERGENCY = EmergencyCard(
    title="Dolor de espalda",
    lang="es",
    emergency_url="/guides/dolor-de-espalda/#ssg-care-4",
    emergency_signs=("no puede orinar",),
    more_signs=2,
    urgent_url="/guides/dolor-de-espalda/#ssg-care-3",
)
_PARTICIPATE = ParticipateView(
    ask="https://forum.example.org/ask?about=middle-back",
    answer="https://forum.example.org/t/abdominal-muscles",
    rate="https://forum.example.org/t/abdominal-muscles/rate",
    report="https://forum.example.org/report?page=abdominal-muscles&lang=en",
    remove="mailto:privacy@example.org?subject=abdominal-muscles",
    feedback="https://forum.example.org/feedback",
    newsletter="https://news.example.org/",
    email_updates="https://news.example.org/?topic=middle-back",
)
_CRUMBS = (
    Crumb(title="Home", url="/", lang="en"),
    Crumb(title="Middle back", url="/topics/middle-back/", lang="en"),
)


def head(path: str, title: str, **more: Any) -> Head:
    plain = Head(
        title=title,
        description="",
        url=path,
        address=f"{ORIGIN}{path}",
        canonical=f"{ORIGIN}{path}",
        lang="en",
    )
    return replace(plain, **more)


def _pager(number: int, newer_url: str, older_url: str) -> Pager:
    return Pager(
        number=number,
        newer_url=newer_url,
        older_url=older_url,
        newest_url="/threads/",
        oldest_url="/threads/page/1/",
        near=(NumberedLink(number=number, url=f"/threads/page/{number}/"),),
    )


def post(anchor: str, by: str, **more: Any) -> PostView:
    plain = sample(
        PostView,
        anchor=anchor,
        url=f"/threads/abdominal-muscles/#{anchor}",
        by=by,
        person=None,
        role="member",
        posted=Moment("2008-12-07T08:38"),
        edited=None,
        accepted=False,
        helpful=None,
        note="",
        lang="",
        body=Markup("<p>I had the same, and it passed.</p>"),
        removed=None,
        in_reply_to=None,
    )
    return replace(plain, **more)


_REMOVED = RemovedView(date=Moment("2009-01-02"), reason="advertising")

_ANSWERS = (
    post(
        "a-2008-12-07T0838",
        "Alison",
        accepted=True,
        helpful=3,
        review="reviewed",
        report_url="https://forum.example.org/report?post=a-2008-12-07T0838",
        body=_RICH_TEXT,
        edited=Moment("2008-12-08"),
        replies=(
            post("r-1", "Guest", posted=Moment("2008-12-07T11:23:10"), review="newer"),
            post("r-2", "", removed=_REMOVED, body=Markup()),
            post(
                "r-3",
                "Marta",
                lang="es",
                helpful=1,
                body=Markup("<p>A mí también me ayudó.</p>"),
                in_reply_to=ReplyTo(anchor="r-1", by="Guest"),
            ),
        ),
    ),
    post("a-2", "Dr. Sample Rivera", role="clinician", person=_REVIEWER, helpful=17),
    post("a-3", "Sample Editor", role="editor", person=_EDITOR, note="Shortened by the editors."),
    post("a-4", "", removed=_REMOVED, body=Markup(), replies=(post("r-4", "Ana"),)),
)

THREAD = sample(
    ThreadView,
    head=head(
        "/threads/abdominal-muscles/",
        "Can strengthening my abdominal muscles help with back pain?",
        description="A couple with sore backs ask whether stomach exercises are worth it.",
        feed_url="/topics/middle-back/feed.xml",
        follow_url="/topics/middle-back/follow/",
        feed_title="Middle back",
        crumbs=_CRUMBS,
        translations=_TRANSLATIONS,
        participate=_PARTICIPATE,
    ),
    state="draft",
    title="Can strengthening my abdominal muscles help with back pain?",
    asked=Moment("2008-12-06T17:57"),
    by="Juniper",
    question=Markup("<p>My husband and I make a fine pair: his back aches, and so does mine.</p>"),
    summary="",
    helpful=41,
    rating=Rating(average=4.5, votes=12),
    question_replies=(post("q-1", "Tom"), post("q-2", "", removed=_REMOVED, body=Markup())),
    answers=_ANSWERS,
    accepted_anchor="a-2008-12-07T0838",
    professional_count=1,
    professional_anchor="a-2",
    order="oldest",
    professionals_first=False,
    is_old=True,
    is_long=True,
    emergencies=(_EMERGENCY,),
    previous=_THREADS[0],
    next=_THREADS[1],
    original=None,
    also_asked=_THREADS[1:],
    updated=Moment("2009-01-02"),
    topics=_TOPICS,
    guides=_GUIDES,
    resources=(*_RESOURCES, *_GONE_RESOURCES),
    related=_THREADS,
    review=ReviewView(
        person=_REVIEWER,
        date=Moment("2020-01-01"),
        due=Moment("2022-01-01"),
        overdue=True,
        is_future=False,
    ),
    reviewed="thread",
    behind=None,
    corrections=_CORRECTIONS[:1],
    editor_note="The link to the exercises was renewed.",
    source=Origin(
        system="Old Forum",
        url="https://forum.example.org/12",
        licence="CC BY-SA 4.0",
        retrieved=Moment("2024-05-01"),
    ),
    disclaimer="What people write here is their own opinion.",
    extra={},
)

GUIDE = sample(
    GuideView,
    head=head(
        "/guides/back-pain/",
        "Back pain",
        description="Most back pain gets better within weeks.",
        feed_url="/topics/middle-back/feed.xml",
        follow_url="/topics/middle-back/follow/",
        feed_title="Middle back",
        crumbs=_CRUMBS,
        translations=_TRANSLATIONS,
        alternates=_ALTERNATES,
        participate=_PARTICIPATE,
    ),
    state="published",
    title="Back pain",
    summary="Most back pain gets better within weeks, and gentle movement helps more than rest.",
    also_called=("backache", "lumbago"),
    codes=Codes(mesh=("D001416",), icd10=("M54.6", "M54.9"), umls=("C0004604",), snomed=("161",)),
    specialty="General practice",
    body=_GUIDE_TEXT,
    contents=(
        Heading(level=2, id="symptoms", text="Symptoms"),
        Heading(level=2, id="care", text="What you can do"),
        Heading(level=3, id="exercises", text="Exercises"),
    ),
    review=ReviewView(
        person=_REVIEWER,
        date=Moment("2026-03-01"),
        due=Moment("2028-03-01"),
        overdue=False,
        is_future=False,
    ),
    corrections=_CORRECTIONS,
    emergencies=(replace(_EMERGENCY, title="Back pain", lang="en"),),
    previous=_GUIDES[0],
    next=_GUIDES[1],
    behind=None,
    topics=_TOPICS,
    resources=_RESOURCES,
    sources=(
        Citation(title="Back pain (NHS)", url="https://www.nhs.uk/conditions/back-pain/"),
        Citation(title="A textbook"),
    ),
    related=_GUIDES[1:],
    threads=_THREADS,
    disclaimer="This guide gives general information.",
    extra={},
)

TOPIC = sample(
    TopicView,
    head=head(
        "/topics/middle-back/",
        "Middle back",
        crumbs=_CRUMBS[:1],
        feed_url="/topics/middle-back/feed.xml",
        follow_url="/topics/middle-back/follow/",
        feed_title="Middle back",
    ),
    title="Middle back",
    summary="Between the shoulder blades and the waist.",
    also_called=("thoracic spine",),
    codes=Codes(mesh=("D013904",)),
    body=Markup("<p>The middle back aches less often than the lower back.</p>"),
    subtopics=_TOPICS[1:],
    guides=_GUIDES,
    threads=_THREADS,
    pager=_pager(2, "/topics/middle-back/", "/topics/x/1/"),
    resources=_PUBLISHERS,
    extra={},
)

_LETTERS = (
    IndexLetter(
        letter="B",
        id="ssg-letter-b",
        entries=(
            IndexEntry(name="Back pain", url="/b/", kind="guide", see="", lang="en"),
            IndexEntry(name="Backache", url="/b/", kind="guide", see="Back pain", lang="en"),
        ),
        lang="en",
    ),
    IndexLetter(
        letter="E",
        id="ssg-letter-e",
        entries=(IndexEntry(name="Espalda", url="/topics/e/", kind="topic", see="", lang="es"),),
        lang="es",
    ),
)

_FEED = sample(
    FeedView,
    id="tag:threads.example.org,2026:feed",
    title="Health Threads",
    lang="en",
    origin=ORIGIN,
    page_url=f"{ORIGIN}/threads/",
    self_url=f"{ORIGIN}/feed.xml",
    updated="2026-01-04T00:00:00Z",
    disclaimer="What people write here is their own opinion.",
    entries=(
        sample(
            FeedEntry,
            id=f"{ORIGIN}/threads/desk/",
            title="How should I set up my desk? <b> & more",
            url=f"{ORIGIN}/threads/desk/",
            published="2025-11-02T10:15:00Z",
            updated="2025-11-04T08:00:00Z",
            author="Juniper",
            lang="es",
            asked=Moment("2025-11-02T10:15"),
            is_old=True,
            summary="A desk <and> a chair.",
            answers=3,
            question=Markup('<p>At a <a href="https://example.org/">table</a> &amp; more.</p>'),
            emergencies=(_EMERGENCY,),
            behind=_TRANSLATIONS[0],
            corrections=(Correction(date=Moment("2026-01-01"), wrong="Up.", right="Down."),),
            editor_note="Shortened.",
            review=None,
            professional_count=1,
            question_replies=(post("q-1", "Tom"),),
            posts=_ANSWERS,
            more=2,
        ),
    ),
)

_TREES = (
    TopicTree(
        topic=_TOPICS[0],
        narrower=(TopicTree(topic=_topic("columna", "Columna <torácica>", lang="es")),),
    ),
    TopicTree(topic=_TOPICS[1]),
)

_CHANGES = (
    ChangeCard(
        url="/guides/back-pain/",
        title="Back pain",
        lang="en",
        kind="guide",
        date=Moment("2026-03-04"),
        wrong="The guide said that <everyone> needs a scan.",
        right="A scan seldom helps.",
        review=ReviewView(
            person=_REVIEWER,
            date=Moment("2026-03-01"),
            due=Moment("2028-03-01"),
            overdue=False,
            is_future=False,
        ),
    ),
    ChangeCard(
        url="/threads/postura/",
        title="¿Qué postura es mejor para dormir con dolor lumbar?",
        lang="es",
        kind="thread",
        date=Moment("2026-02-01T09:30"),
        wrong="Boca abajo.",
        right="De lado.",
        review=None,
    ),
)
_CHANGES_FEED = sample(
    ChangesFeedView,
    id="tag:threads.example.org,2000-01-01:/changes/",
    lang="en",
    origin=ORIGIN,
    page_url=f"{ORIGIN}/changes/",
    self_url=f"{ORIGIN}/changes/feed.xml",
    updated="2026-03-04T00:00:00Z",
    entries=(
        ChangeEntry(
            id="tag:threads.example.org,2026-03-04:/threads/postura/?correction=1",
            title="¿Qué postura? <b> & more",
            url=f"{ORIGIN}/threads/postura/",
            lang="es",
            updated="2026-03-04T00:00:00Z",
            wrong="Boca <abajo> & más.",
            right="De lado.",
        ),
    ),
)

_RICH: dict[str, View] = {
    "pages/home.html": sample(
        HomeView,
        head=head("/", "Health Threads", description=SITE.description),
        topics=(
            TopicBranch(topic=_TOPICS[0], subtopics=_TOPICS[1:]),
            TopicBranch(topic=_TOPICS[1], subtopics=()),
        ),
        threads=_THREADS,
        guides=_GUIDES,
    ),
    "pages/thread.html": THREAD,
    "pages/guide.html": GUIDE,
    "pages/topic.html": TOPIC,
    "pages/threads.html": sample(
        ThreadsView,
        head=head("/threads/2/", "Questions", crumbs=_CRUMBS[:1]),
        threads=_THREADS,
        pager=_pager(2, "/threads/", "/threads/1/"),
    ),
    "pages/a_to_z.html": sample(AToZView, head=head("/a-z/", "A to Z"), letters=_LETTERS),
    "pages/follow.html": sample(
        FollowView,
        head=head("/topics/middle-back/follow/", "Follow", noindex=True, crumbs=_CRUMBS),
        title="Middle <back>",
        feed_url="/topics/middle-back/feed.xml",
        feed_address=f"{ORIGIN}/topics/middle-back/feed.xml",
        email_url="https://news.example.org/?page=x&lang=en",
        newsletter_url="mailto:news@example.org",
    ),
    "pages/help.html": sample(
        HelpView,
        head=head("/get-help/", "Help", crumbs=_CRUMBS[:1]),
        countries=(
            CountryNumbers(country="GB", numbers=_NUMBERS[:1]),
            CountryNumbers(country="ES", numbers=_NUMBERS[1:2]),
        ),
        helplines=_HELPLINES[:1],
        other_countries=(CountryNumbers(country="DE", numbers=_NUMBERS[2:]),),
        other_helplines=_HELPLINES[1:],
    ),
    "pages/topics.html": sample(
        TopicsView,
        head=head("/topics/", "Topics", crumbs=_CRUMBS[:1]),
        topics=(
            TopLevelTopic(topic=_topic("body", "Body"), narrower=_TREES, is_folded=True),
            TopLevelTopic(topic=_topic("mind", "Mind"), narrower=_TREES, is_folded=False),
            TopLevelTopic(topic=_topic("sleep", "Sleep"), narrower=(), is_folded=False),
        ),
    ),
    "pages/changes.html": sample(
        ChangesView,
        head=head("/changes/page/2/", "Corrections", crumbs=_CRUMBS[:1]),
        changes=_CHANGES,
        pager=_pager(2, "/changes/", "/changes/page/1/"),
        feed_url="/changes/feed.xml",
    ),
    "pages/changes_feed.xml": _CHANGES_FEED,
    "pages/resources.html": sample(
        ResourcesView, head=head("/resources/", "Resources"), publishers=_PUBLISHERS
    ),
    "pages/resource.html": sample(
        ResourceView,
        head=head(
            "/resources/nhs-back-pain/",
            "Back pain",
            crumbs=(*_CRUMBS[:1], Crumb(title="Resources", url="/resources/", lang="en")),
        ),
        resource=_RESOURCES[0],
        checked=Moment("2026-02-03"),
        topics=_TOPICS,
        guides=_GUIDES,
        threads=_THREADS,
    ),
    "pages/page.html": sample(
        PageView,
        head=head("/about/", "About this site", translations=_TRANSLATIONS),
        title="About this site",
        summary="What this site is.",
        body=_RICH_TEXT,
    ),
    "pages/tombstone.html": sample(
        TombstoneView,
        head=head("/threads/gone/", "Withdrawn", noindex=True),
        state="withdrawn",
        topics=_TOPICS,
    ),
    "pages/redirect.html": sample(
        RedirectView,
        head=head("/threads/desk/", "Moved"),
        target_url="/threads/desk/",
    ),
    "pages/not_found.html": sample(NotFoundView, head=head("/404.html", "Missing", noindex=True)),
    "pages/search.html": sample(
        SearchView,
        head=head("/search/", "", noindex=True),
        index_url="/pagefind/",
        topics=(TopicTitle(title="Back", lang="en"), TopicTitle(title="Sueño", lang="es")),
        languages=("en", "fr"),
        others=(OtherSearch(lang="es", url="/es/search/"),),
    ),
    "pages/feed.xml": _FEED,
    "pages/sitemap.xml": sample(
        SitemapView,
        entries=(
            SitemapEntry(url=f"{ORIGIN}/", modified="2026-01-04"),
            SitemapEntry(url=f"{ORIGIN}/a-z/", modified=""),
            SitemapEntry(url=f"{ORIGIN}/guides/back-pain/", alternates=_ALTERNATES),
        ),
    ),
    "pages/sitemap_index.xml": sample(SitemapIndexView, sitemaps=(f"{ORIGIN}/sitemap-1.xml",)),
    "pages/robots.txt": sample(RobotsView, sitemap_url=f"{ORIGIN}/sitemap.xml"),
}

_ONE_PAGE = _pager(1, "", "")

_MINIMAL: dict[str, View] = {
    "pages/home.html": sample(HomeView, head=head("/", "Home"), topics=(), threads=(), guides=()),
    "pages/thread.html": replace(
        THREAD,
        head=head("/threads/x/", "Short"),
        state="published",
        helpful=None,
        rating=None,
        question_replies=(),
        answers=(),
        accepted_anchor="",
        professional_count=0,
        professional_anchor="",
        is_old=False,
        is_long=False,
        emergencies=(),
        previous=None,
        next=None,
        guides=(),
        resources=(),
        related=(),
        review=None,
        reviewed="",
        corrections=(),
        editor_note="",
        source=Origin(system="Old Forum"),
        disclaimer="",
    ),
    "pages/guide.html": replace(
        GUIDE,
        head=head("/guides/x/", "Short"),
        summary="",
        also_called=(),
        codes=None,
        specialty="",
        contents=(),
        review=None,
        corrections=(),
        emergencies=(),
        previous=None,
        next=None,
        resources=(),
        sources=(),
        related=(),
        threads=(),
        disclaimer="",
    ),
    "pages/topic.html": replace(
        TOPIC,
        head=head("/topics/x/", "Short"),
        summary="",
        also_called=(),
        codes=None,
        body=Markup(),
        subtopics=(),
        guides=(),
        threads=(),
        resources=(),
        pager=_ONE_PAGE,
    ),
    "pages/threads.html": sample(
        ThreadsView, head=head("/threads/", "Questions"), threads=(), pager=_ONE_PAGE
    ),
    "pages/a_to_z.html": sample(AToZView, head=head("/a-z/", "A to Z"), letters=()),
    "pages/help.html": sample(
        HelpView,
        head=head("/get-help/", "Help"),
        countries=(),
        helplines=_HELPLINES[1:],
        other_countries=(),
        other_helplines=(),
    ),
    "pages/follow.html": sample(
        FollowView,
        head=head("/follow/", "Follow"),
        title="",
        feed_url="/feed.xml",
        feed_address=f"{ORIGIN}/feed.xml",
        email_url="",
        newsletter_url="",
    ),
    "pages/topics.html": sample(TopicsView, head=head("/topics/", "Topics"), topics=()),
    "pages/changes.html": sample(
        ChangesView, head=head("/changes/", "Corrections"), changes=_CHANGES[:1], pager=_ONE_PAGE
    ),
    "pages/resources.html": sample(ResourcesView, head=head("/r/", "Resources"), publishers=()),
    "pages/resource.html": sample(
        ResourceView,
        head=head("/resources/x/", "X"),
        resource=_RESOURCES[1],
        topics=(),
        guides=(),
        threads=(),
    ),
    "pages/page.html": sample(
        PageView, head=head("/about/", "About"), title="About", summary="", body=Markup()
    ),
    "pages/tombstone.html": sample(
        TombstoneView, head=head("/threads/gone/", "Gone", noindex=True), state="expired", topics=()
    ),
    "pages/feed.xml": replace(_FEED, disclaimer="", entries=()),
    "pages/sitemap.xml": sample(SitemapView, entries=()),
}

RICH: dict[str, View] = {
    kind.template: _RICH.get(kind.template) or generate(kind.view, rich=True) for kind in KINDS
}
"""A full view for every page template."""

MINIMAL: dict[str, View] = {
    kind.template: _MINIMAL.get(kind.template)
    or _RICH.get(kind.template)
    or generate(kind.view, rich=False)
    for kind in KINDS
}
"""A view with nothing optional for every page template."""
