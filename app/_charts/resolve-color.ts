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

/** A CSS colour (variables and mixes included) as it looks in a part of this page now, as #rrggbb. */
export function resolveColor(color: string, within: Element = document.body): string {
  const probe = document.createElement('span');
  probe.style.color = color;
  within.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return toHex(computed);
}
