import { expect, test } from "vitest";
import { codesIn, tablesIn } from "./tables.ts";

const document = `# Hosts

| A | B |
| - | - |
| \`x\` | one \\| two |

Words.

## More

| C |
| - |
`;

test("the tables of a document are found, each with the heading it stands under", () => {
  expect(tablesIn(document)).toEqual([
    { heading: "Hosts", columns: ["A", "B"], rows: [["`x`", "one | two"]] },
    { heading: "More", columns: ["C"], rows: [] },
  ]);
});

test("a document without a heading or a table has none", () => {
  expect(tablesIn("Words.")).toEqual([]);
  expect(tablesIn("| A |\n| - |\n| 1 |")).toEqual([{ heading: "", columns: ["A"], rows: [["1"]] }]);
});

test("code spans are found, as they are written", () => {
  expect(codesIn("`GET /a` and **`<b>`**, but not c")).toEqual(["GET /a", "<b>"]);
});
