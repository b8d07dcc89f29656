import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { curlGate } from "@hostscan/scanner/testing";
import { generateSync } from "otplib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shell } from "./curl.ts";
import { makeTestInstallation, type TestInstallation } from "./installation-env.ts";
import { startServing } from "./running-server.ts";

const PASSWORD = "a password with 'quotes' and \"such\"";
const UNKNOWN = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";

let installation: TestInstallation;
let folder: string;
beforeEach(async () => {
  installation = await makeTestInstallation();
  folder = await mkdtemp(join(tmpdir(), "hostscan-curl-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await installation.drop();
});

const serve = () => startServing(["--role", "api"], { env: installation.env });

/** Adds a user, and gives what a script signs in with: `$LOGIN`, and `$CODE` as the authenticator shows it now. */
async function addUser(login: string) {
  const argv = ["user", "add", login, "--password-stdin", "--json"];
  const { uri } = JSON.parse((await installation.run(argv, PASSWORD)).out);
  const secret = new URL(uri).searchParams.get("secret") ?? expect.fail("no secret");
  const body = JSON.stringify({ Login: login, Password: PASSWORD });
  return { LOGIN: body, CODE: generateSync({ secret }), JAR: join(folder, login) };
}

/** The PowerShell samples of the reference in the words of curl: no content type is given, and a cookie jar is kept. */
const AS_SAMPLED = `
TOKEN=$(curl -fsS -X POST "$SERVER/signinBody" -c "$JAR" -d "$LOGIN" | tr -d '"')
TOKEN=$(curl -fsS -X POST "$SERVER/sigin2fa" -b "$JAR" -d "$CODE" -H "Authorization: Bearer $TOKEN" | tr -d '"')
curl -fsS "$OTHER/api/v1/HostScanJob" -H "Authorization: Bearer $TOKEN"`;

const STATUS = `curl -sS -o /dev/null -w '%{http_code}'`;

const asJson = (code: string) => `
TOKEN=$(curl -fsS "$SERVER/signinBody" --json "$LOGIN" | tr -d '"')
${STATUS} "$SERVER/api/v1/HostScanJob" -H "Authorization: Bearer $TOKEN"; echo
TOKEN=$(curl -fsS "$SERVER/signin2fa" ${code} -H "Authorization: Bearer $TOKEN" | tr -d '"')
curl -fsS "$SERVER/api/v1/HostScanJob" -H "Authorization: Bearer $TOKEN"`;

/** The curl samples of the five seeds: the call, its body, and what it comes to here. */
const SEEDS = [
  [`-X POST "$SERVER/api/v1/HostScanJob/ByHostId/${UNKNOWN}"`, "", 400],
  [
    `-X POST "$SERVER/api/v1/HostScanJob"`,
    `-d '[{"dnsHostName": "string", "credentialId": "${UNKNOWN}"}]'`,
    400,
  ],
  [`-X POST "$SERVER/api/v1/HostScanJob/ByHostIdMultiple"`, `-d '["${UNKNOWN}"]'`, 400],
  [`-X POST "$SERVER/api/v1/HostScanJob/OuMapping/${UNKNOWN}"`, `-d '["host.example.local"]'`, 400],
  [`-X DELETE "$SERVER/api/v1/HostScanJob/${UNKNOWN}"`, "", 404],
] as const;

const seedCall = (call: string, body: string) =>
  `${STATUS} ${call} -H 'Content-Type: application/json' -H 'Accept: application/json' -H "Authorization: Bearer $API_KEY" ${body}`;

const gate = curlGate();

describe.skipIf(gate.skip)(gate.title("by curl, on the started executable"), () => {
  test("the samples of the reference sign in, and another process on the database takes the token", async () => {
    const [server, other] = await Promise.all([serve(), serve()]);
    const env = { ...(await addUser("alice")), SERVER: server.url, OTHER: other.url };
    expect(JSON.parse(await shell(AS_SAMPLED, env))).toEqual([]);
    expect(server.err() + other.err()).not.toMatch(/quotes|eyJ/);
  });

  test.each([
    ["a JSON string", `--json "\\"$CODE\\""`],
    ["a JSON number, without zeros at its front", `--json "$((10#$CODE))"`],
    ["plain text", `-H 'Content-Type: text/plain' -d "$CODE"`],
  ])("the code may be %s, and the first token alone gets 403", async (_, code) => {
    const { url } = await serve();
    const out = await shell(asJson(code), { ...(await addUser("bob")), SERVER: url });
    expect(out).toBe("403\n[]");
  });

  test("the calls of the five seeds are made with the key of an application, until it is revoked", async () => {
    const { url } = await serve();
    const key = JSON.parse((await installation.run(["key", "create", "--name", "portal", "--json"])).out);
    const env = { API_KEY: key.key, SERVER: url };
    for (const [call, body, status] of SEEDS) {
      expect(await shell(seedCall(call, body), env), call).toBe(`${status}`);
    }
    await installation.run(["key", "revoke", key.prefix]);
    const list = () =>
      shell(`${STATUS} "$SERVER/api/v1/HostScanJob" -H "Authorization: Bearer $API_KEY"`, env);
    await expect.poll(list).toBe("401");
  });

  test("a process that is running takes tokens of a signing key that came later, and of the one before", async () => {
    const { url } = await serve();
    const issue = async () => (await installation.run(["token", "issue", "--name", "t"])).out.trim();
    const before = await issue();
    await installation.run(["signing-key", "rotate"]);
    for (const TOKEN of [await issue(), before]) {
      const list = () =>
        shell(`${STATUS} "$SERVER/api/v1/HostScanJob" -H "Authorization: Bearer $TOKEN"`, {
          TOKEN,
          SERVER: url,
        });
      await expect.poll(list).toBe("200");
    }
  });

  test("a storm of wrong passwords is slowed down, and calls with a token go on meanwhile", async () => {
    const { url } = await serve();
    const { out } = await installation.run(["token", "issue", "--name", "t"]);
    const attempt = () =>
      fetch(`${url}/signinBody`, {
        method: "POST",
        headers: { "Content-Type": "text/plain" },
        body: '{"Login":"a","Password":"b"}',
      });
    const storm = Promise.all(Array.from({ length: 100 }, attempt));
    const call = await fetch(`${url}/api/v1/HostScanJob`, {
      headers: { Authorization: `Bearer ${out.trim()}` },
    });
    expect(call.status).toBe(200);
    const answers = await storm;
    // Five at once, and then one after each wait: even the slowest machine gets through few of them.
    const refused = answers.filter(({ status }) => status === 401);
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused.length).toBeLessThanOrEqual(12);
    // All come before the first has failed: those that find the queue full are told so, those in it have to wait.
    const waiting = answers.filter(({ status }) => status === 429 || status === 503);
    expect(waiting).toHaveLength(100 - refused.length);
    expect(waiting.map(({ status }) => status)).toContain(429);
    for (const { headers } of waiting) expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  });
});
