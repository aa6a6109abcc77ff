import { toScreen } from './camera';
import { mark } from './marks';
import { diameterAt, opacity, type Picture, type Renderer } from './renderer';

/** More points than this are drawn as squares: circles would take seconds. */
const mostCircles = 20_000;

/** Draws on the processor, for browsers without WebGL. The same picture, slower. */
export function plainRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  const picture = {} as Picture;
  return {
    set(change) {
      Object.assign(picture, change);
    },
    draw(camera, size, dotsPerPixel) {
      const { positions, shade, colors, marks, sizes, ink, ground } = picture;
      canvas.width = Math.round(size.width * dotsPerPixel);
      canvas.height = Math.round(size.height * dotsPerPixel);
      pen.scale(dotsPerPixel, dotsPerPixel);
      pen.fillStyle = ground;
      pen.fillRect(0, 0, size.width, size.height);
      const diameter = diameterAt(picture.diameter, camera.zoom);
      const squares = shade.length > mostCircles;
      const dot = (i: number, onTop: boolean) => {
        const [x, y] = toScreen(camera, size, positions[i * 2]!, positions[i * 2 + 1]!);
        const radius = (diameter * sizes[i]!) / 200;
        if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) return;
        pen.globalAlpha = marks[i]! & mark.faint && !onTop ? opacity.faint : opacity.usual;
        pen.fillStyle = colors[shade[i]!]!;
        if (squares && !onTop) {
          pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
          return;
        }
        pen.beginPath();
        pen.arc(x, y, radius, 0, 2 * Math.PI);
        pen.fill();
        if (marks[i]! & mark.hollow) {
          pen.globalAlpha = 1;
          pen.fillStyle = ground;
          pen.beginPath();
          pen.arc(x, y, radius * 0.6, 0, 2 * Math.PI);
          pen.fill();
        }
        if (onTop || marks[i]! & mark.rimmed) {
          pen.globalAlpha = onTop ? 1 : 0.75;
          pen.strokeStyle = ink;
          pen.lineWidth = 1.5;
          pen.beginPath();
          pen.arc(x, y, onTop ? radius + 2.5 : radius, 0, 2 * Math.PI);
          pen.stroke();
        }
      };
      for (let i = 0; i < shade.length; i++) if (!(marks[i]! & mark.hidden)) dot(i, false);
      for (let i = 0; i < shade.length; i++)
        if ((marks[i]! & (mark.hidden | mark.picked)) === mark.picked) dot(i, true);
      pen.globalAlpha = 1;
    },
    destroy() {},
  };
}
