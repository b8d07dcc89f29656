/**
 * Tells whether a whole text is as a pattern says: `*` stands for any text, `?` for any character. It takes no longer than
 * the length of one times that of the other, whatever either repeats.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  let [at, to] = [0, 0];
  let star: { readonly at: number; to: number } | undefined;
  while (to < text.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      at += 1;
      star = { at, to };
    } else if (wanted === "?" || wanted === text[to]) {
      at += 1;
      to += 1;
    } else if (star !== undefined) {
      star.to += 1;
      at = star.at;
      to = star.to;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
