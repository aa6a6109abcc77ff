/** Dimensions of a map that was laid out with such parameters; those of old maps do not name them. */
export const mapComponents = ({ components }: { components?: unknown }): 2 | 3 => (components === 3 ? 3 : 2);
