/**
 * A text of the server's or of a file's as it may be printed: without what would drive a terminal (control characters,
 * ESC among them) or turn the line's direction, and on one line.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(/[\t\r\n\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .trim();
}
