// Files on their way to the server, one after the other: progress, cancel, drag and drop, all by keyboard too.
// Names come from the reporter's disk, words from the page: they reach the screen only through textContent.

const STYLE = `
:host, .up { font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
.up { font-size: .9375rem; line-height: 1.5; }
.up-zone { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: 1.125rem 1.25rem;
  border: 1px dashed color-mix(in srgb, var(--st-text-color) 45%, transparent); border-radius: .2rem;
  background: color-mix(in srgb, var(--st-text-color) 3%, transparent); }
.up-zone.over { border-style: solid; border-color: var(--st-primary-color);
  background: color-mix(in srgb, var(--st-primary-color) 9%, transparent); }
.up-zone p { flex: 1 1 16rem; margin: 0; min-width: 0; }
.up-zone small { display: block; font-size: .8125rem; opacity: .82; }
.up button { font: inherit; font-size: .875rem; line-height: 1.2; min-height: 2.5rem; padding: .375rem .875rem; cursor: pointer;
  color: inherit; background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: .2rem; }
.up button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.up button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.up ul { list-style: none; margin: .5rem 0 0; padding: 0; }
.up ul:empty { display: none; }
.up li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: .125rem 1rem; padding: .5rem 0;
  border-top: 1px solid var(--st-border-color); }
.up li b { font-weight: 600; overflow-wrap: anywhere; }
.up li button { grid-row: 1 / span 3; grid-column: 2; min-height: 2rem; }
.up li span { font-size: .8125rem; opacity: .86; font-variant-numeric: tabular-nums; }
.up li progress { width: 100%; height: .5rem; accent-color: var(--st-primary-color); }
.up-aloud { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
`;
const AGAIN_MS = 200;
const open = new WeakMap();

export function mount(component) {
  const { parentElement, data } = component;
  let drop = open.get(parentElement);
  if (!drop) {
    drop = new Drop(parentElement);
    open.set(parentElement, drop);
  }
  drop.show(data, () => component.setTriggerValue("arrived", Date.now()));
  return () => {
    drop.close();
    open.delete(parentElement);
  };
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

class Drop {
  constructor(root) {
    this.queue = [];
    this.sending = null;
    this.root = element("div", "up");
    this.zone = element("div", "up-zone");
    this.text = element("p");
    this.hint = element("small");
    this.button = element("button");
    this.button.type = "button";
    this.input = element("input");
    this.input.type = "file";
    this.input.multiple = true;
    this.input.hidden = true;
    this.list = element("ul");
    this.aloud = element("div", "up-aloud");
    this.aloud.setAttribute("role", "status");
    this.zone.append(this.text, this.button, this.input);
    this.root.append(element("style", "", STYLE), this.zone, this.list, this.aloud);
    root.append(this.root);
    this.button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
    this.listenForDrops();
    this.beforeLeaving = (event) => { if (this.sending) event.preventDefault(); };
    window.addEventListener("beforeunload", this.beforeLeaving);
  }

  listenForDrops() {
    const over = (on) => (event) => {
      event.preventDefault();
      this.zone.classList.toggle("over", on);
    };
    this.zone.addEventListener("dragenter", over(true));
    this.zone.addEventListener("dragover", over(true));
    this.zone.addEventListener("dragleave", over(false));
    this.zone.addEventListener("drop", (event) => {
      over(false)(event);
      this.add(event.dataTransfer.files);
    });
  }

  show(data, arrived) {
    this.data = data;
    this.arrived = arrived;
    this.text.textContent = data.words.drop;
    this.hint.textContent = data.words.hint;
    this.text.append(this.hint);
    this.button.textContent = data.words.choose;
    this.list.setAttribute("aria-label", data.words.list);
  }

  add(files) {
    const { words, limit, most } = this.data;
    const room = most - this.queue.length;
    [...files].slice(0, room).forEach((file) => {
      const row = this.row(file);
      if (file.size > limit) this.fail(row, words.too_large);
      else this.queue.push(row);
    });
    if (files.length > room) this.aloud.textContent = words.too_many;
    this.next();
  }

  row(file) {
    const line = element("li");
    const bar = element("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const note = element("span", "", filled(this.data.words.waiting, { size: this.size(file.size) }));
    const stop = element("button", "", this.data.words.cancel);
    stop.type = "button";
    stop.setAttribute("aria-label", `${this.data.words.cancel}: ${file.name}`);
    line.append(element("b", "", file.name), bar, note, stop);
    this.list.append(line);
    const row = { file, line, bar, note, stop, request: null };
    stop.addEventListener("click", () => this.cancel(row));
    return row;
  }

  cancel(row) {
    row.request?.abort();
    this.queue = this.queue.filter((other) => other !== row);
    row.line.remove();
    this.button.focus();
    this.aloud.textContent = filled(this.data.words.cancelled, { file: row.file.name });
  }

  next() {
    if (this.sending || !this.queue.length) return;
    const row = this.queue.shift();
    this.sending = row;
    this.send(row).then((problem) => {
      this.sending = null;
      if (problem === "") this.done(row);
      else if (problem !== "cancelled") this.fail(row, this.data.words[problem] ?? this.data.words.failed);
      this.next();
    });
  }

  send(row) {
    const request = new XMLHttpRequest();
    const began = performance.now();
    row.request = request;
    const address = new URL(`/uploads/${encodeURIComponent(this.data.secret)}`, document.location.origin);
    address.searchParams.set("name", row.file.name);
    request.open("PUT", address.href);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => this.progress(row, event.loaded, began));
    return new Promise((resolve) => {
      request.addEventListener("load", () => resolve(request.status === 200 ? "" : problemIn(request.responseText)));
      request.addEventListener("error", () => resolve("failed"));
      request.addEventListener("abort", () => resolve("cancelled"));
      request.send(row.file);
    });
  }

  progress(row, loaded, began) {
    const now = performance.now();
    if (now - (row.told ?? 0) < AGAIN_MS && loaded < row.file.size) return;
    row.told = now;
    const seconds = (now - began) / 1000;
    const speed = loaded / Math.max(seconds, 0.001);
    row.bar.value = loaded / Math.max(row.file.size, 1);
    const left = Math.ceil((row.file.size - loaded) / Math.max(speed, 1));
    const values = { done: this.size(loaded), all: this.size(row.file.size), speed: this.size(speed), seconds: this.number(left, 0) };
    row.note.textContent = filled(this.data.words.sending, values);
  }

  done(row) {
    row.line.remove();
    this.aloud.textContent = filled(this.data.words.arrived, { file: row.file.name });
    this.arrived();
  }

  fail(row, sentence) {
    row.bar.remove();
    row.note.textContent = sentence;
    row.note.setAttribute("role", "alert");
    row.stop.textContent = this.data.words.dismiss;
    row.stop.setAttribute("aria-label", `${this.data.words.dismiss}: ${row.file.name}`);
  }

  number(value, digits) {
    return new Intl.NumberFormat([this.data.language, "ru"], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  }

  size(bytes) {
    const units = this.data.units;
    let place = 0;
    while (bytes >= 1000 && place < units.length - 1) {
      bytes /= 1000;
      place += 1;
    }
    return `${this.number(bytes, place > 1 ? 1 : 0)} ${units[place]}`;
  }

  close() {
    window.removeEventListener("beforeunload", this.beforeLeaving);
    this.queue = [];
    this.sending?.request?.abort();
    this.root.remove();
  }
}

function problemIn(text) {
  try {
    return JSON.parse(text).problem ?? "failed";
  } catch {
    return "failed";
  }
}
