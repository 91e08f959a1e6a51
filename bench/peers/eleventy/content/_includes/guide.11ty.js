import { HELP, day, escaped, follow, frame, resourceList, topicList } from "../../lib/parts.js";

export function render(data) {
  const threads = data.collections.threadsOfGuides.get(data.page.fileSlug) ?? [];
  const links = threads.map(({ url, data: { title } }) =>
    `<li><a href="${url}">${escaped(title)}</a></li>`);
  const main = `<article class="ssg-columns">
  <div class="ssg-column">
    <header class="ssg-head">
      <h1>${escaped(data.title)}</h1>
      <p class="ssg-lead">${escaped(data.description)}</p>
      ${topicList(data.own_topics)}
    </header>
    ${HELP}
    <p class="ssg-review">Reviewed on ${day(data.page.date)}</p>
    <div class="ssg-prose">
${data.content}
    </div>
  </div>
  <div class="ssg-aside">
    ${resourceList(data.resource_ids)}
    ${links.length ? `<section aria-labelledby="ssg-threads">
      <h2 id="ssg-threads">Questions people asked</h2>
      <ul class="ssg-links">${links.join("")}</ul>
    </section>` : ""}
    ${follow(data.own_topics[0])}
  </div>
</article>`;
  const { title, description, page: { url, date } } = data;
  const more = {
    about: { "@type": "MedicalCondition", name: title },
    lastReviewed: date.toISOString().slice(0, 10),
  };
  return frame({
    type: "MedicalWebPage", title, description, path: url, topic: data.own_topics[0],
    dates: { published: date.toISOString(), modified: date.toISOString() }, more, main,
  });
}
