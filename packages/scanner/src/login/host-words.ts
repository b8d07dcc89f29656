import { cleanText } from "../facts/text.ts";

/** The most of a host's own words that a reason repeats, in characters. */
const MOST_WORDS = 200;
/** The most that is looked at, so that no secret is cut in two, in characters. */
const MOST_LOOKED_AT = 4_096;

/** So much of a secret is as good as all of it, in characters. */
const LEAST_PIECE = 8;

/** Takes from words of a host what may be told to people: clean, bounded, and nothing where a secret is among them. */
export type HostWords = (text: string) => string;

/** What a host says after it was told these secrets may be a copy of one. */
export function hostWords(secrets: readonly (string | undefined)[]): HostWords {
  const told = secrets
    .map((secret = "") => comparable(cleanText(secret, MOST_LOOKED_AT)))
    .filter((secret) => secret !== "")
    .flatMap(piecesOf);
  return (text) => {
    const words = cleanText(text, MOST_LOOKED_AT);
    const all = comparable(words);
    return told.some((piece) => all.includes(piece)) ? "" : cleanText(words, MOST_WORDS);
  };
}

/** A terminal breaks lines anywhere. */
const comparable = (text: string): string => text.replaceAll(/\s/g, "").toLowerCase();

/** Pieces of a secret of which one is in whatever holds as much of it. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= LEAST_PIECE) return [secret];
  return Array.from({ length: secret.length - LEAST_PIECE + 1 }, (_, at) =>
    secret.slice(at, at + LEAST_PIECE),
  );
}
