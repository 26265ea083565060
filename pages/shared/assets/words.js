// Says Streamlit's own words in the reader's language, and tells its calendars and numbers which language that is.
// What people wrote is left alone: posts, names and our own texts lie in the elements of OURS.

(() => {
  const OURS = '[data-testid="stHtml"], [data-testid="stMarkdownContainer"], [role="option"]:not(:empty), canvas, svg, style, script';
  const NAMED = ["aria-label", "title", "placeholder"];
  const root = document.documentElement;
  const assets = new URL(".", document.currentScript.src);
  let words = new Map();
  let english = new Map(); // what our words stand for, so that a change of language finds them again

  Object.defineProperty(navigator, "language", { get: () => root.lang });
  Object.defineProperty(navigator, "languages", { get: () => [root.lang] });

  // Numbers in tables: a browser that has no data of a language (Chromium has none of Kazakh) would write them in its
  // own manner, mostly 1,234. Russian has the same marks as Kazakh.
  const ALIKE = { kk: "ru" };
  const plainFormat = Intl.NumberFormat;
  const plainText = Number.prototype.toLocaleString;

  function counted(locales) {
    const wanted = [locales ?? root.lang].flat();
    if (wanted.length === 0 || plainFormat.supportedLocalesOf(wanted).length > 0) return wanted;
    return wanted.map((code) => ALIKE[code.split("-")[0]] ?? code);
  }

  Intl.NumberFormat = new Proxy(plainFormat, {
    construct: (format, [locales, ...rest], made) => Reflect.construct(format, [counted(locales), ...rest], made),
    apply: (format, self, [locales, ...rest]) => format(counted(locales), ...rest),
  });
  Number.prototype.toLocaleString = function (locales, options) {
    return plainText.call(this, counted(locales), options);
  };

  function said(text) {
    const plain = text.trim();
    const word = words.get(english.get(plain) ?? plain);
    return word && word !== plain ? text.replace(plain, word) : null;
  }

  // Names that hold another name: "Search: Table of accounts", "Help for Group", "Hour of day — start".
  function named(name) {
    const [, head, sign, rest] = name.match(/^([^:,]+)([:,] )(.+)$/s) ?? [];
    if (head && said(head)) return said(head) + sign + rest;
    const [, of, edge] = name.match(/^(.+ — )(start|end)$/s) ?? [];
    if (of && said(edge)) return of + said(edge);
    const help = words.get("Help for {name}");
    return help && name.startsWith("Help for ") ? help.replace("{name}", name.slice(9)) : null;
  }

  function sayText(node) {
    const parent = node.parentElement;
    const word = parent && said(node.data);
    if (word && word !== node.data && !parent.closest(OURS)) node.data = word;
  }

  function sayNames(element) {
    for (const name of NAMED) {
      const text = element.getAttribute(name);
      const word = text && (said(text) ?? named(text));
      if (word && word !== text) element.setAttribute(name, word); // the same again would wake the observer for ever
    }
  }

  function sayAll(node) {
    if (node.nodeType === Node.TEXT_NODE) return sayText(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.closest(OURS)) return;
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (found) =>
      found.nodeType === Node.ELEMENT_NODE && found.matches(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let found = walk.currentNode; found; found = walk.nextNode()) {
      if (found.nodeType === Node.TEXT_NODE) sayText(found);
      else sayNames(found);
    }
  }

  async function speak(language) {
    root.lang = language;
    const answer = await fetch(new URL(`words/${language}.json`, assets));
    if (!answer.ok || root.lang !== language) return;
    for (const [from, to] of words) english.set(to, from);
    words = new Map(Object.entries(await answer.json()));
    if (document.body) sayAll(document.body);
  }

  function follow() {
    const language = document.querySelector(".wh-brand")?.lang; // pages/shared/language.py says it there
    if (!language || language === root.lang) return;
    speak(language);
    window.dispatchEvent(new Event("languagechange"));
  }

  // In a table whose cells open something, Tab would select the cell it lands on and so open it: it passes over such a
  // table, beside which a list does the same for the keyboard (pages/shared/export.py).
  function passOver() {
    for (const table of document.querySelectorAll('[class*="st-key-opens-"] canvas[tabindex="0"]')) table.tabIndex = -1;
  }

  new MutationObserver((changes) => {
    passOver();
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(sayAll);
      else if (change.type === "characterData") sayText(change.target);
      else sayNames(change.target);
    }
    follow();
  }).observe(root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: NAMED });
  speak(root.lang);
})();
