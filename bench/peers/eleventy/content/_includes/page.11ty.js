import { frame, head } from "../../lib/parts.js";

export function render({ title, description, content, page }) {
  const main = `<article>
  ${head(title)}
  <div class="ssg-prose">
${content}
  </div>
</article>`;
  return frame({ type: "AboutPage", title, description, path: page.url, main });
}
