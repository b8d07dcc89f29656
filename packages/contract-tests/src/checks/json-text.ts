import { type Check, type CheckContext, rule } from "../check.ts";
import type { Operation } from "../document/operations.ts";
import { eachOperation } from "./each-operation.ts";
import { pathsIn } from "./job-rules.ts";

/** What no JSON is written as (RFC 8259), although some readers take it: made of what is JSON. */
const malformed: readonly (readonly [what: string, write: (json: string) => string])[] = [
  ["cut off", () => '[{"'],
  ["followed by text", (json) => `${json} x`],
  ["followed by JSON", (json) => `${json}${json}`],
  ["followed by U+0000", (json) => `${json}\u0000`],
  ["followed by a comma", (json) => `${json},`],
  ["with a comma before its end", (json) => json.replace(/(?=[\]}]$)/, ",")],
  ["with a comment behind it", (json) => `${json} // so`],
  ["with a comment in it", (json) => json.replace(/^[[{]/, "$&/* so */")],
  ["with a hash before it", (json) => `# so\n${json}`],
  ["with a word in no quotes", (json) => json.replace(/"([^"]*)"/, "$1")],
  ["with texts in single quotes", (json) => json.replaceAll('"', "'")],
  ["with NaN in it", (json) => within(json, "NaN")],
  ["with Infinity in it", (json) => within(json, "-Infinity")],
  ["with undefined in it", (json) => within(json, "undefined")],
  ["with a number that begins with 0", (json) => within(json, "022")],
  ["with a number that begins with a plus", (json) => within(json, "+22")],
  ["with a hexadecimal number", (json) => within(json, "0x16")],
  ["with a line's end in a text", (json) => within(json, '"a\nb"')],
  ["with an escape that is none", (json) => within(json, '"\\x41"')],
];

/** A member of the value in the last object, or an item of the last list. */
function within(json: string, value: string): string {
  const named = json.endsWith("}]") || json.endsWith("}");
  return json.replace(/\}?\]?$/, (end) => `,${named ? '"beside":' : ""}${value}${end}`);
}

/** The document's example with values that nobody has: where it were taken for JSON, nothing would be scheduled. */
function exampleText(context: CheckContext, { exampleBody }: Operation): string {
  const text = JSON.stringify(exampleBody).replaceAll(/"[0-9a-f-]{36}"/g, `"${crypto.randomUUID()}"`);
  return text.replaceAll("example.local", `${context.run}.contract.invalid`);
}

/** Checks that each way to write what is no JSON is told as that: it is wrong as a whole, and nowhere within. */
export function jsonTextChecks(operations: readonly Operation[]): Check[] {
  // A code may be bare text, which is anything.
  const withJson = operations.filter(({ hasBody, security }) => hasBody && security !== "FirstStep");
  return eachOperation(
    withJson,
    400,
    "refuses a body that is not JSON, however near it comes",
    ["body-is-json", "errors-tell-where"],
    async (context, operation) => {
      for (const [what, write] of malformed) {
        const text = write(exampleText(context, operation));
        const { json, cell } = await context.call(operation, { text });
        rule(cell.status === 400, cell, "status", `should be 400 for JSON ${what}`);
        const within = pathsIn(json).filter((path) => path.startsWith("/"));
        rule(within.length === 0, cell, "body /errors", `names ${within} of what is JSON ${what}`);
      }
    },
  );
}
