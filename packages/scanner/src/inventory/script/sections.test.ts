import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SECTION_NAMES } from "../types.ts";
import { scriptOf } from "./block.ts";
import { blockNamesOf, blocksOf, sectionsScript } from "./sections.ts";

it("lets no more than 8 MB leave a host, whatever it has", () => {
  const bytes = blocksOf(SECTION_NAMES).map((block) => block.bytes);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(8_000_000);
});

it("takes lines of up to 4,096 characters, and longer ones of groups and keys alone", () => {
  const longer = blocksOf(SECTION_NAMES).filter(({ lineLength }) => lineLength > 4_096);
  expect(longer.map(({ name, lineLength }) => [name, lineLength])).toEqual([
    ["group", 65_536],
    ["keys", 8_192],
  ]);
});

it("runs no command that others on the host could read the marker in", () => {
  const tools = mkdtempSync(join(tmpdir(), "hostscan-tools-"));
  try {
    const ran = join(tools, "ran");
    for (const tool of ["awk", "dd", "grep", "id", "ls"]) {
      const watched = `#!/bin/sh\nprintf '%s\\n' "${tool} $*" >>${ran}\nexec /usr/bin/${tool} "$@"\n`;
      writeFileSync(join(tools, tool), watched, { mode: 0o755 });
    }
    const marker = "f".repeat(32);
    const script = scriptOf(blocksOf(["users", "scheduledTasks"]), marker);
    const input = script.replaceAll("PATH=", `PATH=${tools}:`);
    const { stdout } = spawnSync("/bin/sh", { input, encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
    expect(stdout).toContain(`\n${marker} end\n`);
    const commands = readFileSync(ran, "utf8");
    expect(commands).toMatch(/^awk /m);
    expect(commands).not.toContain(marker);
  } finally {
    rmSync(tools, { recursive: true });
  }
});

it("asks for each block once, and for those of the wanted sections alone", () => {
  const names = blocksOf(SECTION_NAMES).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(blocksOf(["software"]).map(({ name }) => name)).toEqual(blockNamesOf("software"));
  expect(blocksOf([])).toEqual([]);
});

it("is a script that a shell can read, in lines that a terminal can take", () => {
  const script = sectionsScript("f".repeat(32));
  expect(spawnSync("sh", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(Math.max(...script.split("\n").map((line) => line.length))).toBeLessThan(1_000);
  // Nothing that a terminal would take for a key.
  expect(script).toMatch(/^[ -~\n]*$/);
});
