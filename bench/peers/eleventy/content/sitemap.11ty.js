import { SITE } from "../lib/site.js";

export const data = {
  eleventyImport: { collections: ["questions", "guidesById"] },
  permalink: "/sitemap.xml",
};

const entry = (address, modified) =>
  `  <url><loc>${SITE}${address}</loc>${modified ? `<lastmod>${modified.slice(0, 10)}</lastmod>` : ""}</url>\n`;

export function render({ collections, allTopics }) {
  const entries = [
    entry("/"),
    ...collections.questions.map((thread) => entry(thread.url, thread.data.updated)),
    ...[...collections.guidesById.values()].map((guide) => entry(guide.url, guide.date.toISOString())),
    ...allTopics.map((topic) => entry(`/topics/${topic.id}/`)),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("")}</urlset>
`;
}
