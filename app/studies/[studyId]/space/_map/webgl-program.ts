import { axesOf, type Camera, type Size, scaleOf } from './camera';
import { depthCue, diameterAt } from './renderer';

/** For vertex shaders: where a point is seen, how near it is, how pale for that, and how large. `seen` is cut off from the drawing if hidden. */
export const placing = `
uniform vec3 right;
uniform vec3 up;
uniform vec3 toward;
uniform vec2 centre;
uniform vec2 scale;
uniform float diameter;
uniform bool solid;
float depthOf(vec3 place) { return solid ? dot(place, toward) : 0.0; }
vec4 seen(vec3 place, bool hidden, bool behind) {
  if (hidden) return vec4(2.0, 2.0, 0.0, 1.0);
  vec2 flat_ = vec2(dot(place, right), dot(place, up));
  return vec4((flat_ - centre) * scale, behind ? 0.99 : -0.5 * depthOf(place), 1.0);
}
float fadeOf(vec3 place) { return solid ? ${depthCue.fade} * 0.5 * (1.0 - depthOf(place)) : 0.0; }
float radiusOf(vec3 place, uint size) {
  return diameter * float(size) * 0.005 * (1.0 + ${depthCue.size} * depthOf(place));
}`;

/** What `placing` is told of a frame. */
export interface Look {
  camera: Camera;
  size: Size;
  dotsPerPixel: number;
  /** Of points, in CSS pixels, before they grow with the map. */
  diameter: number;
  solid: boolean;
}

/** How a program that contains `placing` is told of a frame, once it is in use. */
export function placer(gl: WebGL2RenderingContext, program: WebGLProgram): (look: Look) => void {
  const at = (name: string) => gl.getUniformLocation(program, name);
  const [right, up, toward] = [at('right'), at('up'), at('toward')];
  const [centre, scale, diameter, solid] = [at('centre'), at('scale'), at('diameter'), at('solid')];
  return ({ camera, size, dotsPerPixel, ...look }) => {
    const axes = axesOf(camera);
    const pixels = scaleOf(camera, size);
    gl.uniform3f(right, ...axes.right);
    gl.uniform3f(up, ...axes.up);
    gl.uniform3f(toward, ...axes.toward);
    gl.uniform2f(centre, camera.x, camera.y);
    gl.uniform2f(scale, (2 * pixels) / size.width, (2 * pixels) / size.height);
    gl.uniform1f(diameter, diameterAt(look.diameter, camera.zoom) * dotsPerPixel);
    gl.uniform1i(solid, look.solid ? 1 : 0);
  };
}

function compile(gl: WebGL2RenderingContext, kind: number, source: string): WebGLShader {
  const shader = gl.createShader(kind)!;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** @throws Error when the shaders do not fit together */
export function link(
  gl: WebGL2RenderingContext,
  shaders: { vertexShader: string; fragmentShader: string },
): WebGLProgram {
  const program = gl.createProgram()!;
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, shaders.vertexShader));
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, shaders.fragmentShader));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`the shaders of the map do not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}

/** Whether this browser has no WebGL 2 but one that the processor imitates. */
export function softwareOnly(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return true;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return /swiftshader|llvmpipe|softpipe|basic render|software/i.test(renderer);
}
