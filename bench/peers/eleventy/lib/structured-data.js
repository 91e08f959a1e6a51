import { SITE, TITLE, topicOf } from "./site.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };
const crumbsOfTopics = new Map();

/** JSON for a script element: a "<" could end it. */
const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** The text of HTML that markdown-it has made, which writes these entities only. */
const plain = (html) =>
  html.replace(/<[^>]*>/g, "").replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]).trim();

const person = (name) => ({ "@type": "Person", name });
const WEBSITE = { "@id": `${SITE}/#website` };
const OF_THE_SITE = [
  { "@type": "WebSite", ...WEBSITE, url: `${SITE}/`, name: TITLE, publisher: { "@id": `${SITE}/#organization` } },
  { "@type": "Organization", "@id": `${SITE}/#organization`, url: `${SITE}/`, name: TITLE },
].map(json).join();

/** The way down to a topic: the same for all its threads. */
function crumbs(topic) {
  if (!crumbsOfTopics.has(topic)) {
    const way = topicOf(topic).lineage.map((id) => [topicOf(id).title, `${SITE}/topics/${id}/`]);
    const itemListElement = [["Home", `${SITE}/`], ...way].map(([name, item], index) =>
      ({ "@type": "ListItem", position: index + 1, name, item }));
    crumbsOfTopics.set(topic, json({ "@type": "BreadcrumbList", itemListElement }));
  }
  return crumbsOfTopics.get(topic);
}

function post(type, one, text, url) {
  const found = {
    "@type": type,
    url: `${url}#${one.id}`,
    text: plain(text),
    datePublished: one.posted,
    author: person(one.by),
  };
  if (one.helpful && type === "Answer") found.upvoteCount = one.helpful;
  return found;
}

export function question({ title, by, helpful, answers, updated, posts }, asked, url, [text, ...texts]) {
  const found = {
    "@type": "Question",
    name: title,
    text: plain(text),
    answerCount: answers,
    datePublished: asked,
    dateModified: updated,
    author: person(by),
  };
  if (helpful) found.upvoteCount = helpful;
  const suggested = [];
  for (const [number, one] of posts.entries()) {
    if (one.reply) continue;
    const answer = post("Answer", one, texts[number], url);
    if (one.replies) {
      answer.comment = posts.slice(number + 1, number + 1 + one.replies)
        .map((reply, offset) => post("Comment", reply, texts[number + 1 + offset], url));
    }
    if (one.accepted) found.acceptedAnswer = answer;
    else suggested.push(answer);
  }
  if (suggested.length) found.suggestedAnswer = suggested;
  return found;
}

/** The script element of a page; `more` is what only pages of its type have. */
export function structuredData({ type, url, title, description, topic, more }) {
  const page = {
    "@type": type, "@id": url, url, name: title, description, inLanguage: "en", isPartOf: WEBSITE, ...more,
  };
  const nodes = [json(page), ...(topic ? [crumbs(topic)] : []), OF_THE_SITE];
  return `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[${nodes.join()}]}</script>`;
}
