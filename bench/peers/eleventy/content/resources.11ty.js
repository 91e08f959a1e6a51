import { frame, head, publisherList } from "../lib/parts.js";

export const data = { permalink: "/resources/index.html" };

export function render({ publishers, page }) {
  const title = "Resources";
  const description = "Pages of health organisations that our guides and questions lead to.";
  const main = `${head(title, description)}
${publisherList(publishers, 2)}`;
  return frame({ type: "CollectionPage", title, description, path: page.url, main });
}
