// Saves a figure with the reporter's own browser: the server sends it as SVG with its fonts inside.

const SCALE = 2;

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

// A picture that a browser draws from an SVG does not see the page's fonts: they are inside the SVG.
function raster(svg) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = () => reject(new Error("The browser could not draw the picture."));
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth * SCALE;
      canvas.height = image.naturalHeight * SCALE;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
    };
    image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  });
}

// Title and description go into the file, behind its signature and size (33 bytes).
async function withTexts(blob, { title, told }) {
  const png = new Uint8Array(await blob.arrayBuffer());
  const texts = [textChunk("Title", title), textChunk("Description", told), textChunk("Software", "Whence")];
  return new Blob([png.slice(0, 33), ...texts, png.slice(33)], { type: "image/png" });
}

export async function save({ svg, facts, file }, kind) {
  const picture = kind === "png" ? await withTexts(await raster(svg), facts) : new Blob([svg], { type: "image/svg+xml" });
  const url = URL.createObjectURL(picture);
  download(url, `${file}.${kind}`);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
