"""The views of documents: threads, guides, topics and editorial pages."""

from collections.abc import Mapping

from markupsafe import Markup

from ssg.model.documents import Guide, Heading, Page, Thread, Topic
from ssg.pages.assemble import assemble
from ssg.pages.inputs import Frame, GuideInputs, PageInputs, ThreadInputs, TopicInputs
from ssg.pages.materials import Materials
from ssg.pages.names import by_publisher
from ssg.pages.posts import arrange_posts
from ssg.pages.views import GuideView, PageView, ThreadView, TopicView


def thread_view(document: Thread, inputs: ThreadInputs, materials: Materials) -> ThreadView:
    meta = document.meta
    question, *others = materials.fragments(document.path)
    posts = arrange_posts(document.posts, inputs, others, materials)
    return ThreadView(
        head=materials.head(
            inputs.frame, title=meta.title, description=meta.summary or document.excerpt
        ),
        state=inputs.state,
        title=meta.title,
        asked=meta.asked,
        by=meta.by,
        question=assemble(question, inputs.addresses, materials.alert_titles(inputs.frame.lang)),
        summary=meta.summary or "",
        helpful=meta.helpful,
        rating=meta.rating,
        question_replies=posts.question_replies,
        answers=posts.answers,
        answer_count=sum(not answer.removed for answer in posts.answers),
        accepted_anchor=next((one.anchor for one in posts.answers if one.accepted), ""),
        updated=inputs.updated,
        topics=inputs.topics,
        guides=inputs.guides,
        resources=inputs.resources,
        related=inputs.related,
        review=inputs.review,
        editor_note=meta.editor_note or "",
        source=meta.source,
        disclaimer=materials.settings.disclaimers.thread,
        extra=meta.extra,
    )


def guide_view(document: Guide, inputs: GuideInputs, materials: Materials) -> GuideView:
    meta = document.meta
    return GuideView(
        head=materials.head(
            inputs.frame, title=meta.title, description=meta.summary or document.excerpt
        ),
        state=inputs.state,
        title=meta.title,
        summary=meta.summary or "",
        also_called=meta.also_called,
        codes=meta.codes,
        specialty=meta.specialty or "",
        body=_body(document, inputs.addresses, inputs.frame, materials),
        contents=contents_of(document.headings),
        review=inputs.review,
        topics=inputs.topics,
        resources=inputs.resources,
        sources=meta.sources,
        related=inputs.related,
        threads=inputs.threads,
        disclaimer=materials.settings.disclaimers.guide,
        extra=meta.extra,
    )


def topic_view(document: Topic, inputs: TopicInputs, materials: Materials) -> TopicView:
    meta = document.meta
    is_newest = not inputs.pager.newer_url
    body = _body(document, inputs.addresses, inputs.frame, materials) if is_newest else Markup()
    return TopicView(
        head=materials.head(
            inputs.frame, title=meta.title, description=meta.summary or document.excerpt
        ),
        title=meta.title,
        summary=meta.summary or "",
        also_called=meta.also_called,
        codes=meta.codes,
        body=body,
        subtopics=inputs.subtopics,
        guides=inputs.guides,
        threads=inputs.threads,
        pager=inputs.pager,
        resources=by_publisher(inputs.resources),
        extra=meta.extra,
    )


def page_view(document: Page, inputs: PageInputs, materials: Materials) -> PageView:
    meta = document.meta
    return PageView(
        head=materials.head(
            inputs.frame, title=meta.title, description=meta.summary or document.excerpt
        ),
        title=meta.title,
        summary=meta.summary or "",
        body=_body(document, inputs.addresses, inputs.frame, materials),
    )


def contents_of(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings of the two highest levels that a text uses."""
    levels = sorted({heading.level for heading in headings})[:2]
    return tuple(heading for heading in headings if heading.level in levels)


def _body(
    document: Guide | Topic | Page,
    addresses: Mapping[str, str],
    frame: Frame,
    materials: Materials,
) -> Markup:
    (body,) = materials.fragments(document.path)
    return assemble(body, addresses, materials.alert_titles(frame.lang))
