import {
  ALERT, HELP, SEAL, day, escaped, follow, frame, neighbours, resourceList, topicList,
} from "../../lib/parts.js";

const HEADING = /<h([23]) id="([^"]*)"[^>]*>(.*?)<\/h\1>/g;

const contentsOf = (html) => `<ul>
${[...html.matchAll(HEADING)].map(([, level, id, text]) => `<li class="ssg-contents-${level}"><a href="#${id}">${text}</a></li>`).join("\n")}
</ul>`;

const review = (reviewed, date) => reviewed ? `<div class="ssg-review ssg-review-sealed">
      ${SEAL}
      <p><strong>Reviewed</strong> by Sample Reviewer, <span>Example of a reviewer</span>, <span>Fictional, for measuring</span>, on <time datetime="${reviewed}">${day(date)}</time>.</p>
    </div>` : `<div class="ssg-review ssg-review-none">
      ${ALERT}
      <p><strong>Not reviewed.</strong> No health professional has checked this page.</p>
    </div>`;

const codeList = (codes) => codes.length ? `<details class="ssg-codes">
      <summary>Codes for health professionals</summary>
      <dl>${codes.map(({ system, value }) => `<div><dt>${system}</dt><dd>${value}</dd></div>`).join("")}</dl>
    </details>` : "";

const REVIEWER = {
  "@type": "Person", name: "Sample Reviewer", jobTitle: "Example of a reviewer",
  honorificSuffix: "Fictional, for measuring",
};

function describe({ title, reviewed, codes }) {
  const about = { "@type": "MedicalCondition", name: title };
  if (codes.length) {
    about.code = codes.map(({ system, value }) =>
      ({ "@type": "MedicalCode", codeValue: value, codingSystem: system }));
  }
  const more = { about, audience: { "@type": "Patient" } };
  return reviewed
    ? { ...more, dateModified: reviewed, lastReviewed: reviewed, reviewedBy: REVIEWER } : more;
}

export function render(data) {
  const { title, description, reviewed, codes, own_topics: [topic], collections } = data;
  const { url, date, fileSlug } = data.page;
  const threads = collections.threadsOfGuides.get(fileSlug) ?? [];
  const contents = contentsOf(data.content);
  const main = `<article class="ssg-columns">
  <div class="ssg-column">
    <header class="ssg-head">
      <h1>${escaped(title)}</h1>
      ${data.has_lead ? `<p class="ssg-lead">${escaped(description)}</p>` : ""}
    </header>
    ${HELP}
    <details class="ssg-contents ssg-contents-folded">
      <summary>On this page</summary>
      <nav aria-label="On this page">${contents}</nav>
    </details>
    ${review(reviewed, date)}
    <div class="ssg-prose">
${data.content}
    </div>
    <p class="ssg-disclaimer">This guide gives general information and cannot tell you what is causing your symptoms. If you are unsure, ask a health professional.</p>
    ${data.resource_ids.length ? `<section aria-labelledby="ssg-resources">
      <h2 id="ssg-resources">From health organisations</h2>
      ${resourceList(data.resource_ids)}
    </section>` : ""}
    ${threads.length ? `<section class="ssg-screen" aria-labelledby="ssg-threads">
      <h2 id="ssg-threads">Questions people asked</h2>
      <ul class="ssg-links">${threads.map((thread) => `<li><a href="${thread.url}">${escaped(thread.data.title)}</a></li>`).join("\n")}</ul>
    </section>` : ""}
    ${codeList(codes)}
    ${topicList(data.own_topics)}
    ${neighbours(collections.guidesById.get(data.previous), collections.guidesById.get(data.following))}
    <p class="ssg-top ssg-screen"><a href="#ssg-main">Back to top</a></p>
  </div>
  <div class="ssg-aside">
    <nav class="ssg-contents ssg-contents-aside" aria-labelledby="ssg-contents">
      <h2 id="ssg-contents">On this page</h2>
      ${contents}
    </nav>
    ${follow(topic)}
  </div>
</article>`;
  return frame({
    type: "MedicalWebPage", title, shownTitle: `${title}: guide`, description, path: url, topic,
    dates: { modified: reviewed }, more: describe(data), main,
  });
}
