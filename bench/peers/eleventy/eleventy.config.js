const byDate = (one, other) => one.date - other.date;

/** Collects the items of a list under each of the names that `namesOf` gives them. */
function grouped(items, namesOf) {
  const groups = new Map();
  for (const item of items) {
    for (const name of namesOf(item)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(item);
    }
  }
  return groups;
}

const slug = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

/** Gives headings the ids that the table of contents leads to. */
function setIds({ tokens }) {
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") token.attrSet("id", slug(tokens[index + 1].content));
  }
}

/** By the addresses of threads, those before and after them in the first of their topics. */
function neighbours(threads) {
  const found = new Map();
  for (const [topic, members] of grouped(threads, (thread) => thread.data.topics)) {
    for (const [index, thread] of members.entries()) {
      if (thread.data.own_topics[0] === topic) {
        found.set(thread.url, [members[index + 1], members[index - 1]]);
      }
    }
  }
  return found;
}

export default function (config) {
  let library;
  config.amendLibrary("md", (md) => {
    library = md.set({ html: true, linkify: true, typographer: true });
    library.core.ruler.push("heading_ids", setIds);
  });
  config.addFilter("markdown", (text) => library.render(text));
  config.addPassthroughCopy({ "content/static": "/" });

  // Eleventy asks for collections once per build, so all is sorted and grouped here.
  const newestFirst = (api) => api.getFilteredByGlob("content/threads/*.md").sort(byDate).reverse();
  config.addCollection("questions", newestFirst);
  config.addCollection("threadsOfTopics", (api) =>
    grouped(newestFirst(api), (thread) => thread.data.topics));
  config.addCollection("threadsOfGuides", (api) =>
    grouped(newestFirst(api), (thread) => thread.data.guides));
  config.addCollection("threadsOfResources", (api) =>
    grouped(newestFirst(api), (thread) => thread.data.resource_ids));
  config.addCollection("neighboursOfThreads", (api) => neighbours(newestFirst(api)));
  config.addCollection("guidesById", (api) =>
    new Map(api.getFilteredByGlob("content/guides/*.md").map((guide) => [guide.fileSlug, guide])));

  return {
    dir: { input: "content", output: "output" },
    // The Markdown files are Markdown only: no template engine has to read them first.
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
