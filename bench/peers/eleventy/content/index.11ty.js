import { HELP, escaped, frame, guideList, threadList, topicLink } from "../lib/parts.js";
import { DESCRIPTION, TITLE, topicOf } from "../lib/site.js";

export const data = {
  eleventyImport: { collections: ["questions", "guidesById"] },
  permalink: "/index.html",
};

export function render({ roots, newestGuides, collections, page }) {
  const tiles = roots.map((id) => {
    const { description, children } = topicOf(id);
    return `<li>
      <h3>${topicLink(id)}</h3>
      <p>${escaped(description)}</p>
      <ul class="ssg-links">${children.map((child) => `<li>${topicLink(child)}</li>`).join("\n")}</ul>
    </li>`;
  });
  const main = `<header class="ssg-hero ssg-wide">
  <h1>${TITLE}</h1>
  <p class="ssg-lead">${escaped(DESCRIPTION)}</p>
</header>
${HELP}
<section class="ssg-wide" aria-labelledby="ssg-topics">
  <h2 id="ssg-topics">Topics</h2>
  <ul class="ssg-tiles">${tiles.join("\n")}</ul>
</section>
<div class="ssg-columns ssg-columns-even">
  <section aria-labelledby="ssg-threads">
    <h2 id="ssg-threads">New questions</h2>
    ${threadList(collections.questions.slice(0, 10))}
    <p><a class="ssg-button" href="/threads/">All questions</a></p>
  </section>
  <section aria-labelledby="ssg-guides">
    <h2 id="ssg-guides">Guides</h2>
    ${guideList(newestGuides.map((id) => collections.guidesById.get(id)))}
    <p><a class="ssg-button" href="/a-z/">All guides, A to Z</a></p>
  </section>
</div>`;
  return frame({ type: "CollectionPage", title: TITLE, description: DESCRIPTION, path: page.url, main });
}
