import { frame, head, listPages, pager, threadList } from "../lib/parts.js";
import { itemList } from "../lib/structured-data.js";

const address = (number) => `/threads/${number > 1 ? `page/${number}/` : ""}`;

export const data = {
  pagination: {
    data: "collections.questions",
    size: 1,
    alias: "list",
    before: (threads) => listPages(threads),
  },
  permalink: ({ list }) => `${address(list.number)}index.html`,
};

export function render({ list: { number, last, threads }, page }) {
  const [title, description] = ["Questions", "What people have asked, the newest first."];
  const main = `${head(title, description)}
${threadList(threads, 2)}
${pager(number, last, address)}`;
  return frame({
    type: "CollectionPage", title, description, path: page.url,
    shownTitle: number > 1 ? `${title}, page ${number}` : title,
    more: { mainEntity: itemList(threads) }, main,
  });
}
