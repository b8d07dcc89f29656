import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { csvSource } from "./csv-source.ts";

const stdin = Readable.from([Buffer.from("DnsHostName\n"), Buffer.from("web-1\n")]);

test("what cannot be read twice is kept: standard input, and a device", async () => {
  const piped = await csvSource("-", { stdin });
  for (let time = 0; time < 2; time += 1) {
    expect(String(await buffer(piped.open()))).toBe("DnsHostName\nweb-1\n");
  }
  expect(String(await buffer((await csvSource("/dev/null", { stdin })).open()))).toBe("");
});

test("a folder is none, nor is what is not there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-csv-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await expect(csvSource(folder, { stdin })).rejects.toMatchObject({ exit: "BadInput" });
  await expect(csvSource(join(folder, "gone.csv"), { stdin })).rejects.toMatchObject({ exit: "NotFound" });
});
