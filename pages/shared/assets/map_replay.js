// The replay of a map: link after link in order of time; as a film on screen, as one HTML file, as numbered pictures.
import { download } from "./map.js";

const STEPS = 150, STEP_MS = 90, FRAMES = 30;

export class Replay {
  constructor(map) {
    this.map = map;
    this.words = map.data.words;
    this.box = map.time;
    this.slider = document.createElement("input");
    Object.assign(this.slider, { type: "range", min: 0, max: STEPS, value: STEPS });
    this.slider.setAttribute("aria-label", this.words.moment);
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    this.out = document.createElement("output");
    this.play = map.button(this.words.play, "", () => (this.timer ? this.stop() : this.start()));
    this.box.replaceChildren(
      this.play, this.slider, this.out,
      map.button(this.words.file, "", () => this.saveFile()),
      map.button(this.words.frames, "", () => this.saveFrames()),
    );
  }

  toggle() {
    if (!this.box.hidden) return this.close();
    this.times = this.map.links.at.filter((at) => at !== null).sort((a, b) => a - b);
    if (!this.times.length) return this.map.say(this.words.timeless);
    this.box.hidden = false;
    this.slider.value = 0;
    this.go(0);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.start();
  }

  close() {
    this.stop();
    this.box.hidden = true;
    this.map.moment = null;
    this.map.refresh();
  }

  // Half by the clock, half by the number of links: silence is short, and so is the burst.
  at(step) {
    const { times } = this;
    const share = step / STEPS;
    const clock = times[0] + (times.at(-1) - times[0]) * share;
    const count = times[Math.min(times.length - 1, Math.floor(times.length * share))];
    return step >= STEPS ? times.at(-1) : Math.round((clock + count) / 2);
  }

  go(step) {
    this.map.moment = this.at(step);
    this.out.textContent = this.text(step);
    this.map.refresh();
  }

  text(step) {
    const { language } = this.map.data;
    // Dates as everywhere in Whence: day before month, a clock of 24 hours.
    const at = new Date(this.at(step) * 1000).toLocaleString(language === "en" ? "en-GB" : language, { timeZone: this.map.data.zone, dateStyle: "medium", timeStyle: "short" });
    return this.words.made.replace("{at}", at);
  }

  start() {
    if (Number(this.slider.value) >= STEPS) this.slider.value = 0;
    this.play.textContent = this.words.pause;
    this.timer = setInterval(() => {
      this.slider.value = Number(this.slider.value) + 1;
      this.go(Number(this.slider.value));
      if (Number(this.slider.value) >= STEPS) this.stop();
    }, STEP_MS);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = this.words.play;
  }

  async saveFrames() {
    this.stop();
    const files = [];
    for (let frame = 1; frame <= FRAMES; frame++) {
      const step = Math.round((frame / FRAMES) * STEPS);
      this.go(step);
      const { canvas } = this.map.picture("png", this.text(step)).ctx;
      const blob = await new Promise((done) => canvas.toBlob(done));
      files.push([`frame-${String(frame).padStart(3, "0")}.png`, new Uint8Array(await blob.arrayBuffer())]);
    }
    download(new Blob([zipped(files)], { type: "application/zip" }), `${this.map.data.file}-frames.zip`);
  }

  async saveFile() {
    this.stop();
    this.map.moment = null;
    this.map.refresh();
    const player = await (await fetch(new URL("./replay_player.js", import.meta.url))).text();
    download(new Blob([replayPage(this.data(), player)], { type: "text/html" }), `${this.map.data.file}-replay.html`);
    this.go(Number(this.slider.value));
  }

  data() {
    const { map } = this;
    const scene = map.scene();
    const look = map.look();
    const index = new Map();
    const nodes = [], links = [];
    const { source, target, at, inferred } = map.links;
    const put = (i) => {
      if (!index.has(i)) {
        const { x, y } = map.at(i);
        index.set(i, nodes.push([round(x), round(y), round(map.size(i)), map.codes[i], map.nodes.mask[i]]) - 1);
      }
      return index.get(i);
    };
    source.forEach((from, i) => map.isLinked(i) && links.push([put(from), put(target[i]), at[i], round(map.widths[i]), inferred[i]]));
    links.sort((a, b) => (a[2] ?? 0) - (b[2] ?? 0));
    const moments = Array.from({ length: STEPS + 1 }, (_, step) => [this.at(step), this.text(step)]);
    const words = { play: this.words.play, pause: this.words.pause, moment: this.words.moment };
    return { ...look, width: scene.width, height: scene.height, nodes, links, moments, words, font: map.font, language: map.data.language, step: STEP_MS };
  }
}

const round = (value) => Math.round(value * 10) / 10;

// One file that asks nobody for anything: its policy forbids it, and names are data, never markup.
export function replayPage(data, player) {
  const json = JSON.stringify(data).replace(/</g, "\\u003c").replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);
  const title = document.createElement("title");
  title.textContent = data.frame.title;
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
  const script = player.replace(/<\/script/gi, "<\\/script");
  return `<!doctype html><html lang="${data.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}">${title.outerHTML}</head><body><script type="application/json" id="data">${json}</script><script>${script}</script></body></html>`;
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

// A ZIP without compression: pictures are packed already.
export function zipped(files) {
  const text = new TextEncoder();
  const parts = [], entries = [];
  let offset = 0;
  const record = (signature, fields) => {
    const bytes = new DataView(new ArrayBuffer(4 + fields.reduce((sum, [size]) => sum + size, 0)));
    bytes.setUint32(0, signature, true);
    let at = 4;
    for (const [size, value] of fields) {
      size === 2 ? bytes.setUint16(at, value, true) : bytes.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(bytes.buffer);
  };
  for (const [name, body] of files) {
    const title = text.encode(name);
    const common = [[2, 20], [2, 0], [2, 0], [2, 0], [2, 33], [4, crc(body)], [4, body.length], [4, body.length], [2, title.length], [2, 0]];
    const head = record(0x04034b50, common);
    parts.push(head, title, body);
    entries.push(record(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), title);
    offset += head.length + title.length + body.length;
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0);
  const end = record(0x06054b50, [[2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
  const all = new Uint8Array(offset + size + end.length);
  let at = 0;
  for (const part of [...parts, ...entries, end]) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
