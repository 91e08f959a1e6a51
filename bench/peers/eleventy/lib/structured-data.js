import { SITE, TITLE, topicOf } from "./site.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };
const startsOfCrumbs = new Map();

/** JSON for a script element: a "<" could end it. */
const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** The text of HTML that markdown-it has made, which writes these entities only. */
const plain = (html) =>
  html.replace(/<[^>]*>/g, "").replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]).trim();

const person = (name) => ({ "@type": "Person", name });
const WEBSITE = { "@id": `${SITE}/#website` };
const OF_THE_SITE = [
  { "@type": "WebSite", ...WEBSITE, url: `${SITE}/`, name: TITLE, inLanguage: "en", publisher: { "@id": `${SITE}/#organization` } },
  { "@type": "Organization", "@id": `${SITE}/#organization`, url: `${SITE}/`, name: TITLE },
].map(json).join();

/** The beginning of the way down to a page: the same for all threads of a topic. */
function startOfCrumbs(topic) {
  if (!startsOfCrumbs.has(topic)) {
    const way = topic ? topicOf(topic).lineage.map((id) => [topicOf(id).title, `${SITE}/topics/${id}/`]) : [];
    const items = [["Home", `${SITE}/`], ...way].map(([name, item], index) => crumb(index + 1, name, item));
    const start = `{"@type":"BreadcrumbList","itemListElement":[${items.map(json).join()}`;
    startsOfCrumbs.set(topic, { start, next: items.length + 1 });
  }
  return startsOfCrumbs.get(topic);
}

const crumb = (position, name, item) => ({ "@type": "ListItem", position, name, item });

function crumbs(topic, title, url) {
  const { start, next } = startOfCrumbs(topic);
  return `${start},${json(crumb(next, title, url))}],"@id":"${url}#breadcrumb"}`;
}

/** The threads of a list. */
export const itemList = (threads) => ({
  "@type": "ItemList",
  itemListElement: threads.map((thread, index) =>
    ({ "@type": "ListItem", position: index + 1, url: SITE + thread.url })),
});

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

export function question({ title, by, helpful, answers, posts }, asked, url, [text, ...texts]) {
  const found = {
    "@type": "Question",
    name: title,
    text: plain(text),
    answerCount: answers,
    datePublished: asked,
    url: `${url}#ssg-question`,
    inLanguage: "en",
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
export function structuredData({ type, url, title, below, more }) {
  const page = {
    "@type": type, "@id": url, name: title, url, inLanguage: "en", isPartOf: WEBSITE,
    breadcrumb: { "@id": `${url}#breadcrumb` }, ...more,
  };
  const way = url === `${SITE}/` ? [] : [crumbs(below, title, url)];
  const nodes = [json(page), ...way, OF_THE_SITE];
  return `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[${nodes.join()}]}</script>`;
}
