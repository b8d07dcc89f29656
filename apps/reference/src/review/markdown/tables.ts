import { lexer, type Token, type Tokens, walkTokens } from "marked";

/** A table of a Markdown document. Its cells are Markdown of one line. */
export interface MarkdownTable {
  /** The heading that it stands under; empty where there is none. */
  readonly heading: string;
  readonly columns: readonly string[];
  /** Each has as many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/** The tables of a Markdown document, in its order. */
export function tablesIn(markdown: string): MarkdownTable[] {
  const tables: MarkdownTable[] = [];
  let heading = "";
  for (const token of lexer(markdown)) {
    if (isHeading(token)) heading = token.text;
    if (isTable(token)) {
      tables.push({ heading, columns: textsOf(token.header), rows: token.rows.map(textsOf) });
    }
  }
  return tables;
}

/** What stands in code spans in Markdown of one line. */
export function codesIn(text: string): string[] {
  const codes: string[] = [];
  walkTokens(lexer(text), (token) => {
    if (isCode(token)) codes.push(token.text);
  });
  return codes;
}

const textsOf = (cells: readonly Tokens.TableCell[]): string[] => cells.map(({ text }) => text);
const isHeading = (token: Token): token is Tokens.Heading => token.type === "heading";
const isTable = (token: Token): token is Tokens.Table => token.type === "table";
const isCode = (token: Token): token is Tokens.Codespan => token.type === "codespan";
