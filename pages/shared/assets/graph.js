// The spreader graph: vis-network draws stored places, everything around it (labels, legend, keys, picture) is ours.
// Names and titles come from strangers: they reach the page only through textContent and canvas text.

const STYLE = `
:host, .wg { font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
.wg { position: relative; }
.wg-bar { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem .5rem; padding-bottom: .5rem; }
.wg-note { flex: 1 1 16rem; min-width: 0; font-size: .8125rem; line-height: 1.45; opacity: .82; }
.wg-tools { display: flex; gap: .375rem; margin-inline-start: auto; }
.wg button { font: inherit; font-size: .8125rem; line-height: 1; min-width: 2rem; height: 2rem; padding: 0 .625rem; cursor: pointer;
  color: inherit; background: transparent; border: 1px solid var(--st-border-color); border-radius: .2rem; }
.wg button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.wg button:focus-visible, .wg-map:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.wg-map { position: relative; overflow: hidden; border-block: 1px solid var(--st-border-color); }
.wg-map:focus-visible { outline-offset: -2px; }
.wg-map canvas { display: block; cursor: grab; }
.wg-map.on-account canvas { cursor: pointer; }
.wg-map:not(:focus-within) canvas { touch-action: pan-y !important; }
.wg-legend { display: flex; flex-wrap: wrap; gap: .25rem 1.125rem; margin: 0; padding: .5rem 0 0; list-style: none;
  font-size: .8125rem; line-height: 1.5; }
.wg-legend li { display: flex; align-items: center; gap: .4375rem; margin: 0; }
.wg-legend i { width: .6875rem; height: .6875rem; border-radius: 50%; flex: none; }
.wg-legend .wg-size { margin-inline-start: auto; opacity: .82; }
.wg-tip { position: absolute; z-index: 2; max-width: min(20rem, 80%); padding: .5rem .6875rem; pointer-events: none;
  white-space: pre-line; overflow-wrap: anywhere; font-size: .8125rem; line-height: 1.45; border-radius: .2rem;
  color: var(--st-text-color); background: var(--st-background-color); border: 1px solid var(--st-border-color);
  box-shadow: 0 2px 10px rgb(0 0 0 / .16); }
.wg-tip b { display: block; font-weight: 600; }
.wg-tip[hidden] { display: none; }
.wg-aloud { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 640px) { .wg-tools { margin-inline-start: 0; } .wg-legend .wg-size { margin-inline-start: 0; } }
`;
const EDGE_ROOM = 34;
const MOST_STRETCH = 1.6;
const FAINT = 0.12;
const NARROW = 700;
const open = new WeakMap();
let visLoading;

export async function mount(component) {
  const { parentElement, data } = component;
  const began = performance.now();
  const vis = await loadVis();
  let graph = open.get(parentElement);
  if (!graph) {
    graph = new Graph(parentElement, vis, began);
    open.set(parentElement, graph);
  }
  graph.show(data, (key) => component.setTriggerValue("picked", key));
  return () => {
    graph.close();
    open.delete(parentElement);
  };
}

function loadVis() {
  if (globalThis.vis?.Network) return Promise.resolve(globalThis.vis);
  visLoading ??= import(new URL("/assets/vis-network.min.js", document.location.origin).href).then(() => globalThis.vis);
  return visLoading;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

class Graph {
  constructor(parent, vis, began) {
    this.vis = vis;
    this.began = began;
    this.root = element("div", "wg");
    this.note = element("div", "wg-note");
    this.tools = element("div", "wg-tools");
    this.map = element("div", "wg-map");
    this.legend = element("ul", "wg-legend");
    this.tip = element("div", "wg-tip");
    this.tip.hidden = true;
    this.aloud = element("div", "wg-aloud");
    this.aloud.setAttribute("aria-live", "polite");
    this.stage = element("div");
    const bar = element("div", "wg-bar");
    bar.append(this.note, this.tools);
    this.map.append(this.stage, this.tip);
    this.root.append(element("style", "", STYLE), bar, this.map, this.legend, this.aloud);
    parent.append(this.root);
    this.map.tabIndex = 0;
    this.map.setAttribute("role", "application");
    this.map.addEventListener("keydown", (event) => this.key(event));
    this.map.addEventListener("focus", () => this.listen(true));
    this.map.addEventListener("blur", () => this.listen(false));
    this.map.addEventListener("pointerleave", () => this.network && this.hover(null));
    this.map.addEventListener("pointerdown", () => this.map.focus({ preventScroll: true }));
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.map);
  }

  close() {
    this.watch.disconnect();
    this.network?.destroy();
    this.root.remove();
  }

  show(data, pick) {
    const same = this.data && this.data.version === data.version;
    const before = this.data;
    this.data = data;
    this.pick = pick;
    const chosen = this.selected;
    this.selected = this.at(data.selected);
    this.theme();
    this.write();
    if (!same || before.height !== data.height || before.dark !== data.dark) this.build();
    else if (this.selected !== null && this.selected !== chosen) this.centre(this.selected);
    else this.network.redraw();
  }

  // An account that was found by its name or in the table, not by a click on the map.
  centre(i) {
    const scale = Math.max(1.6, this.network.getScale());
    const within = (place, size) => {
      const most = (size / 2) * (1 - 1 / scale);
      return Math.max(-most, Math.min(most, place));
    };
    const { x, y } = this.places[i];
    this.network.moveTo({ position: { x: within(x, this.width), y: within(y, this.height) }, scale, animation: false });
    this.hover(null);
  }

  at(key) {
    const found = this.data.nodes.findIndex((node) => node.key === key);
    return found < 0 ? null : found;
  }

  theme() {
    const style = getComputedStyle(this.root);
    this.ink = style.color;
    this.font = style.fontFamily;
    this.paper = style.getPropertyValue("--st-background-color").trim() || (this.data.dark ? "#0d1520" : "#fff");
  }

  write() {
    const { words, legend } = this.data;
    this.note.textContent = words.note;
    this.map.setAttribute("aria-label", words.map);
    this.tools.replaceChildren(
      this.button("+", words.closer, () => this.zoom(1.35)),
      this.button("−", words.further, () => this.zoom(1 / 1.35)),
      this.button(words.whole, "", () => this.home()),
    );
    const rows = legend.map(([label, colour]) => {
      const row = element("li");
      const dot = element("i");
      dot.style.background = colour;
      row.append(dot, element("span", "", label));
      return row;
    });
    if (words.size) rows.push(element("li", "wg-size", words.size));
    this.legend.replaceChildren(...rows);
  }

  button(text, label, act) {
    const made = element("button", "", text);
    made.type = "button";
    if (label) made.setAttribute("aria-label", label);
    if (label) made.title = label;
    made.addEventListener("click", act);
    return made;
  }

  build() {
    this.network?.destroy();
    this.width = this.lastWidth = this.map.clientWidth || 800;
    this.height = Math.min(this.data.height, Math.max(360, this.width * 1.25));
    this.stage.style.height = `${this.height}px`;
    this.radii = this.data.nodes.map((node) => node.size * Math.max(0.6, Math.min(1, this.width / NARROW)));
    this.places = arrange(this.data.nodes, this.radii, this.width, this.height);
    const nodes = new this.vis.DataSet(this.data.nodes.map((node, i) => this.node(node, i)));
    const edges = new this.vis.DataSet(this.data.edges.map((edge, i) => this.edge(edge, i)));
    this.links = this.data.nodes.map(() => new Set());
    for (const { from, to } of this.data.edges) this.links[from].add(to) && this.links[to].add(from);
    this.ranked = this.data.nodes.map((_, i) => i).sort((a, b) => this.data.nodes[b].size - this.data.nodes[a].size);
    this.network = new this.vis.Network(this.stage, { nodes, edges }, this.data.options);
    this.stage.querySelectorAll("[tabindex]").forEach((inner) => inner.removeAttribute("tabindex"));
    this.home();
    this.hovered = null;
    this.attend();
  }

  attend() {
    this.network.on("afterDrawing", (ctx) => {
      if (this.selected !== null) veil(ctx, this);
      if (this.selected !== null) drawSelection(ctx, this);
      drawLabels(ctx, this, this.network.getScale());
      // Read by benchmarks/graph.py and the browser tests.
      this.root.dataset.paintedMs ??= Math.round(performance.now() - this.began);
    });
    this.network.on("hoverNode", ({ node }) => this.hover(node));
    this.network.on("blurNode", () => this.hover(null));
    this.network.on("dragStart", () => this.hover(null));
    this.network.on("zoom", () => this.hover(null));
    this.network.on("click", ({ nodes }) => this.choose(nodes.length ? nodes[0] : null));
    this.listen(this.map.matches(":focus"));
  }

  node(node, i) {
    const color = { background: node.color, border: this.paper };
    color.hover = { background: node.color, border: this.ink };
    color.highlight = color.hover;
    return { id: i, shape: "dot", ...this.places[i], size: this.radii[i], color, borderWidth: 1.5, borderWidthSelected: 3 };
  }

  edge(edge, id) {
    const color = this.data.nodes[edge.from].color;
    return { ...edge, id, color: { color, hover: color, highlight: color, opacity: this.data.options.edges.color.opacity } };
  }

  listen(on) {
    this.network?.setOptions({ interaction: { zoomView: on } });
    if (this.network && !on) this.hover(null);
  }

  resize() {
    const width = this.map.clientWidth;
    if (!this.network || !width || width === this.lastWidth) return;
    this.lastWidth = width;
    if (Math.abs(width / this.width - 1) > 0.15) return this.build();
    this.network.setSize("100%", `${this.height}px`);
    this.home();
  }

  home() {
    const scale = Math.min(1, this.map.clientWidth / this.width);
    this.network.moveTo({ position: { x: 0, y: 0 }, scale, animation: false });
    this.network.redraw();
  }

  zoom(by) {
    this.network.moveTo({ scale: Math.min(12, Math.max(0.2, this.network.getScale() * by)), animation: false });
    this.hover(null);
  }

  pan(dx, dy) {
    const { x, y } = this.network.getViewPosition();
    const step = 60 / this.network.getScale();
    this.network.moveTo({ position: { x: x + dx * step, y: y + dy * step }, animation: false });
    this.hover(null);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.map) return;
    const acts = {
      ArrowLeft: () => this.pan(-1, 0), ArrowRight: () => this.pan(1, 0),
      ArrowUp: () => this.pan(0, -1), ArrowDown: () => this.pan(0, 1),
      "+": () => this.zoom(1.35), "=": () => this.zoom(1.35), "-": () => this.zoom(1 / 1.35), 0: () => this.home(),
      n: () => this.step(1), p: () => this.step(-1),
      Enter: () => this.hovered !== null && this.choose(this.hovered), Escape: () => this.choose(null),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  step(by) {
    const n = this.ranked.length;
    if (!n) return;
    const from = this.ranked.indexOf(this.hovered ?? this.selected ?? this.ranked[by > 0 ? n - 1 : 0]);
    const next = this.ranked[(from + by + n) % n];
    const seen = this.network.canvasToDOM(this.places[next]);
    const outside = seen.x < 20 || seen.y < 20 || seen.x > this.map.clientWidth - 20 || seen.y > this.height - 20;
    if (outside) this.network.moveTo({ position: this.places[next], animation: false });
    this.hover(next);
    const { label, title } = this.data.nodes[next];
    this.aloud.textContent = `${label}. ${title}`;
  }

  hover(i) {
    this.hovered = i;
    this.map.classList.toggle("on-account", i !== null);
    this.tip.hidden = i === null;
    this.network.redraw();
    if (i === null) return;
    const { label, title } = this.data.nodes[i];
    this.tip.replaceChildren(element("b", "", label), document.createTextNode(title));
    const seen = this.network.canvasToDOM(this.places[i]);
    const reach = this.radii[i] * this.network.getScale() + 8;
    const left = seen.x + reach + this.tip.offsetWidth < this.map.clientWidth;
    this.tip.style.left = `${left ? seen.x + reach : Math.max(4, seen.x - reach - this.tip.offsetWidth)}px`;
    this.tip.style.top = `${Math.max(4, Math.min(seen.y - 12, this.height - this.tip.offsetHeight - 4))}px`;
  }

  choose(i) {
    if (i === this.selected) return;
    this.selected = i;
    this.hover(null);
    this.pick(i === null ? "" : this.data.nodes[i].key);
  }

  isFaint(i) {
    return this.selected !== null && i !== this.selected && !this.links[this.selected].has(i);
  }
}

// Stored places, fitted to the canvas (stretched by at most MOST_STRETCH) and pushed apart where circles overlap.
function arrange(nodes, radii, width, height) {
  if (!nodes.length) return [];
  const xs = nodes.map((n) => n.x), ys = nodes.map((n) => n.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let sx = (width - 2 * EDGE_ROOM) / Math.max(right - left, 1e-6);
  let sy = (height - 2 * EDGE_ROOM) / Math.max(bottom - top, 1e-6);
  const least = Math.min(sx, sy);
  sx = Math.min(sx, least * MOST_STRETCH);
  sy = Math.min(sy, least * MOST_STRETCH);
  const places = nodes.map((n) => ({ x: (n.x - (left + right) / 2) * sx, y: (n.y - (top + bottom) / 2) * sy }));
  pushApart(places, radii);
  for (const place of places) {
    place.x = Math.max(EDGE_ROOM / 2 - width / 2, Math.min(width / 2 - EDGE_ROOM / 2, place.x));
    place.y = Math.max(EDGE_ROOM / 2 - height / 2, Math.min(height / 2 - EDGE_ROOM / 2, place.y));
  }
  return places;
}

function pushApart(places, sizes) {
  for (let round = 0; round < 40; round++) {
    let moved = false;
    for (let i = 0; i < places.length; i++) {
      for (let j = i + 1; j < places.length; j++) {
        const dx = places[j].x - places[i].x, dy = places[j].y - places[i].y;
        const room = sizes[i] + sizes[j] + 2.5;
        if (Math.abs(dx) >= room || Math.abs(dy) >= room) continue;
        const apart = Math.hypot(dx, dy);
        if (apart >= room) continue;
        moved = true;
        const [ux, uy] = apart > 1e-6 ? [dx / apart, dy / apart] : [Math.cos(i + j), Math.sin(i + j)];
        const push = (room - apart) * 0.5, share = sizes[j] / (sizes[i] + sizes[j]);
        places[i].x -= ux * push * 2 * share;
        places[i].y -= uy * push * 2 * share;
        places[j].x += ux * push * 2 * (1 - share);
        places[j].y += uy * push * 2 * (1 - share);
      }
    }
    if (!moved) return;
  }
}

// Names of the largest accounts, more of them the closer one looks; none over another.
function drawLabels(ctx, graph, scale) {
  const { data, ranked, places } = graph;
  const most = Math.round((graph.map.clientWidth / 60) * Math.max(1, scale * scale));
  const first = graph.selected === null ? [] : [graph.selected];
  const order = [...first, ...ranked.filter((i) => !first.includes(i))];
  const taken = [];
  const seen = visible(graph);
  const large = ranked.filter((i) => graph.radii[i] * scale > 6 && !graph.isFaint(i));
  ctx.save();
  ctx.globalAlpha = 1;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  let written = 0;
  for (const i of order) {
    if (written >= most + first.length) break;
    if (graph.isFaint(i) || i === graph.hovered) continue; // the tip names the account under the pointer
    const node = data.nodes[i];
    const px = first.includes(i) ? 13 : 12;
    ctx.font = `${first.includes(i) ? 600 : 400} ${px / scale}px ${graph.font}`;
    const text = node.label.length > 24 ? `${node.label.slice(0, 23)}…` : node.label;
    const size = { half: ctx.measureText(text).width / 2 + 3 / scale, tall: (px + 3) / scale, gap: 2 / scale };
    const { x: middle, y } = places[i];
    if (middle < seen.left || middle > seen.right || y < seen.top || y > seen.bottom) continue;
    const box = placeFor(graph, i, size, seen, taken, large);
    if (!box) continue;
    taken.push(box);
    const x = (box.left + box.right) / 2;
    ctx.lineWidth = 3.5 / scale;
    ctx.strokeStyle = graph.paper;
    ctx.strokeText(text, x, box.top);
    ctx.fillStyle = graph.ink;
    ctx.fillText(text, x, box.top);
    written++;
  }
  ctx.restore();
}

// Where a name stands free of other names and, if there is such a place, of large circles; null where it does not.
function placeFor(graph, i, { half, tall, gap }, seen, taken, large) {
  const { x, y } = graph.places[i];
  const reach = graph.radii[i] + gap;
  const middle = Math.max(seen.left + half, Math.min(seen.right - half, x));
  const free = [
    [middle - half, y + reach], [middle - half, y - reach - tall], [x + reach, y - tall / 2], [x - reach - 2 * half, y - tall / 2],
  ]
    .map(([left, top]) => ({ left, top, right: left + 2 * half, bottom: top + tall }))
    .filter((box) => box.left >= seen.left && box.right <= seen.right && box.top >= seen.top && box.bottom <= seen.bottom)
    .filter((box) => !taken.some((t) => box.left < t.right && box.right > t.left && box.top < t.bottom && box.bottom > t.top));
  return free.find((box) => !large.some((other) => other !== i && covers(box, graph.places[other], graph.radii[other]))) ?? free[0] ?? null;
}

function covers(box, place, radius) {
  const dx = place.x - Math.max(box.left, Math.min(place.x, box.right));
  const dy = place.y - Math.max(box.top, Math.min(place.y, box.bottom));
  return dx * dx + dy * dy < radius * radius;
}

// The part of the map that is on the screen, so that no name is cut at its edge.
function visible(graph) {
  const { x, y } = graph.network.getViewPosition();
  const scale = graph.network.getScale();
  const [wide, high] = [graph.map.clientWidth / 2 / scale, graph.height / 2 / scale];
  return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
}

// Everything drawn so far made faint: one rectangle, where changing each item in vis-network takes half a second.
function veil(ctx, graph) {
  const far = 1e5;
  ctx.save();
  ctx.globalCompositeOperation = "source-atop";
  ctx.globalAlpha = 1 - FAINT;
  ctx.fillStyle = graph.paper;
  ctx.fillRect(-far, -far, 2 * far, 2 * far);
  ctx.restore();
}

// The selected account with its links and the accounts at their other ends.
function drawSelection(ctx, graph) {
  const { selected, links, data } = graph;
  ctx.save();
  const opacity = Math.max(0.25, Math.min(0.8, 16 / links[selected].size));
  for (const edge of data.edges) {
    if (edge.from === selected || edge.to === selected) drawEdge(ctx, graph, edge, opacity);
  }
  for (const i of links[selected]) drawNode(ctx, graph, i, 1);
  drawNode(ctx, graph, selected, 1);
  ctx.restore();
}

function drawNode(ctx, graph, i, alpha) {
  const isSelected = i === graph.selected;
  ctx.globalAlpha = alpha;
  ctx.beginPath();
  ctx.arc(graph.places[i].x, graph.places[i].y, graph.radii[i], 0, 7);
  ctx.fillStyle = graph.data.nodes[i].color;
  ctx.strokeStyle = isSelected ? graph.ink : graph.paper;
  ctx.lineWidth = isSelected ? 3 : 1.5;
  ctx.fill();
  ctx.stroke();
}

function drawEdge(ctx, graph, edge, opacity) {
  const ends = [edge.from, edge.to];
  if (edge.arrows === "from") ends.reverse();
  const [a, b] = ends.map((i) => graph.places[i]);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const reach = graph.radii[ends[1]] + 1;
  const tip = { x: b.x - ux * reach, y: b.y - uy * reach };
  ctx.globalAlpha = opacity;
  ctx.strokeStyle = ctx.fillStyle = graph.data.nodes[edge.from].color;
  ctx.lineWidth = edge.width;
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.lineTo(tip.x, tip.y);
  ctx.stroke();
  if (!edge.arrows) return;
  const wing = 4 + edge.width;
  ctx.beginPath();
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - ux * wing - uy * wing * 0.4, tip.y - uy * wing + ux * wing * 0.4);
  ctx.lineTo(tip.x - ux * wing + uy * wing * 0.4, tip.y - uy * wing - ux * wing * 0.4);
  ctx.fill();
}
