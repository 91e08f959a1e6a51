import { feed } from "../lib/feed.js";
import { TITLE } from "../lib/site.js";

const ENTRIES = 10;

export const data = {
  pagination: {
    data: "allTopics",
    size: 1,
    alias: "topic",
    before: (topics) => topics.filter((topic) => topic.has_feed),
  },
  eleventyImport: { collections: ["threadsOfTopics"] },
  permalink: ({ topic }) => `/topics/${topic.id}/feed.xml`,
};

export function render({ topic: { id, title }, collections }) {
  const threads = collections.threadsOfTopics.get(id).slice(0, ENTRIES);
  return feed(`${title} – ${TITLE}`, `/topics/${id}/`, threads);
}
