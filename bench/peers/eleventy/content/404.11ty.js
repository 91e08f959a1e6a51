import { frame, head } from "../lib/parts.js";

export const data = { permalink: "/404.html" };

export function render({ page }) {
  const title = "Page not found";
  const main = `${head(title, "There is nothing at this address. It may have been mistyped, or the page may have been moved.")}
<ul class="ssg-links">
  <li><a href="/a-z/">Find a guide or a topic from A to Z</a></li>
  <li><a href="/threads/">See all questions</a></li>
  <li><a href="/">Browse the topics on the home page</a></li>
</ul>`;
  return frame({ title, path: page.url, main });
}
