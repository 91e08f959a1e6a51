import { HELP, escaped, frame, threadList, topicLink } from "../lib/parts.js";
import { DESCRIPTION, TITLE, topicOf } from "../lib/site.js";

export const data = { eleventyImport: { collections: ["questions"] }, permalink: "/index.html" };

export function render({ roots, collections, page }) {
  const tiles = roots.map((id) => {
    const { description, children } = topicOf(id);
    return `<li>
      <h3>${topicLink(id)}</h3>
      <p>${escaped(description)}</p>
      <ul class="ssg-links">${children.map((child) => `<li>${topicLink(child)}</li>`).join("")}</ul>
    </li>`;
  });
  const main = `<header class="ssg-hero ssg-wide"><h1>Example Threads</h1></header>
${HELP}
<section class="ssg-wide" aria-labelledby="ssg-topics">
  <h2 id="ssg-topics">Topics</h2>
  <ul class="ssg-tiles">${tiles.join("\n")}</ul>
</section>
<section aria-labelledby="ssg-threads">
  <h2 id="ssg-threads">New questions</h2>
  ${threadList(collections.questions.slice(0, 10))}
</section>`;
  return frame({ type: "CollectionPage", title: TITLE, description: DESCRIPTION, path: page.url, main });
}
