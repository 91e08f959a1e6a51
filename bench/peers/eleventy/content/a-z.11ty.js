import { escaped, frame, head } from "../lib/parts.js";

export const data = { permalink: "/a-z/index.html" };

const entry = ({ url, title, kind }) => `<li><a href="${url}">${escaped(title)}</a>
    <span class="ssg-entry-note">${kind}</span>
  </li>`;

export function render({ letters, page }) {
  const title = "A to Z";
  const description = "All guides and topics, also under their other names.";
  const main = `${head(title, description)}
<nav class="ssg-letters" aria-label="Letters">
  <ul>
    ${letters.map(({ letter }) => `<li><a href="#ssg-letter-${letter}">${letter}</a></li>`).join("\n    ")}
  </ul>
</nav>
${letters.map(({ letter, entries }) => `<details class="ssg-fold">
  <summary><h2>${letter}</h2> <span class="ssg-fold-count">${entries.length}</span></summary>
  <div class="ssg-fold-body" id="ssg-letter-${letter}"><ul class="ssg-links">
  ${entries.map(entry).join("\n  ")}
</ul>
</div>
</details>`).join("\n")}`;
  return frame({ type: "CollectionPage", title, description, path: page.url, main });
}
