import { counted, escaped, textsOf } from "../lib/parts.js";

const SITE = "https://bench.example.org";
const ENTRIES = 20;

export const data = {
  pagination: { data: "allTopics", size: 1, alias: "topic" },
  eleventyImport: { collections: ["threadsOfTopics"] },
  permalink: ({ topic }) => `/topics/${topic.id}/feed.xml`,
};

function entry(thread) {
  const address = SITE + thread.url;
  const { title, by, answers, updated } = thread.data;
  const text = textsOf(thread.content)[0];
  const link = `<p><a href="${address}">${counted(answers, "answer", "answers")}</a></p>`;
  return `
  <entry>
    <id>${address}</id>
    <title>${escaped(title)}</title>
    <link rel="alternate" type="text/html" href="${address}"/>
    <published>${thread.date.toISOString()}</published>
    <updated>${updated}</updated>
    <author><name>${escaped(by)}</name></author>
    <content type="html">${escaped(text + link)}</content>
  </entry>`;
}

export function render({ topic, collections }) {
  const threads = (collections.threadsOfTopics.get(topic.id) ?? []).slice(0, ENTRIES);
  const address = `${SITE}/topics/${topic.id}/`;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${address}</id>
  <title>${escaped(topic.title)}</title>
  <link rel="self" type="application/atom+xml" href="${address}feed.xml"/>
  <link rel="alternate" type="text/html" href="${address}"/>
  <updated>${threads[0].data.updated}</updated>
  <author><name>Example Threads</name></author>${threads.map(entry).join("")}
</feed>
`;
}
