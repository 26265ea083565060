// Says Streamlit's own words in the reader's language, and tells its calendars and numbers which language that is.
// What people wrote is left alone: posts, names and our own texts lie in the elements of OURS.

(() => {
  const OURS = '[data-testid="stHtml"], [data-testid="stMarkdownContainer"], [role="option"]:not(:empty), canvas, svg, style, script';
  const FILES = '[data-testid="stFileUploaderDropzone"]'; // its button looks like one of ours
  const NAMED = ["aria-label", "title", "placeholder"];
  const root = document.documentElement;
  const assets = new URL(".", document.currentScript.src);
  let words = new Map();
  let english = new Map(); // what our words stand for, so that a change of language finds them again

  Object.defineProperty(navigator, "language", { get: () => root.lang });
  Object.defineProperty(navigator, "languages", { get: () => [root.lang] });

  // Numbers in tables: Chromium says that it knows Kazakh, and writes 1,234.5 all the same. Russian has the same marks.
  const ALIKE = { kk: "ru" };
  const plainFormat = Intl.NumberFormat;
  const plainText = Number.prototype.toLocaleString;

  function counted(locales) {
    return [locales ?? root.lang].flat().map((code) => ALIKE[String(code).split("-")[0]] ?? code);
  }

  Intl.NumberFormat = new Proxy(plainFormat, {
    construct: (format, [locales, ...rest], made) => Reflect.construct(format, [counted(locales), ...rest], made),
    apply: (format, self, [locales, ...rest]) => format(counted(locales), ...rest),
  });
  Number.prototype.toLocaleString = function (locales, options) {
    return plainText.call(this, counted(locales), options);
  };

  // Calendars: the same Chromium calls November "M11" and Monday "M" in Kazakh; Babel's names come with our words.
  const plainDates = Intl.DateTimeFormat;
  const nameless = ["kk"].filter((code) => /\d/.test(new plainDates(code, { month: "long" }).format(0)));

  class NamedDates extends plainDates {
    formatToParts(date) {
      const { month, weekday, timeZone } = this.resolvedOptions();
      const forms = { month, weekday };
      const place = { month: { month: "numeric", timeZone }, weekday: { weekday: "short", timeZone } };
      return super.formatToParts(date).map((part) => {
        if (!forms[part.type] || forms[part.type] === "numeric" || forms[part.type] === "2-digit") return part;
        const which = new plainDates("en", place[part.type]).format(date);
        return { ...part, value: words.get(` ${part.type} ${forms[part.type]} ${which}`) ?? part.value };
      });
    }

    get format() {
      return (date) => this.formatToParts(date).map((part) => part.value).join("");
    }
  }

  Intl.DateTimeFormat = new Proxy(plainDates, {
    construct: (format, given, made) => {
      const lacking = nameless.includes(String([given[0] ?? root.lang].flat()[0]).split("-")[0]);
      return lacking ? new NamedDates(...given) : Reflect.construct(format, given, made);
    },
  });

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

  // "200MB per file • PNG" of a field for files.
  function sized(text) {
    const [, n, unit, rest] = text.match(/^(\d+)([KMGT]?B) per file(.*)$/s) ?? [];
    return n && words.has("per file") ? `${n} ${words.get(unit) ?? unit} ${words.get("per file")}${rest}` : null;
  }

  function sayText(node) {
    const parent = node.parentElement;
    const word = parent && (said(node.data) ?? sized(node.data));
    if (word && word !== node.data && (!parent.closest(OURS) || parent.closest(FILES))) node.data = word;
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
    if (node.nodeType !== Node.ELEMENT_NODE || (node.closest(OURS) && !node.closest(FILES))) return;
    const walk = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (found) =>
      found.nodeType === Node.ELEMENT_NODE && found.matches(OURS) && !found.closest(FILES) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
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
