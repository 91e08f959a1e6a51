import { PAGES, SITE, TITLE, resources, topicOf } from "./site.js";
import { structuredData } from "./structured-data.js";

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];
const PAGE = 20;
const waysToTopics = new Map();

export const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);
export const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;
export const textsOf = (content) => content.split("<!-- post -->");

export const day = (date) =>
  `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
export const minute = (date) => date.toISOString().slice(0, 16);
export const moment = (date) => `${day(date)}, ${date.toISOString().slice(11, 16)}`;

export const icon = (path) =>
  `<svg class="ssg-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;

const FEED = icon("M5 12a7 7 0 0 1 7 7 M5 5a14 14 0 0 1 14 14 M6 18.5v.5");
export const OUTSIDE = icon("M10 5H5v14h14v-5 M14 4h6v6 M20 4l-9 9");
export const SEAL = icon("M12 2.5l2.6 2 3.3-.2 1 3.1 2.8 1.8-1.2 3 1.2 3.1-2.8 1.8-1 3.1-3.3-.2-2.6 2-2.6-2-3.3.2-1-3.1-2.8-1.8 1.2-3.1-1.2-3 2.8-1.8 1-3.1 3.3.2z M8 12.5l3 3 5-6");
export const ALERT = icon("M12 3.5L22 20.5H2z M12 10v5 M12 17.5v.5");

const POLICY = "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; img-src 'self' data:; manifest-src 'self'; media-src 'self'; style-src 'self'";

const HEADER = `<a class="ssg-skip" href="#ssg-main">Skip to main content</a>
<header class="ssg-band">
  <div class="ssg-wrap ssg-band-row">
    <a class="ssg-site-name" href="/"><svg class="ssg-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M6 2h12a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4h-6l-5.4 4.3A1 1 0 0 1 5 21.5V18a4 4 0 0 1-3-4V6a4 4 0 0 1 4-4z"/><path class="ssg-icon-pulse" d="M5 11h3.5l2-4 3 7 2-4H19"/></svg>Example Threads</a>
    <nav class="ssg-menu" aria-label="Main">
      <ul>
        <li><a href="/threads/">Questions</a></li>
        <li><a href="/topics/">Topics</a></li>
        <li><a href="/a-z/">A to Z</a></li>
        <li><a href="/resources/">Resources</a></li>
      </ul>
    </nav>
  </div>
</header>`;

const FOOTER = `<nav aria-label="About this site">
      <ul class="ssg-footer-links">
        ${PAGES.map(({ id, title }) => `<li><a href="/${id}/">${escaped(title)}</a></li>`).join("")}
        <li><a href="/follow/">${FEED}Follow new questions</a></li>
      </ul>
    </nav>
    <p class="ssg-disclaimer">The information on this site is general. In an emergency, call your local emergency number.</p>`;

export const HELP = `<div class="ssg-help" role="region" aria-labelledby="ssg-help">
  <p class="ssg-help-title">${ALERT}<span id="ssg-help">In danger? Call for help now.</span></p>
  <p>For anything else, ask a doctor, nurse or pharmacist.</p>
</div>`;

/** The way down to a topic: the same for all its threads, so it is made once. */
function way(id) {
  if (!waysToTopics.has(id)) {
    waysToTopics.set(id, topicOf(id).lineage.map((name) => `<li>${topicLink(name)}</li>`).join("\n      "));
  }
  return waysToTopics.get(id);
}

export const topicLink = (id) => `<a href="/topics/${id}/">${escaped(topicOf(id).title)}</a>`;

export const topicList = (ids) =>
  `<ul class="ssg-topics">${ids.map((id) => `<li>${topicLink(id)}</li>`).join("\n")}</ul>`;

export const guideLink = ({ url, data }) => `<a href="${url}">${escaped(data.title)}: guide</a>`;

export const guideLinks = (guides) =>
  `<ul class="ssg-links">${guides.map((guide) => `<li>${guideLink(guide)}</li>`).join("\n")}</ul>`;

export const guideList = (guides) => `<ul class="ssg-list">${guides.map((guide) => {
  const { description, reviewed } = guide.data;
  return `
  <li>
    <h3>${guideLink(guide)}</h3>
    <p>${escaped(description)}</p>
    <p class="ssg-facts">
      ${reviewed ? `<span class="ssg-sealed">${SEAL}Reviewed on <time datetime="${reviewed}">${day(guide.date)}</time></span>` : "<span>Not reviewed</span>"}
    </p>
  </li>`;
}).join("")}
</ul>`;

export const letters = (groups) => groups.map(({ letter, guides }) => `<details class="ssg-fold">
  <summary><h3>${letter}</h3> <span class="ssg-fold-count">${guides.length}</span></summary>
  ${guideLinks(guides)}
</details>`).join("\n");

export const publisherList = (publishers, level) => publishers.map(({ name, resources: ids }) =>
  `<details class="ssg-fold"${ids.length <= 10 ? " open" : ""}>
  <summary><h${level}>${escaped(name)}</h${level}> <span class="ssg-fold-count">${ids.length}</span></summary>
  ${resourceList(ids)}
</details>`).join("\n");

export const follow = (id) => topicOf(id).has_feed ? `<section class="ssg-follow ssg-screen" aria-labelledby="ssg-follow">
  <h2 id="ssg-follow">Updates</h2>
  <ul class="ssg-links">
    <li><a href="/topics/${id}/follow/">${FEED}Follow this topic<span class="ssg-unseen">: ${escaped(topicOf(id).title)}</span></a></li>
  </ul>
</section>` : "";

export const neighbours = (previous, next) => previous || next ? `<nav class="ssg-neighbours ssg-screen" aria-label="In this topic">
      ${previous ? neighbour("prev", "Previous", previous) : ""}
      ${next ? neighbour("next", "Next", next) : ""}
    </nav>` : "";

const neighbour = (rel, word, { url, data }) =>
  `<a rel="${rel}" href="${url}" hreflang="en"><span class="ssg-neighbours-word">${word}<span class="ssg-unseen">: </span></span>${escaped(data.title)}</a>`;

export const resourceList = (ids) => `<ul class="ssg-resources">${ids.map((id) => {
  const { outside, title, publisher, description } = resources[id];
  return `
  <li>
    <p><a class="ssg-outside" href="${outside}" rel="external" hreflang="en"><span>${escaped(title)}</span> <span class="ssg-outside-from">(${escaped(publisher)})</span>${OUTSIDE}</a></p>
    ${description ? `<p>${escaped(description)}</p>` : ""}
    <p class="ssg-screen"><a class="ssg-resource-more" href="/resources/${id}/">More about this resource<span class="ssg-unseen">: ${escaped(title)} (${escaped(publisher)})</span></a></p>
  </li>`;
}).join("")}
</ul>`;

export const threadList = (threads, level = 3) => `<ul class="ssg-list">${threads.map((thread) => {
  const { title, description, by, answers } = thread.data;
  return `
  <li>
    <h${level}><a href="${thread.url}">${escaped(title)}</a></h${level}>
    <p>${escaped(description)}</p>
    <p class="ssg-facts">
      <span>Asked by ${escaped(by)} on <time datetime="${minute(thread.date)}">${day(thread.date)}</time></span>
      <span>${counted(answers, "answer", "answers")}</span>
    </p>
  </li>`;
}).join("")}
</ul>`;

/** `address` gives that of a page of the list, by its number. */
export const pager = (number, last, address) => last > 1 ? `<nav class="ssg-pager" aria-label="Pages">
  <ul>
    ${number > 1 ? `<li><a href="${address(1)}">Newest</a></li>
    <li><a rel="prev" href="${address(number - 1)}">Newer questions</a></li>` : ""}
    ${near(number, last).map((each) => `<li><a href="${address(each)}"${each === number ? ' aria-current="page"' : ""}><span class="ssg-unseen">Page </span>${each}</a></li>`).join("\n    ")}
    ${number < last ? `<li><a rel="next" href="${address(number + 1)}">Older questions</a></li>
    <li><a href="${address(last)}">Oldest</a></li>` : ""}
  </ul>
</nav>` : "";

const near = (number, last) =>
  [-2, -1, 0, 1, 2].map((each) => number + each).filter((each) => each >= 1 && each <= last);

/** The pages of a list of threads, 20 on each; at least one. */
export function listPages(threads) {
  const last = Math.max(Math.ceil(threads.length / PAGE), 1);
  return Array.from({ length: last }, (_, index) => ({
    number: index + 1,
    last,
    threads: threads.slice(index * PAGE, (index + 1) * PAGE),
  }));
}

/** How to follow a feed in three steps. */
export const followHelp = (title, feed) => `<header class="ssg-head">
  <h1>${escaped(title)}</h1>
  <p class="ssg-lead">See new questions and answers in an app of your choice. It costs nothing, and you do not have to tell us who you are.</p>
</header>
<section class="ssg-prose" aria-labelledby="ssg-what">
  <h2 id="ssg-what">What a feed is</h2>
  <p>A feed is a list of what is new. A feed reader is an app or a website that looks at the list for you, and shows you what has been added. Many feed readers are free.</p>
</section>
<section class="ssg-prose" aria-labelledby="ssg-how">
  <h2 id="ssg-how">How to follow, in three steps</h2>
  <ol>
    <li>
      <p>Copy this address:</p>
      <p><code class="ssg-address" dir="ltr">${SITE}${feed}</code></p>
    </li>
    <li><p>Open your feed reader. If you have none, look for a “feed reader” where you get your apps.</p></li>
    <li><p>Choose “Add” or “Subscribe” there, and paste the address.</p></li>
  </ol>
  <p><a class="ssg-button" href="${feed}" type="application/atom+xml">${FEED}Open the feed</a></p>
  <p>Some browsers show a feed as code. That is normal: it is meant for feed readers.</p>
</section>`;

export const head = (title, lead) => `<header class="ssg-head">
  <h1>${escaped(title)}</h1>
  ${lead ? `<p class="ssg-lead">${escaped(lead)}</p>` : ""}
</header>`;

const article = ({ published, modified }) => `<meta property="og:type" content="article">
${published ? `<meta property="article:published_time" content="${published}">` : ""}
${modified ? `<meta property="article:modified_time" content="${modified}">` : ""}`;

const summary = (title, description, url, dates) => `<meta name="description" content="${description}">
<link rel="canonical" href="${url}">
<meta property="og:site_name" content="${TITLE}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">
<meta property="og:locale" content="en_GB">
${dates ? article(dates) : '<meta property="og:type" content="website">'}
<meta name="twitter:card" content="summary">`;

/** The feed of a topic, if it has one. */
const feedLink = (id) => id && topicOf(id).has_feed
  ? `<link rel="alternate" type="application/atom+xml" href="/topics/${id}/feed.xml" title="${escaped(topicOf(id).title)}">` : "";

/** A whole page.
 *
 * `shownTitle` is for the window, `parent` a link to the page above one that is below no topic,
 * `type` that of its structured data, `dates` those of an article, and `more` what only this type
 * of page says of itself to machines. A page without a type is not for search engines.
 */
export function frame({
  type, title, shownTitle = title, description = "", path, topic = "", below = topic, parent = "",
  dates, more, main,
}) {
  const url = SITE + path;
  const isHome = path === "/";
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="same-origin">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${isHome ? "" : `${escaped(shownTitle)} – `}${TITLE}</title>
${type ? summary(escaped(title), escaped(description || title), url, dates) : '<meta name="robots" content="noindex">'}
${feedLink(topic)}
<link rel="alternate" type="application/atom+xml" href="/feed.xml" title="${TITLE}">
<link rel="stylesheet" href="/css/site.css">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#07443f">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0a2e2b">
</head>
<body>
${HEADER}
<div class="ssg-wrap">
  ${isHome ? "" : `<nav class="ssg-crumbs" aria-label="Breadcrumbs">
    <ol>
      <li><a href="/">Home</a></li>
      ${below ? way(below) : parent}
      <li aria-current="page"><span>${escaped(title)}</span></li>
    </ol>
  </nav>`}
  <main id="ssg-main" tabindex="-1">
${main}
  </main>
</div>
<footer class="ssg-footer">
  <div class="ssg-wrap">
    ${FOOTER}
    <p class="ssg-paper"><span class="ssg-address" lang="zxx" dir="ltr">${url}</span></p>
  </div>
</footer>
${type ? structuredData({ type, url, title, below, more }) : ""}
</body>
</html>
`;
}
