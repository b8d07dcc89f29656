import { code, inert } from "../../diff/index.ts";

/** A message of a rule, whose quotes from the document stand between backticks, in Markdown. */
export function messageAsMarkdown(message: string): string {
  const parts = message.split("`");
  const isPlain = (part: string) => inert(part) === part;
  const quotes = parts.filter((_part, i) => i % 2 === 1);
  const words = parts.filter((_part, i) => i % 2 === 0);
  if (words.length <= quotes.length || !words.every(isPlain) || quotes.includes("")) return code(message);
  return parts.map((part, i) => (i % 2 === 1 ? code(part) : part)).join("");
}
