// Saves a framed figure with the reporter's own browser; every file it needs comes from this server.

const SCALE = 2;
let plotly = null;

function script(url) {
  return new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.src = url;
    tag.onload = resolve;
    tag.onerror = () => reject(new Error(url));
    document.head.append(tag);
  });
}

// Loaded once, and only when a reporter saves: 1.4 MB compressed.
function drawing(assets) {
  plotly ??= Promise.all([script(assets + "plotly.min.js"), script(assets + "picture.js")]);
  return plotly;
}

async function asDataUrl(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(url);
  const blob = await answer.blob();
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.replace(/^data:[^;,]*/, "data:font/woff2"));
    reader.readAsDataURL(blob);
  });
}

async function fontCss(assets, faces) {
  const rules = faces.map(async ([file, weight, characters]) => {
    const data = await asDataUrl(assets + "fonts/" + file);
    const source = `src:url(${data}) format('woff2')`;
    return `@font-face{font-family:'IBM Plex Sans';font-weight:${weight};${source};unicode-range:${characters}}`;
  });
  return (await Promise.all(rules)).join("");
}

async function pageFonts(faces) {
  const weights = new Set(faces.map(([, weight]) => weight));
  await Promise.all([...weights].map((weight) => document.fonts.load(`${weight} 14px "IBM Plex Sans"`, "aяқα")));
}

function escaped(words) {
  return words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function named(svg, { title, told }) {
  const names = `<title>${escaped(title)}</title><desc>${escaped(told)}</desc>`;
  return svg.replace(/<svg\b([^>]*)>/, (tag, rest) => `<svg role="img"${rest}>${names}`);
}

function download(url, name) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click(); // never attached: a click in the page would close the popover
}

function crc(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function textChunk(name, words) {
  const body = new TextEncoder().encode(`iTXt${name}\0\0\0\0\0${words}`);
  const chunk = new Uint8Array(body.length + 8);
  const numbers = new DataView(chunk.buffer);
  numbers.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  numbers.setUint32(body.length + 4, crc(body));
  return chunk;
}

// Title and description go into the file, behind its signature and size (33 bytes).
async function withTexts(url, { title, told }) {
  const png = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const texts = [textChunk("Title", title), textChunk("Description", told), textChunk("Software", "Whence")];
  return new Blob([png.slice(0, 33), ...texts, png.slice(33)], { type: "image/png" });
}

export async function save({ assets, spec, faces, facts, file }, kind) {
  await drawing(assets);
  await pageFonts(faces);
  const { width, height } = spec.layout;
  const bare = await window.Plotly.toImage(spec, { format: "svg", width, height, imageDataOnly: true });
  const svg = named(window.whencePicture.withFonts(bare, await fontCss(assets, faces)), facts);
  const png = kind === "png" && (await withTexts(await window.whencePicture.raster(svg, width, height, SCALE), facts));
  const url = URL.createObjectURL(png || new Blob([svg], { type: "image/svg+xml" }));
  download(url, `${file}.${kind}`);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
