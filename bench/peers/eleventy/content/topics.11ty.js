import { escaped, frame, head, topicLink } from "../lib/parts.js";
import { topicOf } from "../lib/site.js";

const FOLDED_FROM = 9;

export const data = { permalink: "/topics/index.html" };

const summary = ({ has_lead, description }) => has_lead ? `<p>${escaped(description)}</p>` : "";

const tree = (ids) => ids.length ? `<ul class="ssg-tree">
  ${ids.map((id) => `<li>${topicLink(id)}
    ${summary(topicOf(id))}
    ${tree(topicOf(id).children)}
  </li>`).join("\n  ")}
</ul>` : "";

const folded = ({ title, children }) => `<details class="ssg-fold">
      <summary>Narrower topics<span class="ssg-unseen">: ${escaped(title)}</span></summary>
      ${tree(children)}
    </details>`;

export function render({ roots, page }) {
  const [title, description] = ["Topics", "All topics, with the narrower topics in them."];
  const items = roots.map(topicOf).map((topic) => `<li>
    <h2>${topicLink(topic.id)}</h2>
    ${summary(topic)}
    ${topic.narrower >= FOLDED_FROM ? folded(topic) : tree(topic.children)}
  </li>`);
  const main = `${head(title, description)}
<ul class="ssg-list">
  ${items.join("\n  ")}
</ul>`;
  return frame({ type: "CollectionPage", title, description, path: page.url, main });
}
