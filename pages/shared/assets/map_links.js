// The links of the whole map, drawn by one program of ours inside sigma's canvas, under its circles.
// Sigma asks a style function for every link whenever one of them changes: 50,000 links took it 250 ms, and its lines,
// which read their places from textures, a second of a processor without a graphics card. Here a change fills one array.

const FLOATS = 9; // places of both ends, their radii, width, flags, colour (four bytes)
const LEAST_PX = 1.7;
const MOST_ARROWS = 8000, NEAR = 0.5;
const DASHED = 1, HEAD = 2, TAIL = 4;

const PLACES = `#version 300 es
precision highp float;
uniform mat3 u_matrix;
uniform vec2 u_size;
uniform float u_ratio;
layout(location = 0) in vec4 a_ends;
layout(location = 1) in vec2 a_radii;
layout(location = 2) in float a_width;
layout(location = 3) in float a_flags;
layout(location = 4) in vec4 a_colour;
out vec4 v_colour;
out vec3 v_at;
out float v_dashed;
vec2 pixel(vec2 place) { return (u_matrix * vec3(place, 1.0)).xy * u_size * 0.5; }
void main() {
  vec2 from = pixel(a_ends.xy), to = pixel(a_ends.zw);
  float far = max(length(to - from), 0.001);
  vec2 along = (to - from) / far, across = vec2(-along.y, along.x);
  float width = max(a_width / u_ratio, ${LEAST_PX});
  int flags = int(a_flags);
  v_colour = a_colour;
  v_dashed = float(flags & ${DASHED});
  BODY
  gl_Position = vec4(at * 2.0 / u_size, 0.0, 1.0);
}`;
const LINE = `
  float end = float(gl_VertexID & 1), side = gl_VertexID < 2 ? -1.0 : 1.0, reach = width * 0.5 + 0.5;
  vec2 at = mix(from, to, end) + across * side * reach;
  v_at = vec3(end * far, side * reach, width * 0.5);`;
const ARROW = `
  vec2 tip = to - along * (a_radii.y / u_ratio + 1.0);
  if ((flags & ${TAIL}) != 0) { along = -along; tip = from - along * (a_radii.x / u_ratio + 1.0); }
  float wing = (flags & ${HEAD + TAIL}) == 0 ? 0.0 : 4.0 + 1.5 * width;
  vec2 at = gl_VertexID == 0 ? tip : tip - along * wing + across * (gl_VertexID == 1 ? -0.4 : 0.4) * wing;
  v_dashed = 0.0;
  v_at = vec3(0.0, 0.0, 1.0);`;
const PAINT = `#version 300 es
precision highp float;
in vec4 v_colour;
in vec3 v_at;
in float v_dashed;
out vec4 colour;
void main() {
  float gap = v_dashed > 0.5 && mod(v_at.x, 9.0) > 5.0 ? 0.0 : 1.0;
  float alpha = v_colour.a * gap * clamp(v_at.z - abs(v_at.y) + 0.5, 0.0, 1.0);
  colour = vec4(v_colour.rgb * alpha, alpha);
}`;

function program(gl, body) {
  const made = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, PLACES.replace("BODY", body)], [gl.FRAGMENT_SHADER, PAINT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) || "the lines could not be drawn");
  return made;
}

// Links of one look in the memory of the graphics card.
class Batch {
  constructor(gl, body, mode, corners) {
    Object.assign(this, { gl, mode, corners, count: 0, floats: new Float32Array(0), program: program(gl, body) });
    this.at = Object.fromEntries(["u_matrix", "u_size", "u_ratio"].map((name) => [name, gl.getUniformLocation(this.program, name)]));
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    [[4, gl.FLOAT, 0], [2, gl.FLOAT, 16], [1, gl.FLOAT, 24], [1, gl.FLOAT, 28], [4, gl.UNSIGNED_BYTE, 32]].forEach(([size, type, at], place) => {
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, type, type === gl.UNSIGNED_BYTE, 4 * FLOATS, at);
      gl.vertexAttribDivisor(place, 1);
    });
    gl.bindVertexArray(null);
  }

  room(many) {
    this.count = 0;
    if (this.floats.length >= many * FLOATS) return;
    this.floats = new Float32Array(many * FLOATS);
    this.bytes = new Uint8Array(this.floats.buffer);
  }

  put({ from, to, radii, width, flags, shade, alpha }) {
    const { floats, bytes } = this;
    const at = this.count++ * FLOATS;
    floats[at] = from.x;
    floats[at + 1] = from.y;
    floats[at + 2] = to.x;
    floats[at + 3] = to.y;
    floats[at + 4] = radii[0];
    floats[at + 5] = radii[1];
    floats[at + 6] = width;
    floats[at + 7] = flags;
    const byte = (at + 8) * 4;
    bytes[byte] = shade[0];
    bytes[byte + 1] = shade[1];
    bytes[byte + 2] = shade[2];
    bytes[byte + 3] = Math.round(alpha * 255);
  }

  send() {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, this.floats.subarray(0, this.count * FLOATS), this.gl.DYNAMIC_DRAW);
  }

  draw({ matrix, width, height, sizeRatio }) {
    const { gl, at } = this;
    if (!this.count) return;
    gl.useProgram(this.program);
    gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    gl.uniform2f(at.u_size, width, height);
    gl.uniform1f(at.u_ratio, sizeRatio);
    gl.bindVertexArray(this.array);
    gl.drawArraysInstanced(this.mode, 0, this.corners, this.count);
    gl.bindVertexArray(null);
  }

  kill() {
    this.gl.deleteBuffer(this.buffer);
    this.gl.deleteVertexArray(this.array);
    this.gl.deleteProgram(this.program);
  }
}

// What sigma calls a custom layer program. `list(put)` names every link to be drawn; `most` is how many there can be.
export class LinkLayer {
  constructor(gl, most, list) {
    Object.assign(this, { gl, most, list, stale: true });
    this.lines = new Batch(gl, LINE, gl.TRIANGLE_STRIP, 4);
    this.arrows = new Batch(gl, ARROW, gl.TRIANGLES, 3);
  }

  fill(near) {
    this.lines.room(this.most);
    this.arrows.room(this.most);
    this.list((link) => {
      link.flags = (link.dashed ? DASHED : 0) + (link.head ? HEAD : 0) + (link.tail ? TAIL : 0);
      this.lines.put(link);
      // In a dense picture seen as a whole only the arrows of the selected account can be made out.
      if ((link.head || link.tail) && (near || this.most <= MOST_ARROWS || link.mine)) this.arrows.put(link);
    });
    this.lines.send();
    this.arrows.send();
    this.near = near;
    this.stale = false;
  }

  render(seen) {
    const near = seen.zoomRatio < NEAR;
    if (this.stale || (near !== this.near && this.most > MOST_ARROWS)) this.fill(near);
    // Lines lie over one another: sigma mixes no colours here, and the last line would hide all below it.
    const { gl } = this;
    const before = [gl.BLEND, gl.DEPTH_TEST].map((name) => [name, gl.isEnabled(name)]);
    gl.enable(gl.BLEND);
    gl.disable(gl.DEPTH_TEST);
    this.lines.draw(seen);
    this.arrows.draw(seen);
    for (const [name, on] of before) gl[on ? "enable" : "disable"](name);
  }

  kill() {
    this.lines.kill();
    this.arrows.kill();
  }
}
