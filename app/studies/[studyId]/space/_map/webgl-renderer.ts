import { mark } from './marks';
import { opacity, type Picture, type Renderer, rgb } from './renderer';
import { type HaloPass, haloPass } from './webgl-halo';
import { link, placer, placing } from './webgl-program';

const vertexShader = `#version 300 es
layout(location = 0) in vec3 place;
layout(location = 1) in vec4 color;
layout(location = 2) in uint marks;
layout(location = 3) in uint size;
uniform float ring;
uniform vec3 ground;
uniform bool onlyPicked;
${placing}
flat out vec4 paint;
flat out float radius;
flat out uint look;
void main() {
  bool hidden = (marks & ${mark.hidden}u) != 0u || (onlyPicked && (marks & ${mark.picked}u) == 0u);
  bool faint = (marks & ${mark.faint | mark.picked}u) == ${mark.faint}u;
  // What a search leaves dark lies behind everything, so that it hides nothing.
  gl_Position = seen(place, hidden, faint);
  radius = radiusOf(place, size);
  gl_PointSize = 2.0 * (radius + ((marks & ${mark.picked}u) != 0u ? ring : 0.0)) + 1.0;
  paint = vec4(mix(color.rgb, ground, fadeOf(place)), faint ? ${opacity.faint} : ${opacity.usual});
  look = marks;
}`;

const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
flat in vec4 paint;
flat in float radius;
flat in uint look;
uniform float ring;
uniform vec3 ink;
uniform vec3 ground;
uniform bool solid;
out vec4 result;
void main() {
  float reach = radius + 0.5;
  vec2 off = (gl_PointCoord * 2.0 - 1.0) * reach;
  // Most points are plain: they are drawn without looking further.
  if ((look & ${mark.picked | mark.hollow | mark.rimmed}u) == 0u) {
    float cover = clamp(reach - length(off), 0.0, 1.0);
    // Corners of a near point must not hide what lies behind it.
    if (solid && cover < 0.5) discard;
    result = vec4(paint.rgb, 1.0) * (paint.a * cover);
    return;
  }
  bool ringed = (look & ${mark.picked}u) != 0u;
  float edge = reach + (ringed ? ring : 0.0);
  float away = length(gl_PointCoord * 2.0 - 1.0) * edge;
  float thin = max(1.0, radius * 0.35);
  vec4 own = paint;
  if (ringed && away > reach) own = vec4(away > radius + ring * 0.5 ? ink : ground, 1.0);
  else if ((look & ${mark.hollow}u) != 0u && away < radius - thin) own.rgb = ground;
  else if ((look & ${mark.rimmed}u) != 0u && away > radius - thin) own.rgb = mix(own.rgb, ink, 0.75);
  float cover = clamp(edge - away, 0.0, 1.0);
  if (solid && cover < 0.5) discard;
  result = vec4(own.rgb, 1.0) * (own.a * cover);
}`;

/** The colour of each point in four bytes: looking it up while drawing would cost more, frame by frame. */
function colorsOf(shade: Uint16Array, colors: readonly string[]): Uint8Array {
  const words = Uint32Array.from(colors, (color) => {
    const [r, g, b] = rgb(color);
    return new Uint32Array(Uint8Array.of(r, g, b, 255).buffer)[0]!;
  });
  return new Uint8Array(Uint32Array.from(shade, (s) => words[s]!).buffer);
}

/** Draws all points in one call each for the many and for the picked, which lie on top. Null without WebGL 2. */
export function webglRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true });
  if (!gl) return null;
  const program = link(gl, { vertexShader, fragmentShader });
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  const at = (name: string) => gl.getUniformLocation(program, name);
  const uniform = {
    ...{ ring: at('ring'), onlyPicked: at('onlyPicked'), ink: at('ink'), ground: at('ground') },
  };
  const place = placer(gl, program);
  const buffers = [0, 1, 2, 3].map((place) => {
    const buffer = gl.createBuffer();
    gl.enableVertexAttribArray(place);
    return buffer;
  });
  const column = (where: number, data: Float32Array | Uint8Array, kind: number) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[where]!);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    if (where === 0) gl.vertexAttribPointer(0, 3, kind, false, 0, 0);
    else if (where === 1) gl.vertexAttribPointer(1, 4, kind, true, 0, 0);
    else gl.vertexAttribIPointer(where, 1, kind, 0, 0);
  };
  const picture: Partial<Picture> = {};
  let anyPicked = false;
  let halos: HaloPass | null = null;
  return {
    set(change) {
      Object.assign(picture, change);
      if (change.positions) column(0, change.positions, gl.FLOAT);
      if (change.marks) {
        column(2, change.marks, gl.UNSIGNED_BYTE);
        anyPicked = change.marks.some((m) => (m & mark.picked) !== 0);
      }
      if (change.sizes) column(3, change.sizes, gl.UNSIGNED_BYTE);
      if (change.halo) {
        halos ??= haloPass(gl);
        halos.set(change.halo);
      }
      const { shade, colors } = picture;
      if ((change.shade || change.colors) && shade && colors) {
        column(1, colorsOf(shade, colors), gl.UNSIGNED_BYTE);
      }
    },
    draw(camera, size, dotsPerPixel) {
      const { positions, solid, diameter, ink, ground, halo, haloTint } = picture as Picture;
      const [width, height] = [size.width * dotsPerPixel, size.height * dotsPerPixel].map(Math.round);
      if (canvas.width !== width) canvas.width = width!;
      if (canvas.height !== height) canvas.height = height!;
      gl.viewport(0, 0, width!, height!);
      const [r, g, b] = rgb(ground).map((v) => v / 255) as [number, number, number];
      gl.clearColor(r, g, b, 1);
      gl.clear(solid ? gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT : gl.COLOR_BUFFER_BIT);
      const look = { camera, size, dotsPerPixel, diameter, solid };
      gl.disable(gl.DEPTH_TEST);
      if (halo) halos?.draw(look, { count: positions.length / 3, tint: haloTint });
      // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's word, not a hook of React
      gl.useProgram(program);
      place(look);
      if (solid) gl.enable(gl.DEPTH_TEST);
      gl.uniform1f(uniform.ring, 3 * dotsPerPixel);
      gl.uniform3fv(
        uniform.ink,
        rgb(ink).map((v) => v / 255),
      );
      gl.uniform3f(uniform.ground, r, g, b);
      for (const onlyPicked of anyPicked ? [0, 1] : [0]) {
        gl.uniform1i(uniform.onlyPicked, onlyPicked);
        gl.drawArrays(gl.POINTS, 0, positions.length / 3);
        gl.disable(gl.DEPTH_TEST);
      }
    },
    destroy() {
      halos?.destroy();
      for (const buffer of buffers) gl.deleteBuffer(buffer);
      gl.deleteProgram(program);
    },
  };
}
