"use strict";

// What makes the preview live: it reloads the page, and keeps what the editor had opened and where
// they were. All that the preview shows is there without this script, too.
(() => {
  const CLIENT = "/__ssg__";
  // Long enough for a preview that is started again, or for the page to be left.
  const OFFLINE_AFTER = 1500;
  const RECONNECT_WITHIN = 2000;

  // Pages allow no other scripts.
  const { nonce } = document.currentScript;
  const host = document.getElementById("ssg-preview");
  const preview = host.shadowRoot;
  const storage = findStorage();

  // A browser that blocks cookies blocks this, too. Then the preview forgets, and still reloads.
  function findStorage() {
    try {
      return sessionStorage;
    } catch {
      return undefined;
    }
  }

  // A closed overlay stays closed until it has other problems.

  function rememberClosed() {
    const overlay = preview.querySelector("details.here");
    if (!overlay) return;
    const key = `ssg-preview:closed:${location.pathname}`;
    if (storage?.getItem(key) === overlay.dataset.contents) overlay.open = false;
    overlay.addEventListener("toggle", () => {
      if (overlay.open) storage?.removeItem(key);
      else storage?.setItem(key, overlay.dataset.contents);
    });
  }

  function closeOnEscape(event) {
    const opened = preview.querySelector("details[open]");
    if (event.key !== "Escape" || event.defaultPrevented || !opened) return;
    // The focus would be lost with what is hidden.
    if (opened.contains(preview.activeElement)) opened.querySelector("summary").focus();
    opened.open = false;
  }

  // What a reload keeps: which details are open, and how far the page is scrolled.

  const KEPT = `ssg-preview:kept:${location.pathname}`;

  // Details have no names, so they go by their summaries, and of the same ones by their order.
  function nameDetails() {
    const seen = new Map();
    return [...document.querySelectorAll("details")].map((details) => {
      const text = details.querySelector("summary")?.textContent.trim() ?? "";
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      return [`${text}#${count}`, details];
    });
  }

  function keepState() {
    const details = nameDetails().map(([name, element]) => [name, element.open]);
    storage?.setItem(KEPT, JSON.stringify({ details, left: scrollX, top: scrollY }));
  }

  function restoreState() {
    const kept = storage?.getItem(KEPT);
    if (!kept) return;
    // Only a reload keeps anything: a later visit starts at the top.
    storage?.removeItem(KEPT);
    const { details, left, top } = JSON.parse(kept);
    const open = new Map(details);
    for (const [name, element] of nameDetails()) element.open = open.get(name) ?? element.open;
    const scroll = () => scrollTo({ left, top, behavior: "instant" });
    scroll();
    // Images make the page longer, also those further up that would only be loaded when needed.
    for (const image of document.images) image.loading = "eager";
    addEventListener("load", scroll, { once: true });
  }

  // The connection. livereload.js calls every plugin before it reloads a page. What it swaps in
  // place, it knows by these endings.

  window.LiveReloadPluginPreview = class {
    static identifier = "ssg-preview";
    static version = "1.0";

    reload(path) {
      if (!/\.(css|jpe?g|png|gif)$/i.test(path)) keepState();
      return false;
    }
  };

  function loadLiveReload() {
    const port = location.port || (location.protocol === "https:" ? 443 : 80);
    const script = document.createElement("script");
    // It knows no path, but puts host, port and `/livereload` together as they are.
    script.src = `${CLIENT}/livereload.js?host=${location.hostname}&port=${port}${CLIENT}`
      + `&maxdelay=${RECONNECT_WITHIN}`;
    script.nonce = nonce;
    script.onerror = showOffline;
    document.head.append(script);
  }

  // A change between the making of this page and the connection would be missed. What is no page
  // of a preview, such as a message that something failed, would never come back by itself.
  async function reloadIfChanged() {
    const response = await fetch(location.href);
    const made = /id="ssg-preview"[^>]*data-version="(\w+)"/.exec(await response.text());
    if (!made || made[1] === host.dataset.version) return;
    keepState();
    location.reload();
  }

  let offline;

  function showOffline() {
    preview.querySelector(".offline").textContent = "Preview is not running";
  }

  document.addEventListener("LiveReloadDisconnect", () => {
    offline ??= setTimeout(showOffline, OFFLINE_AFTER);
  });
  document.addEventListener("LiveReloadConnect", () => {
    clearTimeout(offline);
    offline = undefined;
    preview.querySelector(".offline").textContent = "";
    // If the preview is gone again, the next connection asks.
    reloadIfChanged().catch(() => {});
  });

  document.addEventListener("keydown", closeOnEscape);
  rememberClosed();
  restoreState();
  loadLiveReload();
})();
