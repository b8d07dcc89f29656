import { cleanText } from "../facts/text.ts";

/** The most of a host's own words that a reason repeats, in characters. */
const MOST_WORDS = 200;
/** The most that is looked at, so that no secret is cut in two, in characters. */
const MOST_LOOKED_AT = 4_096;

/** Takes from words of a host what may be told to people: clean, bounded, and nothing where a secret is among them. */
export type HostWords = (text: string) => string;

/** What a host says after it was told these secrets may be a copy of one. */
export function hostWords(secrets: readonly (string | undefined)[]): HostWords {
  const told = secrets
    .map((secret = "") => cleanText(secret, MOST_LOOKED_AT).toLowerCase())
    .filter((secret) => secret !== "");
  return (text) => {
    const words = cleanText(text, MOST_LOOKED_AT);
    const all = words.toLowerCase();
    return told.some((secret) => all.includes(secret)) ? "" : cleanText(words, MOST_WORDS);
  };
}
