import { describe, expect, it } from "vitest";
import { inventoryIn } from "../../test/inventory/answer.ts";
import { assemble } from "./assemble.ts";
import { MAX_ENTRIES } from "./entries.ts";
import { BlockReader } from "./read/blocks.ts";
import { blocksOf } from "./script/sections.ts";

describe("the lines of an answer", () => {
  const reading = (lines: readonly string[], signal: AbortSignal) => {
    const blocks = blocksOf(["software"]);
    const reader = new BlockReader("m", blocks);
    reader.push(Buffer.from(["m software", ...lines, "m end", ""].join("\n")));
    return assemble(reader, ["software"], { ending: "", now: new Date(), told: (said) => said, signal });
  };

  it("are read in turns with everything else, and no further where the scan is over", async () => {
    const controller = new AbortController();
    const lines = Array.from(
      { length: MAX_ENTRIES },
      (_, i) => `dpkg\tp${i}\t1\t\t\t\t${"\u00e9 ".repeat(20)}`,
    );
    const read = reading(lines, controller.signal);
    setImmediate(() => controller.abort());
    await expect(read).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });

  it("get keys of their own where they are called the same, whatever another is called", async () => {
    const lines = ["", "", "#2", "", "#2"].map((architecture) => `dpkg\ta\t1\t${architecture}`);
    const { software } = await reading(lines, new AbortController().signal);
    const keys = software?.entries.map(({ key }) => key);
    expect(keys).toEqual(["dpkg:a:", "dpkg:a:#2", "dpkg:a:#2#2", "dpkg:a:#3", "dpkg:a:#4"]);
  });
});

it("what stands in the entries of all accounts is kept up to a bound", async () => {
  const accounts = Array.from({ length: 3_000 }, (_, i) => `a${i}:x:${i}:1::/:/bin/sh`);
  const rules = Array.from({ length: 100 }, (_, i) => `ALL ALL=/bin/run${i} ${"x".repeat(900)}`);
  const { users } = await inventoryIn(
    ["@passwd", ...accounts, "@sudoers", "@file /etc/sudoers", ...rules, ""].join("\n"),
  );
  expect(users?.state).toBe("cutOff");
  expect(users?.entries.length).toBeLessThan(200);
});
