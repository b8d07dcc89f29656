import { fileURLToPath } from "node:url";
import { Language, type Node, Parser } from "web-tree-sitter";

await Parser.init();
const grammar = fileURLToPath(import.meta.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm"));
const parser = new Parser().setLanguage(await Language.load(grammar));

/** Parses PowerShell. @throws SyntaxError with the line of what is none */
export function parse(text: string): Node {
  const root = parser.parse(text)?.rootNode;
  if (root === undefined) throw new SyntaxError("not parsed");
  const wrong = root.hasError ? firstWrong(root) : undefined;
  if (wrong === undefined) return root;
  const what = wrong.isMissing ? `${wrong.type} is missing` : "no PowerShell";
  throw new SyntaxError(`line ${wrong.startPosition.row + 1}: ${what}`);
}

function firstWrong(node: Node): Node {
  if (node.isError || node.isMissing) return node;
  const child = node.children.find((each) => each?.hasError || each?.isMissing);
  return child ? firstWrong(child) : node;
}
