/** Everything that XML 1.0 has no place for, whatever its escaping: control characters and halves of pairs. */
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A serialised document without the characters that would keep others from reading it. */
export const validXml = (text: string): string => text.replace(impossible, '');
