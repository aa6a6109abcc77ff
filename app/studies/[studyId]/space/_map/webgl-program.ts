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
