import { mark } from './marks';
import { opacity, rgb } from './renderer';
import { type Look, link, placer, placing } from './webgl-program';

/** The place among the columns of points; those before it are the renderer's own. */
const strengthPlace = 4;

const vertexShader = `#version 300 es
layout(location = 0) in vec3 place;
layout(location = 2) in uint marks;
layout(location = 3) in uint size;
layout(location = ${strengthPlace}) in float strength;
uniform float unit;
${placing}
flat out float inner;
flat out float outer;
flat out float cover;
void main() {
  bool hidden = (marks & ${mark.hidden}u) != 0u || strength == 0.0;
  gl_Position = seen(place, hidden, false);
  float radius = radiusOf(place, size);
  inner = radius + unit;
  outer = inner + min(3.0 * unit, max(1.25 * unit, radius * 0.6));
  gl_PointSize = 2.0 * outer + 1.0;
  bool faint = (marks & ${mark.faint | mark.picked}u) == ${mark.faint}u;
  cover = strength * (1.0 - fadeOf(place)) * (faint ? ${opacity.faint} : 1.0);
}`;

const fragmentShader = `#version 300 es
precision highp float;
flat in float inner;
flat in float outer;
flat in float cover;
uniform vec3 tint;
out vec4 result;
void main() {
  float away = length(gl_PointCoord * 2.0 - 1.0) * (outer + 0.5);
  float within = clamp(outer + 0.5 - away, 0.0, 1.0) * clamp(away - inner + 0.5, 0.0, 1.0);
  result = vec4(tint, 1.0) * (cover * within);
}`;

/** Draws the halos of a renderer's points below them. */
export interface HaloPass {
  set(strengths: Uint8Array): void;
  draw(look: Look, how: { count: number; tint: string }): void;
  destroy(): void;
}

/** A program of its own, made when halos are first asked for: without them a frame takes what it took. */
export function haloPass(gl: WebGL2RenderingContext): HaloPass {
  const program = link(gl, { vertexShader, fragmentShader });
  const at = (name: string) => gl.getUniformLocation(program, name);
  const uniform = { unit: at('unit'), tint: at('tint') };
  const place = placer(gl, program);
  const buffer = gl.createBuffer();
  gl.enableVertexAttribArray(strengthPlace);
  return {
    set(strengths) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, strengths, gl.DYNAMIC_DRAW);
      gl.vertexAttribPointer(strengthPlace, 1, gl.UNSIGNED_BYTE, true, 0, 0);
    },
    draw(look, { count, tint }) {
      // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's word, not a hook of React
      gl.useProgram(program);
      place(look);
      gl.uniform1f(uniform.unit, look.dotsPerPixel);
      gl.uniform3fv(
        uniform.tint,
        rgb(tint).map((v) => v / 255),
      );
      gl.drawArrays(gl.POINTS, 0, count);
    },
    destroy() {
      gl.deleteBuffer(buffer);
      gl.deleteProgram(program);
    },
  };
}
