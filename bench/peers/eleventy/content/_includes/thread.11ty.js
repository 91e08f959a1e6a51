import {
  HELP, counted, day, escaped, follow, frame, guideLink, guideLinks, minute, moment, neighbours,
  resourceList, textsOf, topicLink,
} from "../../lib/parts.js";
import { SITE } from "../../lib/site.js";
import { question as questionData } from "../../lib/structured-data.js";

const OLD = new Date();
OLD.setFullYear(OLD.getFullYear() - 5);

const helpful = (count) =>
  count ? `<span>${counted(count, "person", "people")} found this helpful</span>` : "";

function post(one, text, url) {
  const kind = one.reply ? "reply" : "answer";
  const by = escaped(one.by);
  const shown = moment(new Date(one.posted));
  const end = one.replies ? '<div class="ssg-replies">' : `</article>${one.reply && one.last ? "</div></article>" : ""}`;
  return `<article class="ssg-post${one.reply ? " ssg-reply" : ""} ssg-post-member" id="${one.id}">
        ${one.reply ? `<h4>Reply by ${by}</h4>` : `<h3>Answer by ${by}</h3>`}
        <p class="ssg-post-meta">
          <span class="ssg-label">Lay opinion</span>
          ${one.accepted ? '<span class="ssg-label ssg-label-chosen">Chosen by the person who asked</span>' : ""}
          <time datetime="${one.posted}">${shown}</time>
        </p>
        <div class="ssg-prose">
${text}
        </div>
        <footer class="ssg-post-foot">
          ${helpful(one.helpful)}
          <a class="ssg-screen" href="${url}#${one.id}">Link to the ${kind} by ${by}<span class="ssg-unseen">, <time datetime="${one.posted}">${shown}</time></span></a>
        </footer>
      ${end}`;
}

const jumps = (accepted, guides, resources) => accepted || guides.length || resources.length ? `<ul class="ssg-jumps ssg-screen">
      ${accepted ? `<li><a href="#${accepted}">Go to the chosen answer</a></li>` : ""}
      ${guides.slice(0, 2).map((guide) => `<li>${guideLink(guide)}</li>`).join("\n")}
      ${resources.length ? '<li><a href="#ssg-resources">From health organisations</a></li>' : ""}
    </ul>` : "";

const trust = (answers) => answers ? `<div class="ssg-trust">
        <p><strong>Not reviewed</strong> by a health professional.</p>
        <p>People’s own experience, not medical advice. ${answers > 1 ? "Oldest first." : ""} <a href="#ssg-about">About these answers</a></p>
      </div>` : "<p>Nobody has answered this question yet.</p>";

const ABOUT = `<section class="ssg-about" aria-labelledby="ssg-about">
      <h2 id="ssg-about">About these answers</h2>
      <p>Members and guests write about their own experience. They may have no clinical training, and their posts carry the label “Lay opinion”. A health professional or an editor of this site is labelled as such. “Chosen by the person who asked” says what helped one person: nobody has checked it for that reason. “Reviewed” means that a health professional has read the post and let it stand.</p>
      <p class="ssg-disclaimer">What you read here does not replace the advice of a health professional who knows you. If you are worried about your health, ask one.</p>
    </section>`;

const source = ([system, url, licence]) => system ? `<p class="ssg-facts">
        <span>First published at: <a href="${url}" rel="external">${escaped(system)}</a></span>
        <span>Licence: ${escaped(licence)}</span>
      </p>` : "";

const contents = (posts) => `<nav class="ssg-contents ssg-contents-aside" aria-labelledby="ssg-contents">
      <h2 id="ssg-contents">Answers on this page</h2>
      <ol>
        ${posts.filter((one) => !one.reply).map((one) => `<li><a href="#${one.id}">${escaped(one.by)}${one.accepted ? ' <span class="ssg-contents-role">Chosen by the person who asked</span>' : ""}</a></li>`).join("\n        ")}
      </ol>
    </nav>`;

export function render(data) {
  const { page: { url, date }, own_topics: [topic], answers, posts, collections } = data;
  const [question, ...texts] = textsOf(data.content);
  const [published, modified] = [date.toISOString(), data.updated];
  const guides = data.guides.map((id) => collections.guidesById.get(id));
  const [previous, next] = collections.neighboursOfThreads.get(url);
  const main = `<article class="ssg-columns">
  <div class="ssg-column">
    <header class="ssg-head">
      <h1>${escaped(data.title)}</h1>
      <p class="ssg-facts">
        <span>Asked by ${escaped(data.by)} on <time datetime="${minute(date)}">${moment(date)}</time></span>
        ${date < OLD ? '<strong class="ssg-old">Advice may have changed since then.</strong>' : ""}
      </p>
    </header>
    ${HELP}
    <section class="ssg-question" id="ssg-question" aria-labelledby="ssg-question-label">
      <h2 class="ssg-unseen" id="ssg-question-label">Question</h2>
      <div class="ssg-prose">
${question}
      </div>
    </section>
    ${jumps(data.accepted, guides, data.resource_ids)}
    <section aria-labelledby="ssg-answers">
      <h2 id="ssg-answers">Answers</h2>
      ${trust(answers)}
      ${posts.map((one, number) => post(one, texts[number], url)).join("\n      ")}
    </section>
    ${ABOUT}
    ${guides.length ? `<section aria-labelledby="ssg-guides">
      <h2 id="ssg-guides">Guides on this subject</h2>
      ${guideLinks(guides)}
    </section>` : ""}
    ${data.resource_ids.length ? `<section aria-labelledby="ssg-resources">
      <h2 id="ssg-resources">From health organisations</h2>
      ${resourceList(data.resource_ids)}
    </section>` : ""}
    <p class="ssg-topic-line ssg-screen"><span>Topics:</span>
      ${data.own_topics.map(topicLink).join("\n      ")}
    </p>
    ${neighbours(previous, next)}
    <footer class="ssg-source">
      <p class="ssg-facts">
        ${helpful(data.helpful)}
        <a class="ssg-screen" href="#ssg-question">Link to this question</a>
      </p>
      ${source(data.source)}
      <p class="ssg-facts"><span>Last change: <time datetime="${modified.slice(0, 16)}">${day(new Date(modified))}</time></span></p>
    </footer>
    ${answers >= 4 ? '<p class="ssg-top ssg-screen"><a href="#ssg-main">Back to top</a></p>' : ""}
  </div>
  <div class="ssg-aside">
    ${answers > 1 ? contents(posts) : ""}
    ${follow(topic)}
  </div>
</article>`;
  const mainEntity = questionData(data, published, SITE + url, [question, ...texts]);
  return frame({
    type: "MedicalWebPage", title: data.title, description: data.description, path: url, topic,
    dates: { published, modified },
    more: { datePublished: published, dateModified: modified, mainEntity },
    main,
  });
}
