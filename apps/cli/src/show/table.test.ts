import { expect, test } from "vitest";
import { table } from "./table.ts";

test("columns are as wide on screen as their widest cell, whatever is in it", async () => {
  const rows = [
    ["東京", "\u001b[31mred\u001b[39m", "x"],
    ["a", "longer", ""],
  ];
  expect(await table(["H", "S", "R"], rows)).toEqual({
    head: "H     S       R",
    rows: ["東京  \u001b[31mred\u001b[39m     x", "a     longer"],
  });
});
