import { OUTSIDE, escaped, frame, guideList, threadList, topicList } from "../lib/parts.js";

export const data = {
  pagination: { data: "allResources", size: 1, alias: "resource" },
  eleventyImport: { collections: ["threadsOfResources", "guidesById"] },
  permalink: ({ resource }) => `/resources/${resource.id}/index.html`,
};

export function render({ resource, collections, page }) {
  const { id, title, description, publisher, outside, own_topics, guides_here } = resource;
  const threads = collections.threadsOfResources.get(id) ?? [];
  const main = `<header class="ssg-head">
  <h1>${escaped(title)}</h1>
  <p class="ssg-facts">
    <span>Published by ${escaped(publisher)}</span>
  </p>
  ${description ? `<p class="ssg-lead">${escaped(description)}</p>` : ""}
  <p><a class="ssg-button" href="${outside}" rel="external" hreflang="en">Read it at ${escaped(publisher)}${OUTSIDE}</a></p>
  ${own_topics.length ? topicList(own_topics) : ""}
</header>
${guides_here.length ? `<section aria-labelledby="ssg-guides">
  <h2 id="ssg-guides">Guides that recommend it</h2>
  ${guideList(guides_here.map((guide) => collections.guidesById.get(guide)))}
</section>` : ""}
${threads.length ? `<section aria-labelledby="ssg-threads">
  <h2 id="ssg-threads">Questions that mention it</h2>
  ${threadList(threads)}
</section>` : ""}`;
  const about = {
    "@type": "CreativeWork", name: title, url: outside, inLanguage: "en",
    publisher: { "@type": "Organization", name: publisher },
  };
  return frame({
    type: "WebPage", title, shownTitle: `${title} (${publisher})`, description, path: page.url,
    parent: '<li><a href="/resources/">Resources</a></li>', more: { about }, main,
  });
}
