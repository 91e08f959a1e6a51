import {
  CHECK, HELP, OPINIONS, counted, escaped, follow, frame, moment, resourceList, textsOf, topicList,
} from "../../lib/parts.js";
import { SITE } from "../../lib/site.js";
import { question as questionData } from "../../lib/structured-data.js";

const helpful = (count) =>
  count ? `<span>${counted(count, "person", "people")} found this helpful</span>` : "";

function post(one, text, url) {
  const kind = one.reply ? "reply" : "answer";
  return `<article class="ssg-post ssg-post-member${one.reply ? " ssg-reply" : ""}${one.accepted ? " ssg-post-accepted" : ""}" id="${one.id}">
        <h3>${one.reply ? "Reply" : "Answer"} by ${escaped(one.by)}</h3>
        <p class="ssg-post-meta">
          ${one.accepted ? `<strong class="ssg-label ssg-label-accepted">${CHECK}Accepted answer</strong>` : ""}
          <time datetime="${one.posted}">${moment(new Date(one.posted))}</time>
        </p>
        <div class="ssg-prose">
${text}
        </div>
        <footer class="ssg-post-foot">
          ${helpful(one.helpful)}
          <a href="${url}#${one.id}">Link to this ${kind}</a>
        </footer>
      </article>`;
}

export function render(data) {
  const { url, date } = data.page;
  const [question, ...texts] = textsOf(data.content);
  const [published, modified] = [date.toISOString(), data.updated];
  const guides = data.guides.map((id) => {
    const guide = data.collections.guidesById.get(id);
    return `<li><a href="${guide.url}">${escaped(guide.data.title)}</a></li>`;
  });
  const main = `<article class="ssg-columns">
  <div class="ssg-column">
    <header class="ssg-head">
      <h1>${escaped(data.title)}</h1>
      <p class="ssg-facts">
        <span>Asked by ${escaped(data.by)} on <time datetime="${date.toISOString()}">${moment(date)}</time></span>
        <a href="#ssg-answers">${counted(data.answers, "answer", "answers")}</a>
        ${data.accepted ? `<a href="#${data.accepted}">Go to the accepted answer</a>` : ""}
      </p>
      ${topicList(data.own_topics)}
    </header>
    ${HELP}
    <section class="ssg-question" id="ssg-question" aria-label="Question">
      <div class="ssg-prose">
${question}
      </div>
      <p class="ssg-facts">
        ${helpful(data.helpful)}
        <a href="#ssg-question">Link to this question</a>
      </p>
    </section>
    <section aria-labelledby="ssg-answers">
      <h2 id="ssg-answers">Answers</h2>
      <div class="ssg-opinions" role="note" aria-labelledby="ssg-opinions">
  ${OPINIONS}
  ${guides.length ? `<p>Guides on this subject:</p><ul class="ssg-links">${guides.join("")}</ul>` : ""}
      </div>
      ${data.posts.map((one, number) => post(one, texts[number], url)).join("\n      ")}
    </section>
  </div>
  <div class="ssg-aside">
    ${data.resource_ids.length ? `<section aria-labelledby="ssg-resources">
      <h2 id="ssg-resources">From health organisations</h2>
      ${resourceList(data.resource_ids)}
    </section>` : ""}
    ${follow(data.own_topics[0])}
  </div>
</article>`;
  const { title, description, own_topics: [topic] } = data;
  const mainEntity = questionData(data, published, SITE + url, [question, ...texts]);
  return frame({
    type: "MedicalWebPage", title, description, path: url, topic,
    dates: { published, modified },
    more: { datePublished: published, dateModified: modified, mainEntity },
    main,
  });
}
