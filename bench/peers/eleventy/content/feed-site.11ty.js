import { feed } from "../lib/feed.js";
import { TITLE } from "../lib/site.js";

const ENTRIES = 20;

export const data = { eleventyImport: { collections: ["questions"] }, permalink: "/feed.xml" };

export const render = ({ collections }) => feed(TITLE, "/", collections.questions.slice(0, ENTRIES));
