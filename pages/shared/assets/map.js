// The whole map: sigma draws stored places, everything around it (labels, legend, tools, keys, pictures) is ours.
// Names come from strangers: they reach the page only through textContent, canvas text and escaped SVG.
import { CanvasPen, SHAPES, SvgPen, drawLegend, drawPicture, placeLabels } from "./map_draw.js";
import { LinkLayer } from "./map_links.js";
import { Moving } from "./map_moving.js";
import { STYLE } from "./map_style.js";
import { Steps } from "./map_steps.js";

const SMALLEST = 2.2, LARGEST = 17, THINNEST = 0.6, THICKEST = 4;
const MOST_LABELS = 40;
const FAINT = 0.07;
const NARROW = 560;
const fetched = new Map();
const open = new WeakMap();

export async function mount(component) {
  const { parentElement, data } = component;
  let map = open.get(parentElement);
  if (!map) {
    map = new WholeMap(parentElement);
    open.set(parentElement, map);
  }
  map.tell = (name, value) => component.setTriggerValue(name, value);
  map.show(data);
  return () => {
    map.close();
    open.delete(parentElement);
  };
}

function graphAt(address) {
  if (!fetched.has(address)) {
    if (fetched.size > 4) fetched.delete(fetched.keys().next().value);
    fetched.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))));
  }
  return fetched.get(address);
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function hasWebGL() {
  const found = document.createElement("canvas").getContext("webgl2");
  found?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(found);
}

class WholeMap {
  constructor(parent) {
    this.root = element("div", "wm");
    this.root.view = this; // for benchmarks and tests
    this.bar = element("div", "wm-bar");
    this.map = element("div", "wm-map");
    this.stage = element("div", "wm-stage");
    this.over = element("canvas", "wm-over");
    this.legend = element("canvas", "wm-legend");
    this.legend.setAttribute("role", "img");
    this.tip = element("div", "wm-tip");
    this.tip.hidden = true;
    this.time = element("div", "wm-time");
    this.time.hidden = true;
    this.aloud = element("div", "wm-aloud");
    this.aloud.setAttribute("aria-live", "polite");
    this.map.append(this.stage, this.over, this.tip);
    this.root.append(element("style", "", STYLE), this.bar, this.map, this.time, this.legend, this.aloud);
    parent.append(this.root);
    this.map.tabIndex = 0;
    this.map.setAttribute("role", "application");
    this.map.addEventListener("keydown", (event) => this.key(event));
    this.map.addEventListener("pointerdown", () => this.map.focus({ preventScroll: true }));
    this.map.addEventListener("pointerleave", () => this.hover(null));
    this.over.addEventListener("pointerdown", (event) => this.lassoFrom(event));
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.map);
    this.steps = new Steps();
  }

  close() {
    this.watch.disconnect();
    clearTimeout(this.due);
    this.moving?.close();
    this.sigma?.kill();
    this.root.remove();
  }

  async show(data) {
    const before = this.data;
    this.data = data;
    this.theme();
    this.map.style.height = `${Math.min(data.height, Math.max(340, this.root.clientWidth || 900))}px`;
    if (!before || before.words.map !== data.words.map) this.write();
    if (!hasWebGL.known) hasWebGL.known = hasWebGL() ? "yes" : "no";
    if (hasWebGL.known === "no") return this.refuse();
    const fresh = !before || before.address !== data.address;
    if (fresh) {
      const asked = data.address;
      try {
        const [graph, sigma] = await Promise.all([graphAt(asked), import("./vendor/sigma.js")]);
        if (this.data.address !== asked) return;
        this.began = performance.now();
        this.load(graph);
        this.prepare();
        this.build(sigma);
      } catch (error) {
        this.root.dataset.failed = String(error);
        this.say(data.words.failed);
        return;
      }
    }
    this.restyling = performance.now();
    const chosen = this.selected;
    if (!fresh) this.prepare();
    if (before && this.selected !== null && this.selected !== chosen && this.selected !== this.clicked) this.centre(this.selected);
    this.clicked = null;
    if (fresh) this.tell_state(); // sigma has just drawn it
    else this.refresh();
  }

  // Without WebGL the page shows the close-up and the table instead.
  refuse() {
    this.map.replaceChildren(element("p", "wm-none", this.data.words.none));
    this.map.style.height = "auto";
    this.bar.hidden = true;
    this.root.dataset.webgl = "no";
    this.tell("lost", true);
  }

  theme() {
    const style = getComputedStyle(this.root);
    this.ink = style.color;
    this.font = style.fontFamily;
    this.paper = style.getPropertyValue("--st-background-color").trim() || (this.data.dark ? "#0d1520" : "#fff");
  }

  write() {
    const { words } = this.data;
    this.map.setAttribute("aria-label", words.map);
    this.legend?.setAttribute("aria-label", words.map); // until there is a legend to read
    const groups = [
      [["+", words.closer, () => this.zoom(1 / 1.5)], ["−", words.further, () => this.zoom(1.5)], [words.whole, "", () => this.home()]],
      [[words.lasso, words.lassoHelp, () => this.lasso(!this.drawing), "lasso"], [words.community, words.communityHelp, () => this.chooseCommunity()], [words.none_chosen, "", () => this.choose(new Set())]],
      [[words.neighbours, words.neighboursHelp, () => this.neighbours()], [words.hide, words.hideHelp, () => this.hide()], [words.all, "", () => this.change({ hidden: new Set(), focus: null })]],
      [[words.undo, "", () => this.back(-1), "undo"], [words.redo, "", () => this.back(1), "redo"]],
      [[words.replay, "", () => this.replay()], [words.png, "", () => this.save("png")], [words.svg, "", () => this.save("svg")]],
    ];
    this.buttons = {};
    this.bar.replaceChildren(
      ...groups.map((group) => {
        const box = element("div", "wm-tools");
        box.append(...group.map(([text, help, act, name]) => this.button(text, help, act, name)));
        return box;
      }),
    );
  }

  button(text, help, act, name) {
    const made = element("button", "", text);
    made.type = "button";
    if (help) made.title = help;
    if (text.length < 2) made.setAttribute("aria-label", help);
    made.addEventListener("click", act);
    if (name) this.buttons[name] = made;
    return made;
  }

  load(graph) {
    clearTimeout(this.due);
    this.moving?.close();
    this.sigma?.kill();
    this.sigma = null;
    Object.assign(this, { graph, nodes: graph.nodes, links: graph.links, ends: graph.nodes.key.map(() => []), hovered: null, spots: null });
    this.place = new Map(graph.nodes.key.map((key, i) => [key, i]));
    graph.links.source.forEach((source, i) => {
      this.ends[source].push(graph.links.target[i]);
      this.ends[graph.links.target[i]].push(source);
    });
    this.steps.clear();
    delete this.root.dataset.paintedMs;
  }

  build({ DirectedGraph, Sigma, sdfCircle, sdfSquare, sdfTriangle, sdfDiamond, layerFill }) {
    const { nodes } = this;
    const drawn = new DirectedGraph();
    nodes.key.forEach((_, i) => drawn.addNode(i, { i, x: nodes.x[i], y: nodes.y[i] }));
    this.root.dataset.dashed = this.links.inferred.filter(Boolean).length;
    this.sigma = new Sigma(drawn, this.stage, {
      primitives: { nodes: { shapes: [sdfCircle(), sdfSquare(), sdfTriangle(), sdfDiamond()], layers: [layerFill()] } },
      styles: {
        nodes: [
          { x: { attribute: "x" }, y: { attribute: "y" } },
          { size: (a) => this.radius(a.i), color: (a) => this.tint(a.i), shape: (a) => this.shape(a.i) },
          { visibility: (a) => (this.isShown(a.i) ? "visible" : "hidden"), label: "", labelVisibility: "hidden", backdropVisibility: "hidden" },
        ],
      },
      settings: {
        renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: false,
        stagePadding: 26, itemSizesReference: "screen", minCameraRatio: 0.01, maxCameraRatio: 4, allowInvalidContainer: true, inertiaDuration: 0,
        zoomToSizeRatioFunction: (ratio) => Math.pow(ratio, 0.6), doubleClickZoomingRatio: 1,
      },
    });
    this.sigma.addCustomLayerProgram("links", "edges", (gl) => (this.lines = new LinkLayer(gl, this.links.n.length, (put) => this.listLinks(put))));
    this.moving = new Moving(this);
    this.attend();
  }

  // Every link that is drawn, heaviest last.
  listLinks(put) {
    const { links, nodes, codes, widths } = this;
    const normal = this.sigma.getNormalizationFunction();
    const spots = (this.spots ??= nodes.key.map((_, i) => normal({ x: nodes.x[i], y: nodes.y[i] })));
    const shades = this.colours.map(channels);
    for (let k = this.heaviest.length - 1; k >= 0; k--) {
      const i = this.heaviest[k];
      if (!this.isLinked(i)) continue;
      const [a, b] = [links.source[i], links.target[i]];
      put({
        from: spots[a], to: spots[b], radii: [this.radii[a], this.radii[b]], width: widths[i], shade: shades[codes[a]], alpha: this.linkAlpha(i),
        mine: this.isMine(i), dashed: links.inferred[i], head: this.head(i, "forward"), tail: this.head(i, "backward"),
      });
    }
  }

  attend() {
    const { sigma } = this;
    sigma.on("enterNode", ({ node }) => this.hover(Number(node)));
    sigma.on("leaveNode", () => this.hover(null));
    sigma.on("clickNode", ({ node }) => this.pick(Number(node)));
    sigma.on("doubleClickNode", ({ node }) => this.opened(Number(node)));
    sigma.on("clickStage", () => this.pick(null));
    sigma.on("afterRender", () => this.painted());
    this.gestures("page");
    this.map.addEventListener("focusin", () => this.gestures("graph"));
    this.map.addEventListener("focusout", () => this.gestures("page"));
  }

  // Wheel and fingers move the page until the map has the focus. (Sigma's own setSetting would draw everything anew.)
  gestures(gestureTarget) {
    const { sigma } = this;
    for (const captor of [sigma.getMouseCaptor(), sigma.getTouchCaptor()]) captor.setSettings({ ...sigma.getSettings(), gestureTarget });
    sigma.getMouseLayer().style.touchAction = gestureTarget === "graph" ? "none" : "auto";
  }

  painted() {
    this.moving.measure();
    if (this.moving.held) return;
    this.moving.see(false);
    this.label();
    this.root.dataset.paintedMs ??= Math.round(performance.now() - this.began);
    if (this.restyling) this.root.dataset.restyledMs = Math.round(performance.now() - this.restyling);
    this.restyling = null;
    this.count();
  }

  // Pictures so far, for benchmarks and tests.
  count() {
    this.root.dataset.frames = Number(this.root.dataset.frames ?? 0) + 1;
  }

  // What is worked out once per change of size, colour, theme or selection.
  prepare() {
    const { data, nodes, links } = this;
    const way = this.graph.colours[data.colour];
    this.codes = way.codes;
    this.colours = way.parts.map((part) => part[data.dark ? 2 : 1]);
    const values = nodes[data.size] ?? nodes.received;
    const top = values.reduce((most, value, i) => (nodes.accounts[i] > 1 ? most : Math.max(most, value ?? 0)), 0) || 1;
    const wide = nodes.accounts.reduce((a, b) => Math.max(a, b), 1);
    this.radii = values.map((value, i) =>
      nodes.accounts[i] > 1
        ? 5 + 26 * Math.sqrt(nodes.accounts[i] / wide)
        : SMALLEST + (LARGEST - SMALLEST) * Math.sqrt((value ?? 0) / top),
    );
    this.top = top;
    const heaviest = links.n.reduce((a, b) => Math.max(a, b), 1);
    this.widths = links.n.map((n) => THINNEST + (THICKEST - THINNEST) * Math.sqrt(n / heaviest));
    this.alpha = Math.min(0.55, Math.max(0.1, 900 / Math.max(links.n.length, 1)));
    this.ranked = [...this.radii.keys()].sort((a, b) => this.radii[b] - this.radii[a] || a - b);
    this.heaviest = [...this.widths.keys()].sort((a, b) => this.widths[b] - this.widths[a] || a - b);
    this.selected = this.place.get(data.selected) ?? null;
    this.lighten();
  }

  // What stays bright: the selected account with its neighbours, or what was chosen.
  lighten() {
    const { selected } = this;
    const { chosen } = this.steps.now;
    this.lit = chosen.size ? chosen : selected !== null ? new Set([selected, ...this.ends[selected]]) : null;
    this.until = this.moment ?? this.data.until ?? Infinity;
  }

  refresh() {
    clearTimeout(this.due);
    this.lighten();
    this.lines.stale = true;
    this.sigma.refresh({ partialGraph: { nodes: this.ranked }, skipIndexation: true, schedule: true });
    this.tell_state();
  }

  // What stands around the picture.
  tell_state() {
    const { focus, chosen } = this.steps.now;
    this.write_legend();
    this.buttons.undo.disabled = !this.steps.past.length;
    this.buttons.redo.disabled = !this.steps.future.length;
    this.root.dataset.shown = focus ? focus.size : this.nodes.key.length;
    this.root.dataset.chosen = chosen.size;
  }

  isShown(i) {
    const { hidden, focus } = this.steps.now;
    return !hidden.has(i) && (!focus || focus.has(i));
  }

  isLinked(i) {
    const { source, target, n, at } = this.links;
    return n[i] >= this.data.least && !(at[i] > this.until) && this.isShown(source[i]) && this.isShown(target[i]);
  }

  radius(i) {
    return i === this.hovered || i === this.selected ? this.radii[i] + 2 : this.radii[i];
  }

  tint(i) {
    const colour = this.colours[this.codes[i]];
    return this.lit && !this.lit.has(i) ? faint(colour, this.paper, 0.22) : colour;
  }

  shape(i) {
    return SHAPES[this.codes[i] % SHAPES.length];
  }

  isMine(i) {
    return !this.steps.now.chosen.size && this.selected !== null && (this.links.source[i] === this.selected || this.links.target[i] === this.selected);
  }

  linkAlpha(i) {
    if (this.isMine(i)) return Math.max(0.35, this.alpha);
    const { lit } = this;
    const bright = !lit || (this.steps.now.chosen.size && lit.has(this.links.source[i]) && lit.has(this.links.target[i]));
    return bright ? this.alpha : FAINT * this.alpha;
  }

  head(i, way) {
    return this.data.direction === way && !this.links.mutual[i];
  }

  // Names on top of the picture; those of the selected account and its strongest neighbours first.
  label() {
    const { width, height } = this.sigma.getDimensions();
    const scale = Math.min(2, window.devicePixelRatio || 1);
    const pen = new CanvasPen(this.over, width, height, scale, this.font);
    const marked = [this.hovered, this.selected].filter((i) => i !== null && i !== undefined);
    const placed = placeLabels(pen, this.named(marked, 400), width, height, Math.round((MOST_LABELS * Math.min(1, width / 900))));
    for (const label of placed) pen.text(label.label, label.left, label.base, label.size, this.ink, { halo: this.paper, weight: label.weight });
    if (this.steps.now.chosen.size <= 100) for (const i of this.steps.now.chosen) this.ring(pen, i, 1);
    if (this.selected !== null) this.ring(pen, this.selected, 2.5);
    if (this.hovered !== null) this.ring(pen, this.hovered, 1.5);
    if (this.path) this.outline(pen);
  }

  // Which accounts get a name: the screen writes their labels, what is saved their masks.
  named(first, most, words = this.nodes.label) {
    const order = [...first, ...this.ranked.slice(0, most)];
    const lit = this.lit && this.selected !== null ? order.concat([...this.lit].sort((a, b) => this.radii[b] - this.radii[a]).slice(0, 60)) : order;
    const seen = new Set();
    return lit
      .filter((i) => !seen.has(i) && seen.add(i) && this.isShown(i) && (!this.lit || this.lit.has(i) || first.includes(i)))
      .map((i) => ({ ...this.at(i), r: this.size(i), label: words[i], weight: first.includes(i) ? 600 : 400 }));
  }

  at(i) {
    return this.sigma.graphToViewport({ x: this.nodes.x[i], y: this.nodes.y[i] });
  }

  size(i) {
    return this.radii[i] / Math.pow(this.sigma.getCamera().ratio, 0.6);
  }

  ring(pen, i, width) {
    if (!this.isShown(i)) return;
    const { x, y } = this.at(i);
    pen.ctx.globalAlpha = 1;
    pen.ctx.lineWidth = width;
    pen.ctx.strokeStyle = this.ink;
    pen.ctx.beginPath();
    pen.ctx.arc(x, y, this.size(i) + 3, 0, 7);
    pen.ctx.stroke();
  }

  outline(pen) {
    pen.ctx.globalAlpha = 1;
    pen.ctx.setLineDash([5, 4]);
    pen.ctx.strokeStyle = this.ink;
    pen.ctx.beginPath();
    this.path.forEach(([x, y], i) => (i ? pen.ctx.lineTo(x, y) : pen.ctx.moveTo(x, y)));
    pen.ctx.stroke();
  }

  look() {
    const { data, paper, ink, alpha } = this;
    const way = this.graph.colours[data.colour];
    const legend = way.parts.map((part, i) => [part[0], part[data.dark ? 2 : 1], SHAPES[i % SHAPES.length]]);
    return { legend, scales: this.scales(), paper, ink, alpha, frame: data.frame, warning: data.dark ? "#f0994a" : "#b45309" };
  }

  scales() {
    const { words, language } = this.data;
    // A browser that has no Kazakh takes Russian, which writes numbers alike, and not English.
    const write = (n) => new Intl.NumberFormat([language, "ru"]).format(n);
    const heaviest = this.links.n.reduce((a, b) => Math.max(a, b), 1);
    const closed = this.nodes.accounts.some((n) => n > 1) ? [words.closed] : [];
    const inferred = this.links.inferred.some(Boolean) ? [words.inferred] : [];
    const sizes = this.nodes.accounts.some((n) => n === 1) ? [words.sizes.replace("{n}", write(this.top))] : [];
    return [...sizes, words.widths.replace("{n}", write(heaviest)), ...closed, ...inferred, words.note];
  }

  write_legend() {
    const width = this.map.clientWidth;
    const look = this.look();
    const measure = new CanvasPen(document.createElement("canvas"), 1, 1, 1, this.font);
    const height = drawLegend(measure, look, 0, 16, width, false);
    const pen = new CanvasPen(this.legend, width, height, Math.min(2, window.devicePixelRatio || 1), this.font);
    this.legend.style.cssText = `width:${width}px;height:${height}px`;
    drawLegend(pen, look, 0, 16, width, true);
    this.legend.setAttribute("aria-label", [...look.legend.map((entry) => entry[0]), ...look.scales].join(". "));
  }

  hover(i) {
    if (!this.sigma || i === this.hovered) return;
    this.hovered = i;
    this.map.classList.toggle("on-account", i !== null);
    this.tip.hidden = i === null;
    this.label();
    if (i === null) return;
    this.tip.replaceChildren(element("b", "", this.nodes.label[i]), document.createTextNode(this.about(i)));
    const { x, y } = this.at(i);
    const reach = this.size(i) + 10;
    const left = x + reach + this.tip.offsetWidth < this.map.clientWidth;
    this.tip.style.left = `${left ? x + reach : Math.max(4, x - reach - this.tip.offsetWidth)}px`;
    this.tip.style.top = `${Math.max(4, Math.min(y - 12, this.map.clientHeight - this.tip.offsetHeight - 4))}px`;
  }

  about(i) {
    const { nodes, data } = this;
    const write = (n) => (n === null || n === undefined ? data.words.unknown : new Intl.NumberFormat([data.language, "ru"]).format(n));
    const part = (way) => this.graph.colours[way].parts[this.graph.colours[way].codes[i]][0].replace(/ \([^(]*\)$/, "");
    if (nodes.accounts[i] > 1) return data.words.tipClosed.replace("{n}", write(nodes.received[i]));
    const lines = data.words.tip.map((line) => line.replace(/\{(\w+)\}/g, (_, name) => write(nodes[name]?.[i])));
    return [nodes.name[i], nodes.platform[i], ...lines, part("band"), part("community")].filter(Boolean).join("\n");
  }

  pick(i) {
    if (this.drawing || (i === null && this.selected === null)) return;
    this.clicked = this.selected = i;
    this.tell("picked", i === null ? "" : this.nodes.key[i]);
    if (this.map.clientWidth < NARROW) this.tip.hidden = true; // it would cover the map, and the panel says the same
    this.lighten();
    this.label();
    // The panel goes first: without a graphics card a full picture holds up the whole page.
    this.due = setTimeout(() => this.refresh(), this.moving.isSlow() ? 250 : 0);
    if (i !== null) this.say(`${this.nodes.label[i]}. ${this.about(i)}`);
  }

  opened(i) {
    if (this.nodes.accounts[i] > 1) this.tell("opened", this.nodes.key[i]);
  }

  say(text) {
    this.aloud.textContent = text;
  }

  key(event) {
    if (event.altKey || event.target !== this.map || !this.sigma) return;
    const far = 0.12 * this.sigma.getCamera().ratio;
    const held = event.ctrlKey || event.metaKey;
    const acts = held
      ? { z: () => this.back(event.shiftKey ? 1 : -1), y: () => this.back(1) }
      : {
          ArrowLeft: () => this.pan(-far, 0), ArrowRight: () => this.pan(far, 0), ArrowUp: () => this.pan(0, far), ArrowDown: () => this.pan(0, -far),
          "+": () => this.zoom(1 / 1.5), "=": () => this.zoom(1 / 1.5), "-": () => this.zoom(1.5), 0: () => this.home(),
          n: () => this.step(1), p: () => this.step(-1), s: () => this.toggle(), c: () => this.chooseCommunity(), e: () => this.neighbours(), h: () => this.hide(),
          Enter: () => this.enter(), Escape: () => (this.drawing ? this.lasso(false) : this.pick(null)),
        };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  enter() {
    const i = this.hovered;
    if (i === null) return;
    if (this.nodes.accounts[i] > 1 && i === this.selected) this.opened(i);
    else this.pick(i);
  }

  step(by) {
    const shown = this.ranked.filter((i) => this.isShown(i));
    if (!shown.length) return;
    const from = shown.indexOf(this.hovered ?? this.selected);
    const next = shown[from < 0 ? 0 : (from + by + shown.length) % shown.length];
    const { x, y } = this.at(next);
    if (x < 20 || y < 20 || x > this.map.clientWidth - 20 || y > this.map.clientHeight - 20) this.centre(next);
    this.hover(next);
    this.say(`${this.nodes.label[next]}. ${this.about(next)}`);
  }

  centre(i) {
    const shown = this.sigma.getNodeDisplayData(String(i));
    const framed = this.sigma.viewportToFramedGraph(this.at(i));
    if (shown) this.sigma.getCamera().setState({ x: framed.x, y: framed.y, ratio: Math.min(0.5, this.sigma.getCamera().ratio) });
  }

  pan(dx, dy) {
    const camera = this.sigma.getCamera();
    camera.setState({ x: camera.x + dx, y: camera.y + dy });
  }

  zoom(by) {
    const camera = this.sigma.getCamera();
    camera.setState({ ratio: Math.min(4, Math.max(0.01, camera.ratio * by)) });
  }

  home() {
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  resize() {
    if (!this.sigma || !this.map.clientWidth) return;
    this.sigma.resize();
    this.sigma.scheduleRender();
    this.write_legend();
  }

  change(step) {
    this.steps.make(step);
    this.refresh();
  }

  back(by) {
    if (!this.steps.move(by)) return;
    this.refresh();
    this.tellChosen();
  }

  choose(chosen) {
    this.change({ chosen });
    this.say(this.data.words.chosen.replace("{n}", chosen.size));
    this.tellChosen();
  }

  tellChosen() {
    const keys = [...this.steps.now.chosen].filter((i) => this.nodes.accounts[i] === 1).map((i) => this.nodes.key[i]);
    if (keys.join() === this.told) return;
    this.told = keys.join();
    this.tell("chosen", keys);
  }

  toggle() {
    const i = this.hovered ?? this.selected;
    if (i === null) return;
    const chosen = new Set(this.steps.now.chosen);
    if (!chosen.delete(i)) chosen.add(i);
    this.choose(chosen);
  }

  chooseCommunity() {
    const i = this.hovered ?? this.selected;
    if (i === null) return this.say(this.data.words.first);
    const place = this.nodes.community[i];
    this.choose(new Set(this.ranked.filter((j) => this.nodes.community[j] === place && this.isShown(j))));
  }

  mine() {
    const { chosen } = this.steps.now;
    return chosen.size ? chosen : this.selected !== null ? new Set([this.selected]) : null;
  }

  // First only the account (or the chosen ones) with its neighbours, then theirs, and so on.
  neighbours() {
    const mine = this.mine();
    if (!mine) return this.say(this.data.words.first);
    const focus = new Set(this.steps.now.focus ?? mine);
    for (const i of this.steps.now.focus ?? mine) for (const j of this.ends[i]) focus.add(j);
    this.change({ focus });
    this.say(this.data.words.shown.replace("{n}", focus.size));
  }

  hide() {
    const mine = this.mine();
    if (!mine) return this.say(this.data.words.first);
    this.change({ hidden: new Set([...this.steps.now.hidden, ...mine]), chosen: new Set() });
    this.tellChosen();
  }

  lasso(on) {
    this.drawing = on;
    this.path = null;
    this.map.classList.toggle("lasso", on);
    this.buttons.lasso.setAttribute("aria-pressed", String(on));
    this.label();
  }

  lassoFrom(event) {
    if (!this.drawing) return;
    event.preventDefault();
    event.stopPropagation();
    this.over.setPointerCapture(event.pointerId);
    const box = this.over.getBoundingClientRect();
    const point = (e) => [e.clientX - box.left, e.clientY - box.top];
    this.path = [point(event)];
    const move = (e) => {
      this.path.push(point(e));
      this.label();
    };
    const end = () => {
      this.over.removeEventListener("pointermove", move);
      const path = this.path;
      const within = this.ranked.filter((i) => {
        const { x, y } = this.at(i);
        return this.isShown(i) && inside(path, x, y);
      });
      this.lasso(false);
      this.choose(new Set(event.shiftKey ? [...this.steps.now.chosen, ...within] : within));
    };
    this.over.addEventListener("pointermove", move);
    this.over.addEventListener("pointerup", end, { once: true });
  }

  async replay() {
    const { Replay } = await import("./map_replay.js");
    this.player ??= new Replay(this);
    this.player.toggle();
  }

  // Everything of the map as it stands on screen, in pixels of the screen.
  scene(when = "") {
    const { width, height } = this.sigma.getDimensions();
    const { source, target, inferred, mutual } = this.links;
    const spot = this.nodes.key.map((_, i) => (this.isShown(i) ? { ...this.at(i), r: this.size(i) } : null));
    const inView = (p, far) => p && p.x > -far && p.y > -far && p.x < width + far && p.y < height + far;
    const links = [];
    for (let i = 0; i < source.length; i++) {
      const [a, b] = [spot[source[i]], spot[target[i]]];
      if (!this.isLinked(i) || !(inView(a, 400) || inView(b, 400))) continue;
      const link = { x1: a.x, y1: a.y, x2: b.x, y2: b.y, width: this.widths[i], colour: this.colours[this.codes[source[i]]], dashed: Boolean(inferred[i]) };
      if (this.data.direction !== "none" && !mutual[i] && source.length <= 8000) link.arrow = arrowhead(this.data.direction === "forward" ? [a, b] : [b, a], this.widths[i]);
      links.push(link);
    }
    const nodes = [...this.ranked].reverse().filter((i) => inView(spot[i], 40)).map((i) => ({ ...spot[i], shape: this.shape(i), colour: this.tint(i) }));
    return { width, height, when, links, nodes, labels: this.named([], 400, this.nodes.mask) };
  }

  picture(kind, when = "") {
    const scene = this.scene(when);
    const make = (width, height) => (kind === "svg" ? new SvgPen(width, height, this.font) : new CanvasPen(document.createElement("canvas"), width, height, 2, this.font));
    return drawPicture(make, this.look(), scene).pen;
  }

  async save(kind) {
    const pen = this.picture(kind);
    const blob = kind === "svg" ? new Blob([pen.close()], { type: "image/svg+xml" }) : await new Promise((done) => pen.ctx.canvas.toBlob(done));
    download(blob, `${this.data.file}.${kind}`);
  }
}

export function download(blob, name) {
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function arrowhead([a, b], width) {
  const far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / far, (b.y - a.y) / far];
  const tip = [b.x - ux * (b.r + 1), b.y - uy * (b.r + 1)];
  const wing = 3.5 + width;
  return [tip, [tip[0] - ux * wing - uy * wing * 0.4, tip[1] - uy * wing + ux * wing * 0.4], [tip[0] - ux * wing + uy * wing * 0.4, tip[1] - uy * wing - ux * wing * 0.4]];
}

function inside(path, x, y) {
  let odd = false;
  for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
    const [[ax, ay], [bx, by]] = [path[i], path[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const known = new Map();

// The colour mixed with the background: what is not lit keeps its hue and steps back.
function faint(hex, paper, share) {
  const name = `${hex}${paper}${share}`;
  if (!known.has(name)) {
    const back = /^#[0-9a-f]{6}$/i.test(paper) ? channels(paper) : paper.match(/\d+/g)?.slice(0, 3).map(Number) ?? [255, 255, 255];
    const mixed = channels(hex).map((value, i) => Math.round(value * share + back[i] * (1 - share)));
    known.set(name, `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`);
  }
  return known.get(name);
}
