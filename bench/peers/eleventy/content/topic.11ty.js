import {
  escaped, follow, frame, guideList, letters, listPages, pager, publisherList, threadList, topicList,
} from "../lib/parts.js";
import { itemList } from "../lib/structured-data.js";

const address = (topic, number) => `/topics/${topic.id}/${number > 1 ? `page/${number}/` : ""}`;

export const data = {
  pagination: {
    data: "allTopics",
    size: 1,
    alias: "list",
    /** Every page of every topic, since Eleventy divides one list only. */
    before: (topics, { collections }) => topics.flatMap((topic) =>
      listPages(collections.threadsOfTopics.get(topic.id) ?? []).map((list) => ({ topic, ...list }))),
  },
  eleventyImport: { collections: ["threadsOfTopics", "guidesById"] },
  permalink: ({ list }) => `${address(list.topic, list.number)}index.html`,
};

function guidesOf({ guides_here, letters: groups }, { guidesById }) {
  const find = (ids) => ids.map((id) => guidesById.get(id));
  if (!guides_here.length && !groups.length) return "";
  const folded = groups.map(({ letter, guides }) => ({ letter, guides: find(guides) }));
  return `<section aria-labelledby="ssg-guides">
  <h2 id="ssg-guides">Guides</h2>
  ${guides_here.length ? guideList(find(guides_here)) : letters(folded)}
</section>`;
}

export function render({ list, collections, page }) {
  const { topic, number, last, threads } = list;
  const { id, title, description, lineage, children, publishers } = topic;
  const isNewest = number === 1;
  const main = `<header class="ssg-head">
  <h1>${escaped(title)}</h1>
  ${topic.has_lead ? `<p class="ssg-lead">${escaped(description)}</p>` : ""}
  ${isNewest && children.length ? `<nav aria-label="Narrower topics"><div>${topicList(children)}</div></nav>` : ""}
</header>
<div class="ssg-prose">
${isNewest ? this.markdown(topic.text) : ""}
</div>
${isNewest ? guidesOf(topic, collections) : ""}
<section aria-labelledby="ssg-threads">
  <h2 id="ssg-threads">Questions</h2>
  ${threads.length ? threadList(threads) : "<p>There are no questions on this topic yet.</p>"}
  ${pager(number, last, (each) => address(topic, each))}
</section>
${isNewest && publishers.length ? `<section aria-labelledby="ssg-resources">
  <h2 id="ssg-resources">From health organisations</h2>
  ${publisherList(publishers, 3)}
</section>` : ""}
${follow(id)}`;
  return frame({
    type: "CollectionPage", title, description, path: page.url, topic: id, below: lineage.at(-2) ?? "",
    shownTitle: `${title}: topic${isNewest ? "" : `, page ${number}`}`,
    more: { mainEntity: itemList(threads) }, main,
  });
}
