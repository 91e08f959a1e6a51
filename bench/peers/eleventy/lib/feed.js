import { counted, escaped, minute, moment, textsOf } from "./parts.js";
import { SITE, TITLE } from "./site.js";

const OLD = new Date();
OLD.setFullYear(OLD.getFullYear() - 5);
const entries = new Map();

/** A thread is in the feeds of all topics above its own, so its entry is made once. */
function entry(thread) {
  if (!entries.has(thread.url)) entries.set(thread.url, entryOf(thread));
  return entries.get(thread.url);
}

function post(one, text, address) {
  const heading = one.reply ? "h4" : "h3";
  return `<${heading}><a href="${address}#${one.id}">${one.reply ? "Reply" : "Answer"} by ${escaped(one.by)}</a></${heading}>
<p><strong>Lay opinion</strong>${one.accepted ? " · Chosen by the person who asked" : ""} · <time datetime="${one.posted}">${moment(new Date(one.posted))}</time></p>
<div lang="en" dir="ltr">
${text}
</div>
`;
}

function contentOf(thread, address) {
  const { by, posts } = thread.data;
  const [question, ...texts] = textsOf(thread.content);
  return `<div lang="en" dir="ltr">
<div lang="en" dir="ltr">
${question}
</div>
<p>Asked by ${escaped(by)} on <time datetime="${minute(thread.date)}">${moment(thread.date)}</time>${thread.date < OLD ? " <strong>Advice may have changed since then.</strong>" : ""}</p>
<p><strong>In danger? Call for help now.</strong></p>

<h2>Answers</h2>
<p><strong>Not reviewed</strong> by a health professional.</p>
<p>People’s own experience, not medical advice.</p>
${posts.map((one, number) => post(one, texts[number], address)).join("")}
<p><a href="${address}">Read this thread on the website</a></p>
<p class="ssg-disclaimer">What you read here does not replace the advice of a health professional who knows you. If you are worried about your health, ask one.</p>

</div>
`;
}

function entryOf(thread) {
  const address = SITE + thread.url;
  const { title, description, by, answers, updated } = thread.data;
  return `
  <entry>
    <id>tag:bench.example.org,${thread.date.toISOString().slice(0, 10)}:${thread.url}</id>
    <title>${escaped(title)}</title>
    <link rel="alternate" type="text/html" hreflang="en" href="${address}"/>
    <published>${thread.date.toISOString()}</published>
    <updated>${updated}</updated>
    <author><name>${escaped(by)}</name></author>
    <summary type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml">
        <p dir="ltr">${escaped(description)}</p>
        <p lang="en" xml:lang="en" dir="ltr"><em>Asked by ${escaped(by)} on ${moment(thread.date)}</em></p>
        <p lang="en" xml:lang="en" dir="ltr"><a href="${address}">Read the question and ${counted(answers, "answer", "answers")}</a></p>
      </div>
    </summary>
    <content type="html">${escaped(contentOf(thread, address))}</content>
  </entry>`;
}

export function feed(title, path, threads) {
  const address = SITE + path;
  return `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/css" href="/css/feed.css"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:bench.example.org,2000-01-01:${path}</id>
  <title>${escaped(title)}</title>
  <meta xmlns="http://www.w3.org/1999/xhtml" name="viewport" content="width=device-width, initial-scale=1"/>
  <subtitle type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en" dir="ltr">
      <p>This is a feed: a list of what is new. To follow it, copy its address into a feed reader.</p>
      <p><a href="${SITE}/follow/">What a feed is</a> · <a href="${address}">Go to the website</a></p>
    </div>
  </subtitle>
  <link rel="self" type="application/atom+xml" href="${address}feed.xml"/>
  <link rel="alternate" type="text/html" hreflang="en" href="${address}"/>
  <updated>${threads[0].data.updated}</updated>
  <author><name>${TITLE}</name></author>${threads.map(entry).join("")}
</feed>
`;
}
