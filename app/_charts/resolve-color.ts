const hex = (channel: number): string =>
  Math.round(Math.min(1, Math.max(0, channel)) * 255)
    .toString(16)
    .padStart(2, '0');

/**
 * A computed CSS colour as #rrggbb, which WebGL and drawing programs read. Mixed colours compute to `color(srgb …)`, plain
 * ones to `rgb(…)`; anything else comes back as it was.
 */
export function toHex(computed: string): string {
  const mixed = computed.startsWith('color(srgb ');
  if (!mixed && !computed.startsWith('rgb')) return computed;
  const [r = 0, g = 0, b = 0] = (computed.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  return `#${[r, g, b].map((v) => hex(mixed ? v : v / 255)).join('')}`;
}

/** CSS colours (variables, mixes and those of a theme included) as they look in a part of this page now, as #rrggbb. */
export function resolveColors(colors: readonly string[], within: Element = document.body): string[] {
  const probes = document.createElement('span');
  for (const color of colors) {
    const probe = document.createElement('span');
    probe.style.color = color;
    probes.append(probe);
  }
  within.append(probes);
  const resolved = [...probes.children].map((probe) => toHex(getComputedStyle(probe).color));
  probes.remove();
  return resolved;
}

/** The same for one. */
export const resolveColor = (color: string, within?: Element): string => resolveColors([color], within)[0]!;
