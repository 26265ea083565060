// The player inside a saved replay. It knows nothing but the data beside it; names are drawn on a canvas or set as text.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const element = (tag, text) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return made;
};
const style = element("style", `body{margin:0 auto;max-width:${data.width + 48}px;padding:24px;font:14px/1.5 ${data.font};color:${data.ink};background:${data.paper}}
canvas{width:100%;height:auto;display:block}h1{font-size:22px;margin:0 0 8px}.row{display:flex;gap:12px;align-items:center;margin:8px 0}
input{flex:1}button{font:inherit;padding:4px 14px}ul{list-style:none;padding:0;margin:8px 0;display:flex;flex-wrap:wrap;gap:2px 18px}
.mark{font-weight:700;color:${data.warning}}small{display:block;opacity:.8}svg{width:12px;height:12px;margin-right:6px}`);
document.head.append(style);
const canvas = element("canvas");
canvas.setAttribute("role", "img");
canvas.setAttribute("aria-label", data.frame.alt || data.frame.title);
const scale = 2;
canvas.width = data.width * scale;
canvas.height = data.height * scale;
const ctx = canvas.getContext("2d");
const slider = element("input");
Object.assign(slider, { type: "range", min: 0, max: data.moments.length - 1, value: data.moments.length - 1 });
slider.setAttribute("aria-label", data.words.moment);
const out = element("output");
const play = element("button", data.words.play);
const row = element("div");
row.className = "row";
row.append(play, slider, out);
const mark = element("p", [data.frame.simulated, data.frame.invented].filter(Boolean).join(" · "));
mark.className = "mark";
const legend = element("ul");
for (const [label, colour, shape] of data.legend) {
  const item = element("li");
  const sign = element("canvas");
  sign.width = sign.height = 24;
  sign.style.cssText = "width:12px;height:12px;display:inline-block;margin-right:6px";
  figure(sign.getContext("2d"), shape, 12, 12, 9, colour);
  item.append(sign, element("span", label));
  legend.append(item);
}
const notes = [...data.scales, ...data.frame.footer].map((line) => element("small", line));
document.body.append(element("h1", data.frame.title), ...(mark.textContent ? [mark] : []), row, canvas, legend, ...notes);

function figure(pen, shape, x, y, r, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  if (shape === "square") pen.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  else if (shape === "diamond") [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]].forEach(([a, b], i) => pen[i ? "lineTo" : "moveTo"](x + a * r, y + b * r));
  else if (shape === "triangle") [[0, -1.25], [1.2, 0.9], [-1.2, 0.9]].forEach(([a, b], i) => pen[i ? "lineTo" : "moveTo"](x + a * r, y + b * r));
  else pen.arc(x, y, r, 0, 7);
  pen.fill();
}

function show(step) {
  const [moment, text] = data.moments[step];
  out.textContent = text;
  ctx.setTransform(scale, 0, 0, scale, 0, 0);
  ctx.globalAlpha = 1;
  ctx.fillStyle = data.paper;
  ctx.fillRect(0, 0, data.width, data.height);
  const seen = new Set();
  ctx.globalAlpha = data.alpha;
  for (const [a, b, at, width, inferred] of data.links) {
    if (at > moment) break;
    seen.add(a).add(b);
    ctx.strokeStyle = data.legend[data.nodes[a][3]][1];
    ctx.lineWidth = width;
    ctx.setLineDash(inferred ? [4, 3] : []);
    ctx.beginPath();
    ctx.moveTo(data.nodes[a][0], data.nodes[a][1]);
    ctx.lineTo(data.nodes[b][0], data.nodes[b][1]);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  data.nodes.forEach(([x, y, r, code], i) => {
    ctx.globalAlpha = seen.has(i) ? 1 : 0.12;
    figure(ctx, data.legend[code][2], x, y, r, data.legend[code][1]);
  });
  ctx.globalAlpha = 1;
  ctx.font = `13px ${data.font}`;
  [...seen].sort((a, b) => data.nodes[b][2] - data.nodes[a][2]).slice(0, 12).forEach((i) => {
    const [x, y, r, , label] = data.nodes[i];
    ctx.strokeStyle = data.paper;
    ctx.lineWidth = 3;
    ctx.strokeText(label, x + r + 4, y + 4);
    ctx.fillStyle = data.ink;
    ctx.fillText(label, x + r + 4, y + 4);
  });
}

let timer = null;
function stop() {
  clearInterval(timer);
  timer = null;
  play.textContent = data.words.play;
}
play.addEventListener("click", () => {
  if (timer) return stop();
  if (Number(slider.value) >= data.moments.length - 1) slider.value = 0;
  play.textContent = data.words.pause;
  timer = setInterval(() => {
    slider.value = Number(slider.value) + 1;
    show(Number(slider.value));
    if (Number(slider.value) >= data.moments.length - 1) stop();
  }, data.step);
});
slider.addEventListener("input", () => show(Number(slider.value)));
show(data.moments.length - 1);
