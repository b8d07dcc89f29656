import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startFixtureServer } from "./fixture-server.ts";
import { hostscan, testFolder } from "./hostscan.ts";
import { openStreams, openTerminal } from "./terminal.ts";

/** A user's home without anything in it, and a server. */
async function beginning() {
  const [{ url }, home] = await Promise.all([startFixtureServer(), testFolder()]);
  return { url, env: { HOME: home }, file: join(home, ".config", "hostscan", "logins.json") };
}

async function loggedIn() {
  const { url, env, file } = await beginning();
  const result = await hostscan(["login", "--server", url, "--token-stdin"], { env, stdin: "good\n" });
  expect(result).toEqual({ code: 0, out: `Signed in to ${url}\n`, err: "" });
  return { url, env, file };
}

test.each([
  ["in a pseudo-terminal", openTerminal],
  ["on streams that are said to be a terminal", openStreams],
])(
  "%s it asks for server, user, password and code, shows no secret, and commands work from then on (fixture)",
  async (_, open) => {
    const { url, env, file } = await beginning();
    const terminal = open(["login"], { env });
    await terminal.shows("Server, e.g. https://localhost:6500: ");
    terminal.type(`${url}/\r`);
    await terminal.shows("User: ");
    terminal.type("admin\r");
    await terminal.shows("Password: ");
    terminal.type("p ässword\r");
    await terminal.shows("One-time code: ");
    terminal.type("123456\r");
    expect(await terminal.ended).toBe(0);
    expect(await terminal.screen()).toEqual([
      `Server, e.g. https://localhost:6500: ${url}/`,
      "User: admin",
      "Password: ",
      "One-time code: 123456",
      `Signed in to ${url}`,
    ]);
    expect(terminal.written()).not.toContain("ssword\r");
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ server: url, tokens: { [url]: "good" } });
    expect(await hostscan(["list"], { env })).toEqual({
      code: 0,
      out: "",
      err: "There are no jobs yet.\n",
    });
  },
);

test.each([
  ["a wrong password", "wrong", "Password: ", "Access denied"],
  ["Ctrl-C", "\u0003", "Password: ", "nothing was entered"],
])("%s ends it, and nothing is kept (fixture)", async (_, keys, prompt, reason) => {
  const { url, env, file } = await beginning();
  const terminal = openTerminal(["login", "--server", url, "--user", "admin"], { env });
  await terminal.shows(prompt);
  terminal.type(`${keys}\r`);
  expect(await terminal.ended).toBe(keys === "wrong" ? 77 : 130);
  expect((await terminal.screen()).join("\n")).toContain(reason);
  await expect(stat(file)).rejects.toThrow("ENOENT");
});

test("without a code, it asks for none, and a refusal speaks of none (fixture)", async () => {
  const { url, env, file } = await beginning();
  const terminal = openStreams(["login", "--server", url, "--user", "admin", "--no-code"], { env });
  await terminal.shows("Password: ");
  terminal.type("wrong\r");
  expect(await terminal.ended).toBe(77);
  expect((await terminal.screen()).slice(1)).toEqual([
    "hostscan: user or password is wrong",
    "  the server says: Access denied",
  ]);
  await expect(stat(file)).rejects.toThrow("ENOENT");
});

test("a token that the server refuses is not kept (fixture)", async () => {
  const { url, env, file } = await beginning();
  const result = await hostscan(["login", "--server", url, "--token-stdin"], { env, stdin: "bad" });
  expect(result).toMatchObject({ code: 77, out: "" });
  await expect(stat(file)).rejects.toThrow("ENOENT");
});

test("nobody is asked where there is no terminal (fixture)", async () => {
  const { url, env } = await beginning();
  const { code, err } = await hostscan(["login", "--server", url], { env });
  expect({ code, err }).toEqual({
    code: 64,
    err: "hostscan: this is no terminal, so that nobody can be asked: User\n  give it by --user, or --token-stdin\n",
  });
});

test("only its owner can read the token, also where the folder was open before (fixture)", async () => {
  const { url, env, file } = await loggedIn();
  const folder = join(file, "..");
  await chmod(folder, 0o755);
  await hostscan(["login", "--server", url, "--token-stdin"], { env, stdin: "good" });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual(["logins.json"]);
});

test.each([
  ["that others can read", (file: string) => chmod(file, 0o640), "others than you can read it"],
  ["that is something else", (file: string) => writeFile(file, '{"tokens":7}'), "it is not what"],
  ["that is a list", (file: string) => writeFile(file, "[]"), "it is not what"],
  [
    "whose CAs are none",
    (file: string) => writeFile(file, '{"tokens":{},"caFiles":{"a":1}}'),
    "it is not what",
  ],
])("a file %s is refused (fixture)", async (_, spoil, reason) => {
  const { env, file } = await loggedIn();
  await spoil(file);
  const { code, out, err } = await hostscan(["list"], { env });
  expect({ code, out }).toEqual({ code: 78, out: "" });
  expect(err).toContain(reason);
  expect(err).not.toContain("good");
});

test("each server has its own token; flags win over the environment, which wins over the login (fixture)", async () => {
  const { url, env } = await loggedIn();
  const { url: other } = await startFixtureServer();
  const folder = await testFolder();
  const bad = join(folder, "bad");
  await writeFile(bad, "bad\n");
  const codes = async (argv: string[], more: Record<string, string> = {}) =>
    (await hostscan(["list", ...argv], { env: { ...env, ...more } })).code;
  expect(await codes(["--server", other])).toBe(77);
  expect(await codes([], { HOSTSCAN_URL: other })).toBe(77);
  expect(await codes(["--server", url], { HOSTSCAN_URL: other })).toBe(0);
  expect(await codes([], { HOSTSCAN_TOKEN: "bad" })).toBe(77);
  expect(await codes(["--token-file", bad])).toBe(77);
  expect(await codes(["--token-file", bad], { HOSTSCAN_TOKEN: "good" })).toBe(77);
});

test("logout forgets the token (fixture)", async () => {
  const { url, env, file } = await loggedIn();
  expect(await hostscan(["logout"], { env })).toMatchObject({
    code: 0,
    out: `The token of ${url} is forgotten.\n`,
  });
  expect(await readFile(file, "utf8")).not.toContain("good");
  expect(await hostscan(["logout"], { env })).toMatchObject({
    code: 0,
    out: "There is no login to forget.\n",
  });
  expect((await hostscan(["list"], { env })).code).toBe(64);
});
