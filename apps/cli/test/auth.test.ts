import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { generate } from "selfsigned";
import { expect, onTestFinished, test } from "vitest";
import { startFixtureServer } from "./fixture-server.ts";
import { hostscan, testFolder } from "./hostscan.ts";
import { startProcess } from "./process.ts";

const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

test("auth status tells the server, the token and where they are from (fixture)", async () => {
  const { url } = await startFixtureServer();
  const env = { HOME: await testFolder() };
  await hostscan(["auth", "login", "--server", url, "--token-stdin"], { env, stdin: "good" });
  expect(await hostscan(["auth", "status"], { env })).toEqual({
    code: 0,
    out: `Server  ${url} (hostscan login)\nToken   hostscan login\nState   accepted\n`,
    err: "",
  });
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const over = { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: jwt({ name: "Ada", role: "App", exp }) };
  const refused = await hostscan(["auth", "status"], { env: over });
  expect(refused.code).toBe(77);
  expect(refused.out).toMatch(
    /^Server {2}\S+ \(HOSTSCAN_URL\)\nToken {3}HOSTSCAN_TOKEN of Ada, App\nExpires .*, in (1 h|59 min)/,
  );
  expect(refused.out).toContain("State   the server answered 401");
  const { out } = await hostscan(["auth", "status", "--json"], { env: over });
  expect(JSON.parse(out)).toMatchObject({ server: url, accepted: false, name: "Ada", role: "App" });
  const ended = { ...over, HOSTSCAN_TOKEN: jwt({ exp: 1 }) };
  expect((await hostscan(["auth", "status"], { env: ended })).out).toMatch(/Expires .* ago\n/);
});

test("auth status says that there is no server or no token (fixture)", async () => {
  const { url } = await startFixtureServer();
  expect(await hostscan(["auth", "status"])).toMatchObject({ code: 64 });
  expect(await hostscan(["auth", "status", "-s", url])).toMatchObject({
    code: 77,
    err: `hostscan: there is no token for ${url}: use \`hostscan login\`\n`,
  });
});

test("auth status tells programs that all is well (fixture)", async () => {
  const { url } = await startFixtureServer();
  const env = { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "good" };
  const { code, out } = await hostscan(["auth", "status", "--json"], { env });
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { accepted: true, error: null, name: null, expiresAt: null },
  ]);
});

test("a login that can be read on the way is told, and one of two is forgotten (fixture)", async () => {
  const [one, two] = [await startFixtureServer(), await startFixtureServer()];
  const env = { HOME: await testFolder() };
  for (const { url } of [one, two])
    await hostscan(["login", "-s", url, "--token-stdin"], { env, stdin: "good" });
  expect((await hostscan(["logout", "-s", one.url], { env })).out).toBe(
    `The token of ${one.url} is forgotten.\n`,
  );
  expect((await hostscan(["auth", "status"], { env })).out).toContain(two.url);
  const unread = ["login", "-s", "http://nobody.invalid", "--token-stdin"];
  const { code, err } = await hostscan(unread, { env, stdin: "good" });
  expect(code).toBe(69);
  expect(err).toMatch(
    /^hostscan: http:\/\/nobody\.invalid is not https: what is sent there can be read on the way\n/,
  );
});

test("a refused token is told as that, and nobody who signs in is told to sign in (fixture)", async () => {
  const { url } = await startFixtureServer();
  const env = { HOME: await testFolder() };
  const { err } = await hostscan(["login", "-s", url, "--token-stdin"], { env, stdin: "bad" });
  expect(err).toMatch(/^hostscan: the server refuses this token\n/);
  expect(err).not.toContain("sign in");
});

test("a refusal without a word is told without one (fixture)", async () => {
  const server = createHttpServer((_, answer) => answer.writeHead(401).end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const login = await hostscan(["login", "-s", url, "--token-stdin"], { stdin: "any" });
  expect(login).toEqual({ code: 77, out: "", err: "hostscan: the server refuses this token\n" });
});

const selfSigned = () =>
  generate([{ name: "commonName", value: "localhost" }], {
    algorithm: "sha256",
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });

test("each login keeps its own file of certificates, until it is forgotten (fixture)", async () => {
  const [one, two, three] = [
    await startFixtureServer(),
    await startFixtureServer(),
    await startFixtureServer(),
  ];
  const home = await testFolder();
  const caFile = join(home, "ca.pem");
  await writeFile(caFile, (await selfSigned()).cert);
  const run = (...argv: string[]) => hostscan(argv, { env: { HOME: home }, stdin: "good" });
  const kept = async () =>
    JSON.parse(await readFile(join(home, ".config", "hostscan", "logins.json"), "utf8")).caFiles;
  for (const { url } of [one, two])
    expect(await run("login", "-s", url, "--token-stdin", "--ca-file", caFile)).toMatchObject({ code: 0 });
  for (const { url } of [one, three])
    expect(await run("login", "-s", url, "--token-stdin")).toMatchObject({ code: 0 });
  expect(await kept()).toEqual({ [one.url]: caFile, [two.url]: caFile });
  expect(await run("logout", "-s", one.url)).toMatchObject({ code: 0 });
  expect(await kept()).toEqual({ [two.url]: caFile });
});

/** A fixture with a certificate of its own. */
async function servedByTls() {
  const made = await selfSigned();
  const server = createServer({ key: made.private, cert: made.cert }, (_, answer) => {
    answer.setHeader("Content-Type", "application/json").end("[]");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const folder = await testFolder();
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, made.cert);
  return { url: `https://localhost:${port}`, caFile, env: { HOME: folder }, folder };
}

test("a server's own certificate is refused, and trusted by --ca-file, which login keeps (fixture)", async () => {
  const { url, caFile, env, folder } = await servedByTls();
  const run = (argv: string[], more = {}) =>
    startProcess(argv, { env: { ...env, ...more }, stdin: "any" }).ended;
  const refused = await run(["login", "-s", url, "--token-stdin"]);
  expect(refused.code).toBe(69);
  expect(refused.err).toContain("--ca-file");
  const token = { HOSTSCAN_TOKEN: "any", HOSTSCAN_URL: url };
  expect(await run(["list", "--ca-file", caFile], token)).toMatchObject({ code: 0 });
  expect(await run(["list"], { ...token, HOSTSCAN_CA_FILE: caFile })).toMatchObject({ code: 0 });
  expect(await run(["--ca-file", caFile, "login", "-s", url, "--token-stdin"])).toMatchObject({ code: 0 });
  expect(await run(["list"])).toMatchObject({ code: 0 });
  const file = join(folder, ".config", "hostscan", "logins.json");
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ caFiles: { [url]: caFile } });
  expect(await run(["logout"])).toMatchObject({ code: 0 });
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ tokens: {} });
});

test("a file that only looks like a certificate is refused", async () => {
  const path = join(await testFolder(), "ca.pem");
  await writeFile(path, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  const { code, err } = await startProcess(["list", "-s", "https://localhost:1", "--ca-file", path], {
    env: {},
  }).ended;
  expect(code).toBe(64);
  expect(err).toContain(path);
});

test("a file of certificates that has none, or a broken one, is told of before anything is sent (fixture)", async () => {
  const { url } = await startFixtureServer();
  const folder = await testFolder();
  const [none, broken] = [join(folder, "none.pem"), join(folder, "broken.pem")];
  await writeFile(none, "nothing of the kind");
  await writeFile(broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  const login = (...flags: readonly string[]) =>
    hostscan(["auth", "login", "--server", url, "--token-stdin", ...flags], {
      env: { HOME: folder },
      stdin: "good",
    });
  expect(await login("--ca-file", none)).toMatchObject({
    code: 64,
    err: `hostscan: ${none} holds no certificate in PEM\n`,
  });
  const { code, err } = await login("--ca-file", broken);
  expect([code, err]).toEqual([64, expect.stringContaining(`hostscan: ${broken}: `)]);
  expect(await login("--ca-file", join(folder, "gone.pem"))).toMatchObject({ code: 66 });
});
