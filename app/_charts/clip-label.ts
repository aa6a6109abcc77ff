/** Units of a drawing that a letter of its labels takes, about. */
export const letterWidth = 6.8;

/** A label cut to the room it has in a drawing. */
export function clipLabel(label: string, room: number): string {
  const letters = Math.floor(room / letterWidth);
  return label.length > letters ? `${label.slice(0, letters - 1)}…` : label;
}
