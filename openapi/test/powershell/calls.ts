import type { Node } from "web-tree-sitter";

/** What an expression comes to, as far as a call needs it. */
export type Value = string | { readonly [key: string]: Value };

/** One `Invoke-RestMethod`: its parameters by name, without the hyphen. */
export type RestCall = ReadonlyMap<string, Value>;

/** What a script calls, and which variables it sets. */
export interface Script {
  readonly calls: readonly RestCall[];
  /** Names as they are written, without `$`. */
  readonly assigned: readonly string[];
}

/** Commands that give a text which only the one who runs the script knows. */
const ASKED: Readonly<Record<string, string>> = { "Read-Host": "123456", "Get-Credential": "alice" };

const STATEMENTS = ["program", "statement_list", "pipeline", "pipeline_chain"];

/** Commands that show what they get. */
const SHOWN = ["Format-List", "Format-Table"];

/**
 * Follows a parsed script, which may assign variables and call `Invoke-RestMethod`, and nothing much besides.
 *
 * @param surroundings the variables that are there before, without `$`, e.g. `env:HOME`
 * @throws Error where it does something else
 */
export function follow(root: Node, surroundings: Readonly<Record<string, string>>): Script {
  const variables = new Map<string, Value>(Object.entries(surroundings));
  const calls: RestCall[] = [];
  const assigned: string[] = [];

  const variable = (node: Node): Value => {
    const value = variables.get(node.text.slice(1));
    if (value === undefined) throw new Error(`${node.text} has no value`);
    return value;
  };

  /** The text of an expandable string, between its delimiters. */
  const expand = (node: Node, delimiter: number): string => {
    let text = node.text;
    for (const child of named(node).toReversed()) {
      if (child.type !== "variable") throw new Error(`${child.text} is too much for a sample`);
      const start = child.startIndex - node.startIndex;
      text = `${text.slice(0, start)}${variable(child)}${text.slice(start + child.text.length)}`;
    }
    return text.slice(delimiter, -delimiter);
  };

  const table = (node: Node): Value => {
    const entries = node.descendantsOfType("hash_entry").map((entry): [string, Value] => {
      const [key, value] = named(entry);
      if (key === undefined || value === undefined) throw new Error(`${entry.text} is no entry`);
      return [key.text.replace(/^"(.*)"$/, "$1"), evaluate(value)];
    });
    return Object.fromEntries(entries);
  };

  const command = (node: Node): Value => {
    const [name = node, elements] = named(node);
    const given = elements ? named(elements).filter(({ type }) => type !== "command_argument_sep") : [];
    if (name.text === "Invoke-RestMethod") return call(given);
    if (name.text === "ConvertTo-Json" && given[0]) return JSON.stringify(evaluate(given[0]));
    const answer = ASKED[name.text];
    if (answer !== undefined) return answer;
    if (SHOWN.includes(name.text)) return "";
    throw new Error(`${name.text} is no command of a sample`);
  };

  const call = (given: readonly Node[]): Value => {
    const parameters = new Map<string, Value>();
    for (let i = 0; i < given.length; i += 2) {
      const [name, value] = [given[i], given[i + 1]];
      if (name?.type !== "command_parameter" || value === undefined)
        throw new Error(`${name?.text} stands alone`);
      parameters.set(name.text.slice(1), value.type === "generic_token" ? value.text : evaluate(value));
      if (name.text === "-SessionVariable") variables.set(value.text, value.text);
    }
    calls.push(parameters);
    return "answer";
  };

  const assignment = (node: Node): Value => {
    const [left, , right] = named(node);
    if (left === undefined || right === undefined) throw new Error(`${node.text} assigns nothing`);
    const name = left.text.slice(1);
    assigned.push(name);
    variables.set(name, evaluate(right));
    return "";
  };

  /** Statements come to what the last of them does; of what is left, only what stands for another is followed. */
  const within = (node: Node): Value => {
    const children = named(node);
    if (children.length !== 1 && !STATEMENTS.includes(node.type)) {
      throw new Error(`${node.text} is too much for a sample`);
    }
    return children.reduce<Value>((_, child) => evaluate(child), "");
  };

  const evaluate = (node: Node): Value => {
    switch (node.type) {
      case "assignment_expression":
        return assignment(node);
      case "command":
        return command(node);
      case "variable":
        return variable(node);
      case "hash_literal_expression":
        return table(node);
      case "expandable_string_literal":
        return expand(node, 1);
      case "expandable_here_string_literal":
        return expand(node, 2);
      case "verbatim_here_string_characters":
        return node.text.slice(2, -2);
      case "member_access":
      case "invokation_expression":
        // A text that the sample need not tell, such as what somebody has typed.
        for (const used of node.descendantsOfType("variable")) variable(used);
        return node.text;
      default:
        return within(node);
    }
  };

  evaluate(root);
  return { calls, assigned };
}

const named = (node: Node): Node[] => node.namedChildren.filter((child) => child.type !== "comment");
