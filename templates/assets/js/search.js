// Searches the site with its index, by https://pagefind.app/docs/api/, and shows what is found.
// All words of the interface are in the page. What is found is only ever shown as text.

const MOST = 10;
const PAUSE = 250;
const FIELDS = ["q", "kind", "topic", "language"];
const RANKING = {
  metaWeights: { reviewed_title: 12, title: 6, names: 10, topics: 0.5 },
  // Whoever looks for "disc" hardly means "discuss".
  termSimilarity: 3,
};

const FEW = 5;

// Pagefind divides texts in these languages into words by itself.
const UNSPACED = ["ja", "th", "zh"];

// What questions are full of, and guides are not: words by which nothing is found, in the form that
// `bare` gives them.
const STOP_WORDS = {
  en: "a about after all also always am an and any anyone anything are as at be because been before being but by can cannot cant could did do does doesnt doing dont during for from get gets getting give go going got had has have having he help her him his how i if im in into is isnt it its ive just keep keeps know like make makes me mean means more most much my need no not of off on or our out over own please really she should so some someone something still such take tell than that the their them then there these they thing things think this those to too up us very want was way we were what whats when where whether which while who why will with without wont would you your",
  es: "a al algo alguien algun alguna ante aunque como con cual cuando cuanto cuantos de debo del desde donde el ella en entre era es esa ese eso esta estan estar este esto estoy fue ha hace hacer hay la las le les lo los mas me mi mis mucha mucho muy ni no nos o para pero poco por porque puede puedo que quien se ser si siempre sin sobre son soy su sus tambien tan tengo tiene tienen todo tras tu un una uno y ya yo",
  ar: "ان انا او اي اين الذي التي الى بعد بين حتى دون عند عن على عندما عندي في قبل كان كانت كل كم كيف لا لان لدي لم لماذا لن ليس ما ماذا متى مع من منذ هذا هذه هل هو هي و يا",
};

const form = document.querySelector("form[data-index]");
const status = document.querySelector(".ssg-found-count");
const none = document.querySelector(".ssg-found-none");
const list = document.querySelector(".ssg-found ol");
const more = document.querySelector(".ssg-found-more");
const pageLang = document.documentElement.lang;
const query = form.elements.q;

let pagefind;
let latest = 0;
let found = [];
let timer;
let failures = 0;

// Pagefind goes on without a part of the index that did not load, as if it had no such words.
const fetchOnce = globalThis.fetch;
globalThis.fetch = async (...request) => {
  const response = await fetchOnce(...request).catch((error) => {
    failures += 1;
    throw error;
  });
  failures += response.ok ? 0 : 1;
  return response;
};

function load() {
  pagefind ??= start();
  return pagefind;
}

// Each start has an instance of its own: Pagefind keeps what it could not load.
async function start() {
  if (form.dataset.program) {
    // Pagefind asks for it later, when it has read which languages there are: it comes from the
    // browser's cache then.
    fetchOnce(form.dataset.program).catch(() => {});
  }
  const { createInstance } = await import(`${form.dataset.index}pagefind.js`);
  const instance = createInstance({ baseUrl: "/", noWorker: true, ranking: RANKING });
  await instance.init();
  return instance;
}

// The sentence of that name, with texts in its slots.
function say(name, texts = {}) {
  const words = document.querySelector(`template[data-words="${name}"]`);
  const sentence = words.content.firstElementChild.cloneNode(true);
  for (const slot of sentence.querySelectorAll("[data-slot]")) {
    slot.textContent = texts[slot.dataset.slot];
  }
  return sentence;
}

// The same for a number of things, in the plural form that the interface has for it.
function count(name, number, texts = {}) {
  const lang = say(`${name}-other`).lang || pageLang;
  const plural = new Intl.PluralRules(lang).select(number);
  return say(`${name}-${plural}`, { ...texts, number: number.toLocaleString(lang) });
}

function formatDay(day) {
  const lang = say("reviewed").lang || pageLang;
  const options = { dateStyle: "long", timeZone: "UTC" };
  // As on all pages.
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, options).format(new Date(day));
}

// Pagefind marks words in a text whose own signs it has escaped.
function showExcerpt(element, excerpt) {
  excerpt.split(/<mark>(.*?)<\/mark>/s).forEach((part, index) => {
    const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    const node = document.createElement(index % 2 ? "mark" : "span");
    node.textContent = text;
    element.append(node);
  });
}

function facts({ kind: [kind], answers, professional, reviewed }) {
  if (kind === "thread") {
    const sentence = answers ? count("thread", Number(answers[0])) : say("thread");
    return professional ? [sentence, say("professional")] : [sentence];
  }
  return [reviewed ? say("reviewed", { when: formatDay(reviewed[0]) }) : say(kind)];
}

function makeResult({ url, meta, filters, excerpt }, matched) {
  const item = document.querySelector("#ssg-result").content.cloneNode(true);
  const link = item.querySelector("a");
  link.href = url;
  link.textContent = meta.reviewed_title ?? meta.title;
  const text = item.querySelector(".ssg-excerpt");
  showExcerpt(text, excerpt);
  const [lang] = filters.language;
  if (lang !== pageLang) {
    for (const element of [link, text]) {
      element.lang = lang;
      element.dir = "auto";
    }
  }
  if (matched?.includes("names")) {
    text.before(say("names", { names: meta.names }));
  }
  item.querySelector(".ssg-facts").append(...facts(filters));
  return item;
}

async function showMore(number, most = MOST) {
  const shown = list.childElementCount;
  const next = found.slice(shown, shown + most);
  const pages = await Promise.all(next.map((one) => one.data()));
  if (number !== latest) {
    return;
  }
  const items = pages.map((page, index) => makeResult(page, next[index].matchedMetaFields));
  list.append(...items);
  const end = list.childElementCount;
  more.hidden = end === found.length || end % MOST > 0;
}

function readFilters() {
  const chosen = ["kind", "topic", "language"].map((name) => [name, form.elements[name]?.value]);
  return Object.fromEntries(chosen.filter(([, value]) => value));
}

// A word as Pagefind knows it: small letters without marks.
function bare(word) {
  return word.toLowerCase().normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "");
}

// The words to look for. Whoever writes marks of quotation means every word.
function readWords(text) {
  const words = text.split(/\s+/).filter(bare);
  const stop = new Set(STOP_WORDS[pageLang.split("-")[0].toLowerCase()]?.split(" "));
  const telling = words.filter((word) => !stop.has(bare(word)));
  return /^".*"$/.test(text) || !telling.length ? [text] : telling;
}

// Whether any page has the word, or one that begins with it. For a word that no page has, Pagefind
// gives the pages of the longest word that it begins with: "a" for "anxiety".
async function isKnown(index, word) {
  if (UNSPACED.includes(pageLang.split("-")[0]) || word.startsWith('"')) {
    return true;
  }
  const exact = await index.search(`"${word}"`);
  if (exact.results.length) {
    return true;
  }
  const [first] = (await index.search(word)).results;
  if (!first) {
    return false;
  }
  const { content, locations, meta } = await first.data();
  const words = content.split(/\s+/);
  const matched = [...locations.map((at) => words[at] ?? ""), ...Object.values(meta)];
  return matched.join(" ").split(/\s+/).some((one) => bare(one).startsWith(bare(word)));
}

async function findKnown(index, words) {
  const known = await Promise.all(words.map((word) => isKnown(index, word)));
  return words.filter((_, at) => known[at]);
}

// Pages with all words; where these are few, pages with some of them follow.
async function find(index, text, filters) {
  const asked = readWords(text);
  const words = await findKnown(index, asked);
  if (!words.length) {
    return { results: [], isPartial: false };
  }
  const { results } = await index.search(words.join(" "), { filters });
  const isPartial = words.length < asked.length || !results.length;
  if (results.length >= FEW || words.length === 1) {
    return { results, isPartial };
  }
  const others = new Map();
  for (const word of new Set(words)) {
    for (const result of (await index.search(word, { filters })).results) {
      const other = others.get(result.id);
      others.set(result.id, { ...result, score: result.score + (other?.score ?? 0) });
    }
  }
  for (const { id } of results) {
    others.delete(id);
  }
  const partial = [...others.values()].sort((one, other) => other.score - one.score);
  return { results: [...results, ...partial], isPartial };
}

async function search() {
  const number = ++latest;
  const text = query.value.trim();
  carryQuery(text);
  if (!text) {
    clear();
    return;
  }
  status.replaceChildren(say("searching"));
  try {
    await show(number, text).catch(() => {
      // The site may have been published again since the index was loaded.
      pagefind = undefined;
      return show(number, text);
    });
  } catch (error) {
    console.error(error);
    pagefind = undefined;
    if (number === latest) {
      clear();
      status.replaceChildren(say("failed"));
      none.hidden = false;
    }
  }
}

async function show(number, text) {
  const index = await load();
  const before = failures;
  const { results, isPartial } = await find(index, text, readFilters());
  if (failures > before) {
    throw new Error("a part of the index did not load");
  }
  if (number !== latest) {
    return;
  }
  clear();
  found = results;
  none.hidden = results.length > 0;
  // On a slow connection the first one is read while the others come.
  await showMore(number, 1);
  if (number !== latest) {
    return;
  }
  status.replaceChildren(describe(text, isPartial));
  await showMore(number, MOST - 1);
}

function describe(text, isPartial) {
  if (!found.length) {
    return say("none", { query: text });
  }
  return isPartial ? say("partial") : count("results", found.length, { query: text });
}

function clear() {
  found = [];
  list.replaceChildren();
  status.replaceChildren();
  none.hidden = more.hidden = true;
}

// Searching in another language looks for the same words.
function carryQuery(text) {
  for (const link of document.querySelectorAll(".ssg-found-others a")) {
    link.search = text ? `?${new URLSearchParams({ q: text })}` : "";
  }
}

function readAddress() {
  const asked = new URLSearchParams(location.search);
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (field) {
      // Addresses may have been written by anybody.
      field.value = (asked.get(name) ?? "").slice(0, query.maxLength);
      // A value that no option has chooses none.
      field.selectedIndex === -1 && (field.value = "");
    }
  }
}

function writeAddress(how) {
  const asked = [...new FormData(form)].filter(([, value]) => value);
  const address = asked.length ? `?${new URLSearchParams(asked)}` : location.pathname;
  history[how](null, "", address);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  writeAddress("pushState");
  search();
});
form.addEventListener("change", (event) => {
  if (event.target !== query) {
    writeAddress("pushState");
    search();
  }
});
// Whoever goes to the field will search: what that needs is there by the time it is written.
query.addEventListener("focus", () => {
  load().catch(() => {
    pagefind = undefined;
  });
});
query.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    writeAddress("replaceState");
    search();
  }, PAUSE);
});
more.addEventListener("click", async () => {
  const first = list.childElementCount;
  try {
    await showMore(latest);
  } catch {
    pagefind = undefined;
    await search();
  }
  list.children[first]?.querySelector("a").focus();
});
addEventListener("popstate", () => {
  readAddress();
  search();
});

document.querySelector(".ssg-unscripted").hidden = true;
readAddress();
search();
