// The picture while it is moved, where a full one takes the machine too long (no graphics card): the accounts and the
// heaviest links, point by point on a canvas of their own. The full picture with its names follows when the hand rests.

const SLOW_MS = 45, REST_MS = 300;
const MOST_LINKS = 3000, LONGEST_PX = 3000, LEAST_ALPHA = 40;

export class Moving {
  constructor(map) {
    this.map = map;
    this.cost = 0;
    this.held = false;
    const { sigma } = map;
    this.full = sigma.getStageCanvas();
    this.canvas = document.createElement("canvas");
    this.canvas.className = "wm-light";
    map.over.before(this.canvas);
    // What is pointed at, moved or zoomed is no part of our styles: sigma need not draw everything anew for it.
    sigma.scheduleStateRefresh = () => sigma;
    const schedule = sigma.scheduleRender.bind(sigma);
    sigma.scheduleRender = () => (this.held ? sigma : schedule());
    // What lies under a hand that moves the map is asked again when it rests: the answer waits for the card each time.
    const finder = sigma.internals.hoverResolver;
    const find = finder.pointerMoved.bind(finder);
    finder.pointerMoved = (event) => (this.held ? finder.pointerLeft() : find(event));
    // Before sigma's own listener, which would ask for a full picture.
    sigma.getCamera().prependListener("updated", () => this.moved());
    sigma.on("beforeRender", () => (this.began = performance.now()));
  }

  // How long a full picture took, without waiting for it.
  measure() {
    const gl = this.full.getContext("webgl2");
    const { began } = this;
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.waits = began;
    gl.flush();
    const ask = () => {
      if (gl.isContextLost()) return;
      if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return setTimeout(ask, 8);
      gl.deleteSync(fence);
      this.cost = performance.now() - began;
      if (this.waits === began) this.waits = null;
    };
    setTimeout(ask, 0);
  }

  isSlow() {
    return this.cost > SLOW_MS || (this.waits && performance.now() - this.waits > SLOW_MS);
  }

  moved() {
    if (!this.held && !this.isSlow()) return;
    this.held = true;
    clearTimeout(this.rest);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
      this.rest = setTimeout(() => this.settle(), REST_MS);
    });
  }

  // Not before the last full picture is there: the next one would come on top of it while the hand still moves.
  settle() {
    if (this.waits) return (this.rest = setTimeout(() => this.settle(), REST_MS));
    this.held = false;
    this.map.sigma.scheduleRender();
  }

  close() {
    clearTimeout(this.rest);
    cancelAnimationFrame(this.frame);
    this.canvas.remove();
  }

  // Names wait for the full picture: writing them takes as long as everything else.
  see(light) {
    this.canvas.style.visibility = light ? "" : "hidden";
    this.full.style.visibility = this.map.over.style.visibility = light ? "hidden" : "";
  }

  draw() {
    const { width, height } = this.map.sigma.getDimensions();
    if (this.image?.width !== Math.round(width) || this.image.height !== Math.round(height)) {
      Object.assign(this.canvas, { width: Math.round(width), height: Math.round(height) });
      this.image = new ImageData(this.canvas.width, this.canvas.height);
      this.points = new Uint32Array(this.image.data.buffer);
    }
    this.points.fill(0);
    const place = places(this.map);
    this.links(place);
    this.nodes(place);
    this.canvas.getContext("2d").putImageData(this.image, 0, 0);
    this.see(true);
    this.map.count();
  }

  links(place) {
    const { map } = this;
    const { source, target } = map.links;
    const shades = map.colours.map(packed);
    for (let k = Math.min(MOST_LINKS, map.heaviest.length) - 1; k >= 0; k--) {
      const i = map.heaviest[k];
      if (!map.isLinked(i)) continue;
      const alpha = Math.max(LEAST_ALPHA * (map.linkAlpha(i) / map.alpha), 255 * map.linkAlpha(i));
      this.line(place.x(source[i]), place.y(source[i]), place.x(target[i]), place.y(target[i]), shades[map.codes[source[i]]] & 0xffffff, Math.min(255, alpha));
    }
  }

  line(x, y, toX, toY, shade, alpha) {
    const { width, height } = this.image;
    const steps = Math.ceil(Math.max(Math.abs(toX - x), Math.abs(toY - y)));
    if (!steps || steps > LONGEST_PX) return;
    const dx = (toX - x) / steps, dy = (toY - y) / steps;
    const fresh = (Math.round(alpha) << 24) | shade;
    for (let step = 0; step <= steps; step++, x += dx, y += dy) {
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      this.points[(y | 0) * width + (x | 0)] = fresh;
    }
  }

  nodes(place) {
    const { map } = this;
    const shades = new Map();
    const scale = 1 / Math.pow(map.sigma.getCamera().ratio, 0.6);
    for (let k = map.ranked.length - 1; k >= 0; k--) {
      const i = map.ranked[k];
      if (!map.isShown(i)) continue;
      const tint = map.tint(i);
      if (!shades.has(tint)) shades.set(tint, packed(tint));
      this.mark(map.shape(i), place.x(i), place.y(i), map.radii[i] * scale, shades.get(tint));
    }
  }

  // Rows of points: the same shapes as in the picture, without smooth edges.
  mark(shape, x, y, r, shade) {
    const { width, height } = this.image;
    const low = Math.max(0, Math.ceil(y - 1.25 * r)), high = Math.min(height - 1, Math.floor(y + 1.25 * r));
    for (let row = low; row <= high; row++) {
      const wide = half(shape, r, row - y);
      const end = Math.min(width - 1, Math.floor(x + wide));
      for (let at = Math.max(0, Math.ceil(x - wide)); at <= end; at++) this.points[row * width + at] = shade;
    }
  }
}

// Half the width of a shape so far below its middle; the corners of map_draw.js. Less than 0: nothing.
function half(shape, r, down) {
  if (shape === "circle") return r * r < down * down ? -1 : Math.sqrt(r * r - down * down);
  if (shape === "square") return Math.abs(down) > 0.9 * r ? -1 : 0.9 * r;
  if (shape === "diamond") return 1.25 * r - Math.abs(down);
  return down > 0.9 * r ? -1 : (1.2 * (down + 1.25 * r)) / 2.15;
}

// A colour as a canvas keeps it: alpha, blue, green, red.
function packed(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

// Where the accounts stand on the canvas: three looks at the camera for all of them.
function places({ sigma, nodes }) {
  const [zero, right, up] = [{ x: 0, y: 0 }, { x: 1, y: 0 }, { x: 0, y: 1 }].map((point) => sigma.graphToViewport(point));
  const [xx, xy, yx, yy] = [right.x - zero.x, up.x - zero.x, right.y - zero.y, up.y - zero.y];
  return {
    x: (i) => zero.x + xx * nodes.x[i] + xy * nodes.y[i],
    y: (i) => zero.y + yx * nodes.x[i] + yy * nodes.y[i],
  };
}
