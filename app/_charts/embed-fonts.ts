import { embeddedFace, type FontFace, facesFor } from '@/lib/exporters/figure/font-faces';

/** The font files that the style sheets of this page announce. */
function announcedFaces(): FontFace[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const [, file] = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src')) ?? [];
      if (file === undefined) return [];
      return {
        family: rule.style.getPropertyValue('font-family'),
        weight: rule.style.getPropertyValue('font-weight') || '400',
        style: rule.style.getPropertyValue('font-style') || 'normal',
        unicodeRange: rule.style.getPropertyValue('unicode-range'),
        address: new URL(file, sheet.href ?? document.baseURI).href,
      };
    }),
  );
}

async function base64(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the font ${address} could not be read (status ${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = '';
  // Whole files as arguments would be too many.
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** CSS with the font files that a drawing's texts need, each inside it. The drawing says its fonts by itself. */
export async function fontsOf(drawing: SVGSVGElement): Promise<string> {
  const texts = [...drawing.querySelectorAll('text')];
  const families = texts.map((one) => one.style.fontFamily || (one.getAttribute('font-family') ?? ''));
  const text = texts.map((one) => one.textContent).join('');
  const faces = facesFor(text, families, announcedFaces());
  const files = await Promise.all(faces.map(async (face) => embeddedFace(face, await base64(face.address))));
  return files.join('\n');
}
