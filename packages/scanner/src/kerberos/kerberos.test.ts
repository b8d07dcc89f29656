import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openKerberos } from "./kerberos.ts";

const crashed = { ok: false, fault: { kind: "crashed", text: "the process that speaks Kerberos has ended" } };

it("whoever waits for a process that ends is told so, and no folder of it is left", async () => {
  const memory = await mkdtemp(join(tmpdir(), "hostscan-test-kerberos-"));
  const kerberos = openKerberos({ memory });
  const signs = [1, 2].map(() => kerberos.ask<"sign">({ ask: "sign" }));
  expect(await Promise.all(signs)).toEqual([1, 2].map(() => ({ ok: true, value: {} })));
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

it("one that does not start fails its scan alone, and says why", async () => {
  const memory = join(tmpdir(), "hostscan-test-no-such-folder");
  const account = { principal: "scan@EXAMPLE", secret: { password: "hunter2" } };
  const begin = { ask: "begin", account, host: "web.example", binding: undefined } as const;
  const kerberos = openKerberos({ memory });
  expect(await kerberos.ask<"begin">(begin)).toEqual({
    ok: false,
    fault: { kind: "unstarted", text: "ENOENT" },
  });
  await kerberos.close();
});

it("one that stands still is ended, and another takes its place", async () => {
  const memory = await mkdtemp(join(tmpdir(), "hostscan-test-kerberos-"));
  const configuration = join(memory, "krb5.conf");
  // Whoever reads it waits for somebody to write it.
  await promisify(execFile)("mkfifo", [configuration]);
  const kerberos = openKerberos({ configuration, memory, silenceMs: 100 });
  const account = { principal: "scan@EXAMPLE", secret: { password: "hunter2" } };
  const begin = { ask: "begin", account, host: "web.example", binding: undefined } as const;
  expect(await kerberos.ask<"begin">(begin)).toEqual(crashed);
  expect(await readdir(memory)).toEqual(["krb5.conf"]);
  const asked = kerberos.ask<"begin">(begin);
  // What the one before has begun ended with it.
  expect(await kerberos.ask<"end">({ ask: "end", context: 1 })).toEqual(crashed);
  expect(await asked).toEqual(crashed);
  await kerberos.close();
  await rm(memory, { recursive: true });
});
