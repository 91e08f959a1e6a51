import { followHelp, frame } from "../lib/parts.js";

export const data = { permalink: "/follow/index.html" };

export function render({ page }) {
  const title = "Follow new questions";
  const description = "See new questions and answers in an app of your choice. It costs nothing, and you do not have to tell us who you are.";
  const main = followHelp(title, "/feed.xml");
  return frame({ type: "WebPage", title, description, path: page.url, main });
}
