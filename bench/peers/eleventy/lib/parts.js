import { SITE, TITLE, resources, topicOf } from "./site.js";
import { structuredData } from "./structured-data.js";

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];
const crumbsOfTopics = new Map();

export const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
export const textsOf = (content) => content.split("<!-- post -->");

export const day = (date) =>
  `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
export const moment = (date) => `${day(date)}, ${date.toISOString().slice(11, 16)}`;

export const icon = (path) =>
  `<svg class="ssg-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;
export const CHECK = icon("M4 12.5l5.5 5.5L20 6.5");

const HEADER = `<a class="ssg-skip" href="#ssg-main">Skip to main content</a>
<header class="ssg-band">
  <div class="ssg-wrap ssg-band-row">
    <a class="ssg-site-name" href="/"><svg class="ssg-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M6 2h12a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4h-6l-5.4 4.3A1 1 0 0 1 5 21.5V18a4 4 0 0 1-3-4V6a4 4 0 0 1 4-4z"/></svg>Example Threads</a>
    <nav class="ssg-menu" aria-label="Main">
      <ul>
        <li><a href="/threads/">Questions</a></li>
        <li><a href="/a-z/">A to Z</a></li>
        <li><a href="/resources/">Resources</a></li>
      </ul>
    </nav>
  </div>
</header>`;

const FOOTER = `<footer class="ssg-footer">
  <div class="ssg-wrap">
    <nav aria-label="About this site">
      <ul class="ssg-footer-links">
        <li><a href="/about/">About this site</a></li>
      </ul>
    </nav>
    <p class="ssg-disclaimer">The information on this site is general. In an emergency, call your local emergency number.</p>
  </div>
</footer>`;

export const HELP = `<aside class="ssg-help" aria-labelledby="ssg-help">
  ${icon("M12 3.5L22 20.5H2z M12 10v5 M12 17.5v.5")}
  <div>
    <p class="ssg-help-title" id="ssg-help">When to get help</p>
    <p>If you or someone else may be in danger, <strong>call your local emergency number now</strong>. For anything else that worries you, ask a doctor, nurse or pharmacist.</p>
  </div>
</aside>`;

export const OPINIONS = `<p class="ssg-opinions-title" id="ssg-opinions">The answers are the opinions of lay people</p>
  <p>Members and guests write about their own experience. They may have no clinical training, and what they write may not have been checked by anyone. Posts by health professionals and by editors carry a label that says so.</p>
  <p class="ssg-disclaimer">What you read here does not replace the advice of a health professional who knows you. If you are worried about your health, ask one.</p>`;

export function crumbs(id) {
  if (!crumbsOfTopics.has(id)) {
    const way = topicOf(id).lineage.map((name) => `<li>${topicLink(name)}</li>`).join("\n    ");
    crumbsOfTopics.set(id, `<nav class="ssg-crumbs" aria-label="Breadcrumbs">
  <ol>
    <li><a href="/">Home</a></li>
    ${way}
  </ol>
</nav>`);
  }
  return crumbsOfTopics.get(id);
}

export const topicLink = (id) => `<a href="/topics/${id}/">${escaped(topicOf(id).title)}</a>`;

export const topicList = (ids) =>
  `<ul class="ssg-topics">${ids.map((id) => `<li>${topicLink(id)}</li>`).join("")}</ul>`;

export const follow = (id) => `<section class="ssg-follow" aria-labelledby="ssg-follow">
  <h2 id="ssg-follow">Updates</h2>
  <p><a class="ssg-button" href="/topics/${id}/feed.xml" type="application/atom+xml">${icon("M5 12a7 7 0 0 1 7 7 M5 5a14 14 0 0 1 14 14 M6 18.5v.5")}Follow this topic</a></p>
  <p>New questions, for your feed reader: ${escaped(topicOf(id).title)}</p>
</section>`;

export const resourceList = (ids) => `<ul class="ssg-resources">${ids.map((id) => {
  const resource = resources[id];
  return `<li>
    <p><a class="ssg-outside" href="${resource.url}" rel="external" hreflang="en">${escaped(resource.title)}${icon("M10 5H5v14h14v-5 M14 4h6v6 M20 4l-9 9")}</a> <span class="ssg-resource-from">${escaped(resource.publisher)}</span></p>
    <p>${escaped(resource.description)}</p>
  </li>`;
}).join("\n")}</ul>`;

export const threadList = (threads) => `<ul class="ssg-list">${threads.map((thread) => {
  const { title, description, by, answers, accepted } = thread.data;
  return `
  <li>
    <h3><a href="${thread.url}">${escaped(title)}</a></h3>
    <p>${escaped(description)}</p>
    <p class="ssg-facts">
      <span>Asked by ${escaped(by)} on <time datetime="${thread.date.toISOString()}">${day(thread.date)}</time></span>
      <span>${counted(answers, "answer", "answers")}</span>
      ${accepted ? `<span class="ssg-has-accepted">${CHECK}Has an accepted answer</span>` : ""}
    </p>
  </li>`;
}).join("")}
</ul>`;

const article = ({ published, modified }) => `<meta property="og:type" content="article">
<meta property="article:published_time" content="${published}">
<meta property="article:modified_time" content="${modified}">`;

/** `dates` are those of an article, and `more` is what only this type of page says of itself. */
export const frame = ({ type, title, description, path, topic = "", dates, more, main }) => {
  const [shown, summary, url] = [escaped(title), escaped(description), SITE + path];
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path === "/" ? "" : `${shown} – `}${TITLE}</title>
<meta name="description" content="${summary}">
<link rel="canonical" href="${url}">
<meta property="og:title" content="${shown}">
<meta property="og:description" content="${summary}">
<meta property="og:url" content="${url}">
<meta property="og:site_name" content="${TITLE}">
<meta property="og:locale" content="en">
${dates ? article(dates) : '<meta property="og:type" content="website">'}
<meta name="twitter:card" content="summary">
${structuredData({ type, url, title, description, topic, more })}
${topic ? `<link rel="alternate" type="application/atom+xml" href="/topics/${topic}/feed.xml">` : ""}
<link rel="stylesheet" href="/css/site.css">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#07443f">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0a2e2b">
</head>
<body>
${HEADER}
<div class="ssg-wrap">
  ${topic ? crumbs(topic) : ""}
  <main id="ssg-main" tabindex="-1">
${main}
  </main>
</div>
${FOOTER}
</body>
</html>
`;
};
