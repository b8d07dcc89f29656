import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { served } from "./fixture-server.ts";
import { environment, hostscan, testFolder } from "./hostscan.ts";
import { COMMAND } from "./process.ts";

const HEAD = "DNS Host Name;IP Address;Credential";

/** The hosts of the only job, by name and address. */
async function scanned(stdin: string, ...argv: string[]) {
  const { env, jobs } = await served();
  const { code, err } = await hostscan(["scan", ...argv], { env, stdin });
  if (code !== 0) return { code, err };
  return jobs.jobs[0]?.hostScanHostStatus?.map(({ dnsHostName, ipAddress }) => dnsHostName ?? ipAddress);
}

test.each([
  ["one a line", "web-1\nweb-2:2222\n10.0.0.7\n", ["-"], ["web-1", "web-2", "10.0.0.7"]],
  [
    "with CRLF, blanks, commas, comments and a byte order mark",
    "\ufeff# all\r\nweb-1, web-2;web-3 # x\r\n\r\n",
    ["-"],
    ["web-1", "web-2", "web-3"],
  ],
  ["beside others", "web-2\n", ["web-1", "-"], ["web-1", "web-2"]],
  ["as CSV, told by its header", `${HEAD}\nweb-1;;lab\n`, ["-"], ["web-1"]],
  ["as CSV behind comments", `# of today\n${HEAD}\nweb-1;;lab\n`, ["-"], ["web-1"]],
  [
    "as CSV from PowerShell",
    '#TYPE Host\r\n"DNS Host Name","Credential"\r\n"web-1","lab"\r\n',
    ["-"],
    ["web-1"],
  ],
  ["as CSV with an empty column", `;${HEAD}\n;web-1;;lab\n`, ["-"], ["web-1"]],
  ["as CSV with a hint", `sep=;\n${HEAD}\nweb-1;;lab\n`, ["-"], ["web-1"]],
  ["as CSV, asked for", `\ufeff${HEAD}\r\n;10.0.0.7;\r\n`, ["--csv", "-"], ["10.0.0.7"]],
  ["as CSV with tabs", "DNS Host Name\tPlatform\nweb-1\tLinux\n", ["-f", "-"], ["web-1"]],
])("hosts come on standard input %s (fixture)", async (_, stdin, argv, hosts) => {
  expect(await scanned(stdin, ...argv)).toEqual(hosts);
});

test.each([
  ["nothing", "", ["-"], "no host came on standard input"],
  ["comments alone", "# none\n", ["-"], "no host came on standard input"],
  ["a CSV file without its columns", '"sep=;"\nHost;Port\n', ["-"], 'there is no column "Host"'],
  ["hosts in UTF-32", "\u0000\u0000\u0000w", ["-"], "standard input is text in UTF-32"],
  ["what is no host", "web-1\nuser@web-2\n", ["-"], "neither a DNS name nor an address: user@web-2"],
  ["a CSV file beside hosts", `${HEAD}\nweb-1;;\n`, ["-", "web-2"], "name no other hosts beside it"],
  [
    "a CSV file with a bad row",
    `${HEAD}\nw b;;\n`,
    ["-f", "-"],
    "standard input has 1 bad row; nothing was sent",
  ],
])("%s on standard input is refused (fixture)", async (_, stdin, argv, reason) => {
  expect(await scanned(stdin, ...argv)).toEqual({ code: 64, err: expect.stringContaining(reason) });
});

test("a CSV file is named like a host, in UTF-16 as well (fixture)", async () => {
  const path = join(await testFolder(), "Hosts.CSV");
  await writeFile(path, Buffer.from(`\ufeff${HEAD}\r\nweb-1;;lab\r\n`, "utf16le"));
  expect(await scanned("", path)).toEqual(["web-1"]);
  expect(await scanned("", join(await testFolder(), "none.csv"))).toMatchObject({ code: 66 });
});

test("validate takes a file by its name, or standard input (fixture)", async () => {
  const { env } = await served();
  const stdin = `${HEAD}\nweb-1;;lab\n`;
  expect(await hostscan(["validate", "-"], { env, stdin })).toMatchObject({
    code: 0,
    out: "1 row is good\n",
  });
  expect(await hostscan(["validate", "a.csv", "--csv", "b.csv"], { env })).toMatchObject({ code: 64 });
});

test("a pipe of the shell's is read like a file (fixture)", async () => {
  const { env, jobs } = await served();
  const command = `${COMMAND.join(" ")} scan --csv <(printf '${HEAD}\\nweb-1;;lab\\n') --json`;
  const { stdout } = await promisify(execFile)("bash", ["-c", command], { env: environment(env) });
  expect(JSON.parse(stdout).jobs[0].id).toBe(jobs.jobs[0]?.id);
});
