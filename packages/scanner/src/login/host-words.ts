import { cleanText } from "../facts/text.ts";
import type { Login } from "./login.ts";

/** The most of a host's own words that a reason repeats, in characters. */
const MOST_WORDS = 200;

/** Takes from words of a host what may be told to people: clean, bounded, and nothing where a secret is among them. */
export type HostWords = (text: string) => string;

/** What a host says after it was told this login may be a copy of it. */
export function hostWords({ password }: Pick<Login, "password">): HostWords {
  return (text) => {
    const words = cleanText(text, MOST_WORDS);
    const secret = cleanText(password ?? "", MOST_WORDS);
    const holdsSecret = secret !== "" && words.toLowerCase().includes(secret.toLowerCase());
    return holdsSecret ? "" : words;
  };
}
