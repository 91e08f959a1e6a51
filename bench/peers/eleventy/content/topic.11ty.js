import { day, escaped, follow, frame, threadList, topicLink } from "../lib/parts.js";

const PAGE = 20;
const address = (topic, number) => `/topics/${topic.id}/${number > 1 ? `page/${number}/` : ""}`;

export const data = {
  pagination: {
    data: "allTopics",
    size: 1,
    alias: "list",
    /** Every page of every topic, since Eleventy divides one list only. */
    before(topics, { collections }) {
      return topics.flatMap((topic) => {
        const threads = collections.threadsOfTopics.get(topic.id) ?? [];
        const last = Math.max(Math.ceil(threads.length / PAGE), 1);
        return Array.from({ length: last }, (_, index) => ({
          topic,
          number: index + 1,
          last,
          threads: threads.slice(index * PAGE, (index + 1) * PAGE),
        }));
      });
    },
  },
  eleventyImport: { collections: ["threadsOfTopics", "guidesById"] },
  permalink: ({ list }) => `${address(list.topic, list.number)}index.html`,
};

function newest(topic, markdown, collections) {
  const guides = topic.guides.map((id) => {
    const guide = collections.guidesById.get(id);
    return `<li>
    <h3><a href="${guide.url}">${escaped(guide.data.title)}</a></h3>
    <p>${escaped(guide.data.description)}</p>
    <p class="ssg-facts"><span>Reviewed on ${day(guide.date)}</span></p>
  </li>`;
  });
  return `<div class="ssg-prose">
${markdown(topic.text)}
    </div>
    ${guides.length ? `<section aria-labelledby="ssg-guides">
      <h2 id="ssg-guides">Guides</h2>
      <ul class="ssg-list">${guides.join("")}</ul>
    </section>` : ""}`;
}

export function render({ list, collections, page }) {
  const { topic, number, last, threads } = list;
  const isNewest = number === 1;
  const main = `<div class="ssg-columns">
  <div class="ssg-column">
    <header class="ssg-head">
      <h1>${escaped(topic.title)}</h1>
      <p class="ssg-lead">${escaped(topic.description)}</p>
    </header>
    ${isNewest ? newest(topic, this.markdown, collections) : ""}
    <section aria-labelledby="ssg-threads">
      <h2 id="ssg-threads">Questions</h2>
      ${threadList(threads)}
      ${last > 1 ? `<nav class="ssg-pager" aria-label="Pages">
        ${isNewest ? "" : `<a rel="prev" href="${address(topic, number - 1)}">Newer questions</a>`}
        <span>Page ${number}</span>
        ${number < last ? `<a rel="next" href="${address(topic, number + 1)}">Older questions</a>` : ""}
      </nav>` : ""}
    </section>
  </div>
  <div class="ssg-aside">
    ${isNewest && topic.children.length ? `<section aria-labelledby="ssg-subtopics">
      <h2 id="ssg-subtopics">Narrower topics</h2>
      <ul class="ssg-topics">${topic.children.map((id) => `<li>${topicLink(id)}</li>`).join("")}</ul>
    </section>` : ""}
    ${follow(topic.id)}
  </div>
</div>`;
  const { id, title, description } = topic;
  return frame({ type: "CollectionPage", title, description, path: page.url, topic: id, main });
}
