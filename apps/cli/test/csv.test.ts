import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { served } from "./fixture-server.ts";
import { testFolder } from "./hostscan.ts";

test("a CSV file is refused with each bad row before anything is sent (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(
    path,
    "DNS Host Name,IP Address\r\nweb-1,\r\nbad name,\r\n,10.0.0.300\r\n,\r\nWEB-1.,\r\n\r\na,b,c\r\n",
  );
  const { code, out, err } = await run("scan", "--csv", path);
  expect({ code, out }).toEqual({ code: 64, out: "" });
  expect(err.trimEnd().split("\n")).toEqual([
    `hostscan: ${path} has 4 bad rows; nothing was sent`,
    '  line 3: "bad name" is no DNS name',
    '  line 4: "10.0.0.300" is no IP address',
    "  line 6: names the same host as line 2",
    "  line 8: has 3 cells, and the header has 2",
  ]);
  expect(jobs.sizes).toEqual([]);
});

test("a large CSV file goes in batches of 10,000, each under its own key; repeated by the same keys (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  const rows = Array.from({ length: 20_001 }, (_, index) => `host-${index}.example,Linux,,Linux,lab`);
  await writeFile(
    path,
    `\ufeffDNS Host Name,Operating System,IP Address,Platform,Credential\n${rows.join("\n")}\n`,
  );
  expect(await run("scan", "--csv", path, "--idempotency-key", "night-1")).toMatchObject({ code: 0 });
  expect(jobs.sizes).toEqual([10_000, 10_000, 1]);
  expect(jobs.keys).toEqual(["night-1.1", "night-1.2", "night-1.3"]);
});

test("what the server finds wrong is told by its line, with how to go on after what was scheduled (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  const rows = Array.from(
    { length: 10_001 },
    (_, index) => `host-${index},${index === 10_000 ? "unknown" : "lab"}`,
  );
  await writeFile(path, `dns host name,CREDENTIAL\n${rows.join("\n")}\n`);
  const { code, err } = await run("scan", "--csv", path, "--idempotency-key", "k");
  expect(code).toBe(64);
  expect(err.trimEnd().split("\n").slice(1)).toEqual([
    "  line 10002, Credential: names no credential",
    "  repeat the command with --idempotency-key k, and nothing is scheduled twice",
    "  the job goes on:",
    `  hostscan watch ${jobs.jobs[0]?.id}`,
  ]);
});

test("validate tells by line what is wrong, here and at the server, and schedules nothing (fixture)", async () => {
  const { run, jobs } = await served();
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(
    path,
    "DNS Host Name,Credential\nweb-1,lab\nweb-2,unknown\nweb 3,lab\nweb-1,lab\nweb-5,lab\n",
  );
  expect(await run("validate", "--csv", path)).toEqual({
    code: 64,
    out: [
      "line 3: Credential: names no credential",
      'line 4: "web 3" is no DNS name',
      "line 5: names the same host as line 2",
      "",
    ].join("\n"),
    err: "",
  });
  const { code, out } = await run("validate", "--csv", path, "--json");
  expect(code).toBe(64);
  expect(JSON.parse(out)).toMatchObject({
    rows: 5,
    errors: [{ line: 3, reason: "Credential: names no credential" }, { line: 4 }, { line: 5 }],
  });
  expect(jobs.jobs).toEqual([]);
});

test("validate finds a good file good, and one without rows not (fixture)", async () => {
  const { run } = await served();
  const path = join(await testFolder(), "hosts.csv");
  await writeFile(path, "IP Address\n10.0.0.7\n");
  expect(await run("validate", "--csv", path)).toEqual({ code: 0, out: "1 row is good\n", err: "" });
  await writeFile(path, "IP Address\n");
  expect(await run("validate", "--csv", path)).toMatchObject({ code: 64, out: "" });
  await writeFile(path, "IP Address\n10.0.0.300\n");
  expect(await run("validate", "--csv", path)).toMatchObject({ code: 64, err: "" });
});

test("a server that knows no idempotency keys is sent none (fixture)", async () => {
  const { run, jobs } = await served();
  expect(await run("scan", "web-1", "--no-idempotency-keys")).toMatchObject({ code: 0 });
  expect(jobs.keys).toEqual([undefined]);
});
