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

export default function (config) {
  let library;
  config.amendLibrary("md", (md) => {
    library = md.set({ html: true, linkify: true, typographer: true });
  });
  config.addFilter("markdown", (text) => library.render(text));
  config.addPassthroughCopy("content/css");

  // The newest first. Eleventy asks for collections once per build, so all is grouped here.
  config.addCollection("questions", (api) =>
    api.getFilteredByGlob("content/threads/*.md").sort(byDate).reverse());
  config.addCollection("threadsOfTopics", (api) => {
    const threads = api.getFilteredByGlob("content/threads/*.md").sort(byDate).reverse();
    return grouped(threads, (thread) => thread.data.topics);
  });
  config.addCollection("threadsOfGuides", (api) => {
    const threads = api.getFilteredByGlob("content/threads/*.md").sort(byDate).reverse();
    return grouped(threads, (thread) => thread.data.guides);
  });
  config.addCollection("guidesById", (api) =>
    new Map(api.getFilteredByGlob("content/guides/*.md").map((guide) => [guide.fileSlug, guide])));

  return {
    dir: { input: "content", output: "output" },
    // The Markdown files are Markdown only: no template engine has to read them first.
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
