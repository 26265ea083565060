// What the map looks like outside WebGL: labels on screen, and the whole picture with legend and evidence as PNG or SVG.
// Names come from strangers: they reach a canvas as text, and an SVG only through escaped().

export const SHAPES = ["circle", "square", "triangle", "diamond"];

export function escaped(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}

// Corners of a shape that covers about the area of a circle with this radius.
export function corners(shape, x, y, r) {
  if (shape === "square") return [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]].map(([a, b]) => [x + a * r, y + b * r]);
  if (shape === "diamond") return [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]].map(([a, b]) => [x + a * r, y + b * r]);
  return [[0, -1.25], [1.2, 0.9], [-1.2, 0.9]].map(([a, b]) => [x + a * r, y + b * r]);
}

export class CanvasPen {
  constructor(canvas, width, height, scale, font) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    this.ctx = canvas.getContext("2d");
    this.ctx.scale(scale, scale);
    this.font = font;
  }
  fill(x, y, width, height, colour) {
    this.ctx.globalAlpha = 1;
    this.ctx.fillStyle = colour;
    this.ctx.fillRect(x, y, width, height);
  }
  clip(x, y, width, height) {
    this.ctx.save();
    this.ctx.beginPath();
    this.ctx.rect(x, y, width, height);
    this.ctx.clip();
  }
  unclip() {
    this.ctx.restore();
  }
  line(x1, y1, x2, y2, width, colour, alpha, dashed) {
    const { ctx } = this;
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.setLineDash(dashed ? [4, 3] : []);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  polygon(points, colour, alpha) {
    const { ctx } = this;
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour;
    ctx.beginPath();
    points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
    ctx.fill();
  }
  shape(shape, x, y, r, colour, edge, alpha = 1) {
    const { ctx } = this;
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour;
    ctx.strokeStyle = edge;
    ctx.lineWidth = Math.min(1.2, r / 3);
    ctx.beginPath();
    if (shape === "circle") ctx.arc(x, y, r, 0, 7);
    else corners(shape, x, y, r).forEach(([a, b], i) => (i ? ctx.lineTo(a, b) : ctx.moveTo(a, b)));
    ctx.closePath();
    ctx.fill();
    if (edge) ctx.stroke();
  }
  measure(text, size, weight = 400) {
    this.ctx.font = `${weight} ${size}px ${this.font}`;
    return this.ctx.measureText(text).width;
  }
  text(text, x, y, size, colour, { weight = 400, halo = "", alpha = 1, anchor = "start" } = {}) {
    const { ctx } = this;
    ctx.globalAlpha = alpha;
    ctx.font = `${weight} ${size}px ${this.font}`;
    ctx.textAlign = anchor === "end" ? "right" : anchor === "middle" ? "center" : "left";
    ctx.direction = "ltr";
    if (halo) {
      ctx.strokeStyle = halo;
      ctx.lineWidth = 3.5;
      ctx.lineJoin = "round";
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }
}

export class SvgPen {
  constructor(width, height, font) {
    this.ruler = document.createElement("canvas").getContext("2d");
    this.font = font.replace(/"/g, "'");
    this.parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(this.font)}">`,
    ];
  }
  fill(x, y, width, height, colour) {
    this.parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`);
  }
  clip(x, y, width, height) {
    this.parts.push(`<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">`);
  }
  unclip() {
    this.parts.push("</svg>");
  }
  line(x1, y1, x2, y2, width, colour, alpha, dashed) {
    const dash = dashed ? ' stroke-dasharray="4 3"' : "";
    this.parts.push(`<path d="M${cut(x1)} ${cut(y1)}L${cut(x2)} ${cut(y2)}" stroke="${colour}" stroke-width="${cut(width)}" opacity="${cut(alpha)}"${dash}/>`);
  }
  polygon(points, colour, alpha) {
    this.parts.push(`<path d="M${points.map((p) => p.map(cut).join(" ")).join("L")}Z" fill="${colour}" opacity="${cut(alpha)}"/>`);
  }
  shape(shape, x, y, r, colour, edge, alpha = 1) {
    const look = `fill="${colour}" stroke="${edge || "none"}" stroke-width="${cut(Math.min(1.2, r / 3))}" opacity="${cut(alpha)}"`;
    if (shape === "circle") this.parts.push(`<circle cx="${cut(x)}" cy="${cut(y)}" r="${cut(r)}" ${look}/>`);
    else this.parts.push(`<path d="M${corners(shape, x, y, r).map((p) => p.map(cut).join(" ")).join("L")}Z" ${look}/>`);
  }
  measure(text, size, weight = 400) {
    this.ruler.font = `${weight} ${size}px ${this.font}`;
    return this.ruler.measureText(text).width;
  }
  text(text, x, y, size, colour, { weight = 400, halo = "", alpha = 1, anchor = "start" } = {}) {
    const behind = halo ? ` stroke="${halo}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"` : "";
    this.parts.push(
      `<text x="${cut(x)}" y="${cut(y)}" font-size="${size}" font-weight="${weight}" fill="${colour}" opacity="${alpha}" text-anchor="${anchor}"${behind}>${escaped(text)}</text>`,
    );
  }
  close() {
    return [...this.parts, "</svg>"].join("\n");
  }
}

const cut = (value) => Math.round(value * 100) / 100;

// Labels that do not collide: the largest accounts first, right of their circle or else left; what has no room is left out.
export function placeLabels(pen, nodes, width, height, most) {
  const boxes = [], placed = [], cells = new Map();
  const near = (box) => {
    const found = [];
    for (let i = Math.floor(box[0] / 80); i <= Math.floor(box[2] / 80); i++) {
      for (let j = Math.floor(box[1] / 40); j <= Math.floor(box[3] / 40); j++) found.push([i, j].join());
    }
    return found;
  };
  const free = (box) => near(box).every((cell) => (cells.get(cell) ?? []).every((b) => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]));
  for (const node of nodes) {
    if (placed.length >= most) break;
    if (node.x < 0 || node.y < 0 || node.x > width || node.y > height) continue;
    const size = node.size ?? 12.5;
    const wide = pen.measure(node.label, size, node.weight ?? 400);
    for (const side of [1, -1]) {
      const left = side > 0 ? node.x + node.r + 4 : node.x - node.r - 4 - wide;
      const box = [left - 3, node.y - size * 0.75, left + wide + 3, node.y + size * 0.7];
      if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height || !free(box)) continue;
      boxes.push(box);
      for (const cell of near(box)) cells.set(cell, [...(cells.get(cell) ?? []), box]);
      placed.push({ ...node, left, base: node.y + size * 0.35, size });
      break;
    }
  }
  return placed;
}

export function wrapped(pen, text, size, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measure(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

// Legend: shapes with names, then what size, width and dashes say. Returns the y below it; without draw only measures.
export function drawLegend(pen, look, left, top, width, draw) {
  let [x, y] = [left, top];
  for (const [label, colour, shape] of [...look.legend, ...look.scales.map((text) => [text, null, null])]) {
    for (const line of colour ? [label] : wrapped(pen, label, 13, width)) {
      const wide = pen.measure(line, 13) + (colour ? 18 : 0);
      if (x > left && (x + wide > left + width || !colour)) [x, y] = [left, y + 20];
      if (draw && colour) pen.shape(shape, x + 6, y - 4.5, 5.5, colour, "");
      if (draw) pen.text(line, x + (colour ? 18 : 0), y, 13, look.ink, { alpha: colour ? 1 : 0.85 });
      x += colour ? wide + 18 : width + 1;
    }
  }
  return y + 20;
}

// The whole picture: title, map as it stands on screen, legend inside, evidence below.
export function drawPicture(makePen, look, scene) {
  const pad = 28, width = scene.width + 2 * pad;
  const ruler = makePen(1, 1);
  const { frame } = look;
  const title = wrapped(ruler, frame.title, 22, scene.width - 40);
  const footer = frame.footer.flatMap((line) => wrapped(ruler, line, 12, scene.width));
  const legendHigh = drawLegend(ruler, look, pad, 0, scene.width, false);
  const top = pad + 26 * title.length + (frame.simulated ? 24 : 0) + (scene.when ? 22 : 0) + 10;
  const height = top + scene.height + 26 + legendHigh + 17 * footer.length + pad;
  const pen = makePen(width, height);
  pen.fill(0, 0, width, height, look.paper);
  let y = pad + 14;
  if (frame.simulated) {
    pen.text([frame.simulated, frame.invented].filter(Boolean).join(" · "), pad, y, 14, look.warning, { weight: 700 });
    y += 24;
  }
  for (const line of title) {
    pen.text(line, pad, y + 6, 22, look.ink, { weight: 600 });
    y += 26;
  }
  if (scene.when) pen.text(scene.when, pad, y + 6, 14, look.ink);
  pen.clip(pad, top, scene.width, scene.height);
  drawScene(pen, look, scene, pad, top);
  pen.unclip();
  y = drawLegend(pen, look, pad, top + scene.height + 26, scene.width, true);
  for (const line of footer) {
    y += 17;
    pen.text(line, pad, y - 12, 12, look.ink, { alpha: 0.8 });
  }
  return { pen, width, height };
}

function drawScene(pen, look, scene, left, top) {
  for (const link of scene.links) {
    pen.line(link.x1 + left, link.y1 + top, link.x2 + left, link.y2 + top, link.width, link.colour, look.alpha, link.dashed);
    if (link.arrow) pen.polygon(link.arrow.map(([x, y]) => [x + left, y + top]), link.colour, Math.min(1, look.alpha * 2));
  }
  for (const node of scene.nodes) pen.shape(node.shape, node.x + left, node.y + top, node.r, node.colour, look.paper);
  const named = placeLabels(pen, scene.labels, scene.width, scene.height, 60);
  for (const label of named) pen.text(label.label, label.left + left, label.base + top, label.size, look.ink, { halo: look.paper });
}
