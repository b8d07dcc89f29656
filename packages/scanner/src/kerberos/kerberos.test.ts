import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openKerberos } from "./kerberos.ts";

const crashed = { ok: false, fault: { kind: "crashed", text: "the process that speaks Kerberos has ended" } };

it("whoever waits for a process that ends is told so, and no folder of it is left", async () => {
  const memory = await mkdtemp(join(tmpdir(), "hostscan-test-kerberos-"));
  const kerberos = openKerberos({ memory });
  const account = { principal: "scan@EXAMPLE", secret: { password: "hunter2" } };
  const asked = [1, 2].map(() =>
    kerberos.ask<"begin">({ ask: "begin", account, host: "web.example", binding: undefined }),
  );
  expect(await readdir(memory)).toHaveLength(1);
  await kerberos.close();
  expect(await Promise.all(asked)).toEqual([crashed, crashed]);
  expect(await readdir(memory)).toEqual([]);
  await rm(memory, { recursive: true });
});

it("what was begun by none is known to none, and starts no process", async () => {
  const memory = await mkdtemp(join(tmpdir(), "hostscan-test-kerberos-"));
  const kerberos = openKerberos({ memory });
  expect(await kerberos.ask<"end">({ ask: "end", context: 1 })).toEqual(crashed);
  expect(await readdir(memory)).toEqual([]);
  await kerberos.close();
  await rm(memory, { recursive: true });
});
