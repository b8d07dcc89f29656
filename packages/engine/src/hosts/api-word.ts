/** The API's word for a value of one of its enumerations; null where it has none. */
export function apiWord(words: Readonly<Record<string, number>>, value: number | null): string | null {
  return Object.keys(words).find((word) => words[word] === value) ?? null;
}
