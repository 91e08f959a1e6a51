import { readFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url)));
const topics = new Map(read("../content/_data/allTopics.json").map((topic) => [topic.id, topic]));

export const SITE = "https://bench.example.org";
export const TITLE = "Example Threads";
export const { description: DESCRIPTION, pages: PAGES } = read("site.json");
export const resources = Object.fromEntries(
  read("../content/_data/allResources.json").map((resource) => [resource.id, resource]));
export const topicOf = (id) => topics.get(id);
