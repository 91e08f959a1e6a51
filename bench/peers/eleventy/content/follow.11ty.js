import { followHelp, frame } from "../lib/parts.js";

export const data = {
  pagination: {
    data: "allTopics",
    size: 1,
    alias: "topic",
    before: (topics) => topics.filter((topic) => topic.has_feed),
  },
  permalink: ({ topic }) => `/topics/${topic.id}/follow/index.html`,
};

export function render({ topic: { id, title: name }, page }) {
  const title = `Follow the topic ${name}`;
  const main = followHelp(title, `/topics/${id}/feed.xml`);
  return frame({ title, shownTitle: `${name} – Follow new questions`, path: page.url, topic: id, main });
}
