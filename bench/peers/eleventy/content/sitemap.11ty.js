import { PAGES, SITE } from "../lib/site.js";

export const data = {
  eleventyImport: { collections: ["questions", "guidesById"] },
  permalink: "/sitemap.xml",
};

const LISTS = ["/", "/threads/", "/topics/", "/a-z/", "/resources/", "/follow/"];

const entry = (address, modified) =>
  `  <url><loc>${SITE}${address}</loc>${modified ? `<lastmod>${modified.slice(0, 10)}</lastmod>` : ""}</url>\n`;

export function render({ collections, allTopics, allResources }) {
  const entries = [
    ...LISTS.map((address) => entry(address)),
    ...PAGES.map((page) => entry(`/${page.id}/`)),
    ...collections.questions.map((thread) => entry(thread.url, thread.data.updated)),
    ...[...collections.guidesById.values()].map((guide) => entry(guide.url, guide.data.reviewed)),
    ...allTopics.map((topic) => entry(`/topics/${topic.id}/`)),
    ...allResources.map((resource) => entry(`/resources/${resource.id}/`)),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("")}</urlset>
`;
}
