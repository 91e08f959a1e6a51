import { escaped, moment, textsOf } from "../lib/parts.js";
import { SITE } from "../lib/site.js";

const ENTRIES = 10;

export const data = {
  pagination: { data: "allTopics", size: 1, alias: "topic" },
  eleventyImport: { collections: ["threadsOfTopics"] },
  permalink: ({ topic }) => `/topics/${topic.id}/feed.xml`,
};

const entries = new Map();

/** A thread is in the feeds of all topics above its own, so its entry is made once. */
function entry(thread) {
  if (!entries.has(thread.url)) entries.set(thread.url, entryOf(thread));
  return entries.get(thread.url);
}

function entryOf(thread) {
  const address = SITE + thread.url;
  const { title, by, posts, updated } = thread.data;
  const [question, ...texts] = textsOf(thread.content);
  const answers = posts.map((one, number) =>
    `<h3>${one.reply ? "Reply" : "Answer"} by ${escaped(one.by)}</h3>
<p><a href="${address}#${one.id}">${moment(new Date(one.posted))}</a></p>
${texts[number]}`);
  return `
  <entry>
    <id>${address}</id>
    <title>${escaped(title)}</title>
    <link rel="alternate" type="text/html" href="${address}"/>
    <published>${thread.date.toISOString()}</published>
    <updated>${updated}</updated>
    <author><name>${escaped(by)}</name></author>
    <content type="html">${escaped(question + answers.join(""))}</content>
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
