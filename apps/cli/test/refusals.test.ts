import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { EXIT_CODES } from "../src/cli/exit-code.ts";
import { served } from "./fixture-server.ts";
import { hostscan } from "./hostscan.ts";

const NO_JOB = "00000000-0000-4000-8000-000000000000";

test.each([
  ["no host", ["scan"], 64, "name hosts, or else give one of --csv, --host-id and --ou"],
  ["two sources", ["scan", "web-1", "--csv", "x.csv"], 64, "name hosts, or else give one of"],
  [
    "what is no host",
    ["scan", "web 1", "10.0.0.300"],
    64,
    "neither a DNS name nor an address: web 1, 10.0.0.300",
  ],
  ["an empty host", ["scan", "", " "], 64, 'neither a DNS name nor an address: "", ""'],
  ["a web address", ["scan", "https://web-1/"], 64, "neither a DNS name nor an address: https://web-1/"],
  ["no status at all", ["list", "--status", ","], 64, "It must name a status"],
  ["an --ou without its credential", ["scan", "--ou", "a"], 64, "--ou needs a --credential-id"],
  ["a bad port", ["scan", "a", "--port", "0"], 64, "It must be a whole number from 1 to 65535."],
  ["an unknown flag", ["scan", "--fly"], 64, "hostscan: unknown option '--fly'"],
  ["a file that is not there", ["scan", "--csv", "/none.csv"], 66, "no such file"],
  ["a folder", ["scan", "--csv", "/"], 64, "/ is a folder"],
  ["two CSV files", ["scan", "a.csv", "./b"], 64, "one CSV file at a time"],
  ["a CSV file and hosts", ["scan", "a.csv", "web-1"], 64, "name hosts, or else give one of"],
  ["a port out of range", ["scan", "web-1:65536"], 64, "neither a DNS name nor an address: web-1:65536"],
  ["a time limit for no waiting", ["scan", "web-1", "--timeout", "5"], 64, "--timeout needs --wait"],
  ["what is no time", ["watch", "latest", "--timeout", "soon"], 64, "It must be a time such as 90"],
  [
    "a time too long for a timer",
    ["watch", "latest", "--timeout", "30d"],
    64,
    "It must be a time such as 90",
  ],
  ["a limit of none", ["list", "--limit", "0"], 64, "It must be a whole number from 1."],
  ["an idempotency key with a blank", ["scan", "a", "--idempotency-key", "a b"], 64, "visible ASCII"],
  ["an unknown status", ["list", "--status", "lost"], 64, '"lost" is no status: one of Queued, Running'],
  ["an unknown format", ["list", "-o", "xml"], 64, "Allowed choices are table, wide, json"],
  ["a jq filter that is none", ["scan", "web-1", "--jq", ".["], 64, "hostscan: jq: error: syntax error"],
  ["no job", ["status"], 64, "missing required argument 'job'\n  see: hostscan status --help"],
  ["an unknown flag of auth", ["auth", "status", "--fly"], 64, "see: hostscan auth status --help"],
  ["an unknown command", ["lst"], 64, "unknown command 'lst'\n(Did you mean"],
  ["help of an unknown command", ["help", "lst"], 64, "unknown command 'lst'"],
  ["a secret on the command line", ["list", "--token=secret"], 64, "others can read a command line"],
  ["a secret in a misspelt flag", ["list", "--tokn=secret"], 64, "unknown option '--tokn'"],
  ["what follows --", ["scan", "--", "--fly"], 64, "neither a DNS name nor an address: --fly"],
  ["no file to validate", ["validate"], 64, "name one CSV file"],
  ["a CA file that is not there", ["list", "--ca-file", "/none.pem"], 66, "no such file"],
  [
    "a CA file without a certificate",
    ["list", "--ca-file", "/etc/passwd"],
    64,
    "holds no certificate in PEM",
  ],
  ["a job that is not there", ["status", NO_JOB], 66, "404 Not found: There is no such job."],
  ["what is no id", ["status", "7"], 64, '"7" names no job'],
  ["what is no address", ["list", "--server", "ftp://x"], 64, "ftp://x is no address of a server"],
  [
    "an address with a password",
    ["list", "--server", "http://u:secret@x"],
    64,
    "a server's address holds no user",
  ],
  [
    "a password in what is no address",
    ["list", "--server", "u:secret@x"],
    64,
    "…@x is no address of a server",
  ],
])("%s is refused with its exit code and reason (fixture)", async (_, argv, code, reason) => {
  const { run, jobs } = await served();
  const result = await run(...argv);
  expect(result).toMatchObject({ code, out: "" });
  expect(result.err).toContain(reason);
  expect(result.err).not.toContain("secret");
  expect(jobs.jobs).toEqual([]);
});

test("a refused token, no token, and no server at all (fixture)", async () => {
  const { url } = await served();
  const refused = await hostscan(["list"], { env: { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "bad-one" } });
  expect(refused.code).toBe(77);
  expect(refused.err).toContain("sign in again with `hostscan login`");
  expect(refused.err).not.toContain("bad-one");
  expect(await hostscan(["list"], { env: { HOSTSCAN_URL: url } })).toMatchObject({ code: 77 });
  expect(await hostscan(["list"])).toMatchObject({ code: 64 });
});

test.each(["a secret\nb", "sécret", "a secret"])("what is no token is not sent (fixture)", async (token) => {
  const { url } = await served();
  const { code, err } = await hostscan(["list"], { env: { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: token } });
  expect(code).toBe(77);
  expect(err).toMatch(/^hostscan: what HOSTSCAN_TOKEN holds is no token\n {2}a token is one word/);
  const kept = await hostscan(["login", "--server", url, "--token-stdin"], { stdin: token });
  expect(kept).toMatchObject({ code: 64, out: "" });
  expect(err + kept.err).not.toMatch(/secret|sécret/);
});

test("a server out of reach, and how to repeat the scan then", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const address = closed.address();
  closed.close();
  await once(closed, "close");
  const port = typeof address === "object" ? address?.port : 0;
  const env = { HOSTSCAN_URL: `http://127.0.0.1:${port}`, HOSTSCAN_TOKEN: "good" };
  const { code, err } = await hostscan(["scan", "web-1", "--idempotency-key", "k-1"], { env });
  expect(code).toBe(69);
  expect(err).toContain("ECONNREFUSED");
  expect(err).toContain("repeat the command with --idempotency-key k-1");
});

test.each([
  [["--help"], "Exit codes:"],
  [["scan", "--help"], "--accept-first"],
  [["status", "--help"], "Examples:"],
  [["list", "--help"], "Examples:"],
  [["watch", "--help"], "Examples:"],
  [["cancel", "--help"], "Examples:"],
  [["validate", "--help"], "Examples:"],
  [["login", "--help"], "Examples:"],
  [["logout", "--help"], "Examples:"],
  [["retry", "-h"], "Examples:"],
  [["auth", "status", "-h"], "Examples:"],
  [["auth", "login", "-h"], "Examples:"],
  [["completion", "--help"], "Examples:"],
  [["help", "auth", "status"], "Usage: hostscan auth status"],
  [["help", "list", "more"], "Usage: hostscan list"],
  [["-h"], "Exit codes:"],
  [[], "Exit codes:"],
  [["help"], "Exit codes:"],
  [["auth"], "Usage: hostscan auth"],
  [["--version"], manifest.version],
  [["-V"], manifest.version],
])("%j tells of %s", async (argv, text) => {
  const { code, out, err } = await hostscan(argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(text);
});

test("the help tells every exit code", async () => {
  const { out } = await hostscan(["--help"]);
  for (const [code, meaning] of Object.values(EXIT_CODES))
    expect(out).toContain(`  ${String(code).padEnd(3)}  ${meaning}`);
});
