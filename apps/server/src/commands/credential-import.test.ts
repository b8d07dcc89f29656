import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../../test/installation-env.ts";

const SECRET = "correct horse, battery";
const privateKey = generateKeyPairSync("ed25519")
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

let installation: TestInstallation;
let folder: string;
beforeAll(async () => {
  installation = await makeTestInstallation();
  folder = await mkdtemp(join(tmpdir(), "hostscan-import-"));
});
afterAll(async () => {
  await installation.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await installation.db.deleteFrom("credential").execute();
});

const names = async () =>
  (await installation.db.selectFrom("credential").select("name").orderBy("name").execute()).map(
    ({ name }) => name,
  );
async function importFile(name: string, content: string | Uint8Array, ...flags: string[]) {
  const file = join(folder, name);
  await writeFile(file, content);
  const result = await installation.run(["credential", "import", file, ...flags]);
  expect(result.out + result.err).not.toContain("horse");
  return result;
}

test("a CSV file's accounts are kept, in whatever order and case its columns are", async () => {
  const csv = [
    "Username,FOR,name,password,PrivateKey,callers",
    `scan,"10.1.0.0/16,*.lab.example",lab,"${SECRET}",,`,
    `root,anywhere,keyed,,"${privateKey}","app:portal,user:alice"`,
    "",
  ].join("\r\n");
  const { code, out, err } = await importFile("accounts.CSV", csv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^kept lab \(\S+\)\nkept keyed \(\S+\)\n$/);
  const { out: listed } = await installation.run(["credential", "list", "--json"]);
  expect(
    listed
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { name: "keyed", username: "root", scope: ["anywhere"], callers: ["app:portal", "user:alice"] },
    { name: "lab", username: "scan", scope: ["10.1.0.0/16", "*.lab.example"], callers: null },
  ]);
});

test("JSON Lines come by standard input, with lists as such, and are told as JSON", async () => {
  const lines = [
    { name: "one", username: "scan", for: ["10.0.0.0/8"], password: SECRET },
    { name: "two", username: "scan", for: "anywhere", callers: ["app:portal"], privateKey },
  ].map((line) => JSON.stringify(line));
  const flags = ["credential", "import", "-", "--format", "jsonl", "--json"];
  const { code, out } = await installation.run(flags, `${lines.join("\n\n")}\n`);
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).name),
  ).toEqual(["one", "two"]);
  expect(out).not.toContain("horse");
});

test("a table in UTF-16, as PowerShell writes it, is read", async () => {
  const text = Buffer.from(`\ufeffname,username,for,password\nlab,scan,anywhere,"${SECRET}"\n`, "utf16le");
  expect(await importFile("wide.csv", text)).toMatchObject({ code: 0 });
});

const good = JSON.stringify({ name: "good", username: "scan", for: "anywhere", password: SECRET });
const line = (more: object) =>
  JSON.stringify({ name: "bad", username: "scan", for: "anywhere", password: SECRET, ...more });

test.each([
  ["no JSON", `{"password":"${SECRET}`, /^line 2: is no JSON object$/m],
  ["no object", JSON.stringify(SECRET), /^line 2: is no JSON object$/m],
  ["another member", line({ pasword: SECRET }), /^line 2: has a member that is none of name, username, for/m],
  ["no account", line({ username: "" }), /^line 2: username has to be stated, as text$/m],
  ["an account with a NUL", line({ username: "scan\0" }), /^line 2: username must hold no control/m],
  ["half a character", line({ password: `${SECRET}\ud800` }), /^line 2: password must hold no NUL/m],
  ["no name", line({ name: undefined }), /^line 2: name has to be stated, as text$/m],
  ["a scope that is none", line({ for: SECRET }), /^line 2: for is no list of networks/m],
  ["callers that are none", line({ callers: SECRET }), /^line 2: callers is no list of callers/m],
  ["a name that is none", line({ name: " " }), /^line 2: name /m],
  ["a key that is none", line({ password: undefined, privateKey: SECRET }), /^line 2: \S/m],
  ["no secret", line({ password: "" }), /^line 2: \S/m],
  ["the name of another line", line({ name: "good" }), /^line 2: has the name of line 1$/m],
  ["a name in use", line({ name: "used" }), /^line 2: name is in use$/m],
])(
  "%s keeps all of a file from being kept, and is told by its line without what it holds",
  async (_, bad, reason) => {
    const add = ["credential", "add", "used", "--username", "scan", "--for", "anywhere", "--password-stdin"];
    await installation.run(add, "secret");
    const { code, out, err } = await importFile("bad.jsonl", `${good}\n${bad}\n`);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(reason);
    expect(err).toMatch(/^hostscan-server: nothing is imported$/m);
    expect(await names()).toEqual(["used"]);
  },
);

test.each([
  ["a column that is none", "name,username,for,pw\n", /line 1: its columns have to be/],
  ["a column twice", "name,username,for,password,Name\n", /line 1: its columns have to be/],
  [
    "a comma without quotes, whatever cell it shifts",
    `name,username,for,password\nlab,scan,anywhere,x\n\nother,scan,anywhere,${SECRET}\n`,
    /line 4: has another number of cells/,
  ],
  [
    "an open quote",
    `name,username,for,password\nlab,scan,anywhere,"${SECRET}\n`,
    /line \d+: is no row in these/,
  ],
  [
    "the line that a row begins in",
    `name,username,for,privateKey\nlab,scan,,"${"-\n".repeat(5)}${SECRET}"\n`,
    /line 2: for has to be stated/,
  ],
  ["nothing", "name,username,for,password\n", /names no service account/],
])("of a CSV file is told: %s", async (_, content, reason) => {
  const { code, err } = await importFile("bad.csv", content);
  expect(code).toBe(1);
  expect(err).toMatch(reason);
  expect(await names()).toEqual([]);
});

test("of many bad lines the first are told", async () => {
  const { err } = await importFile("many.jsonl", "x\n".repeat(25));
  expect(err).toMatch(/^line 20: .*\nand 5 more\nhostscan-server: nothing/m);
});

test.each([
  ["no format", ["accounts.txt"], 64, /say by --format/],
  ["no file", ["/nowhere/accounts.csv"], 1, /no such file/],
  ["a folder", ["/", "--format", "csv"], 1, /: \/ cannot be read: EISDIR/],
  ["nothing on standard input", ["-", "--format", "csv"], 1, /: standard input names no service account/],
])("import refuses %s", async (_, argv, code, reason) => {
  const refused = await installation.run(["credential", "import", ...argv]);
  expect(refused).toMatchObject({ code, out: "" });
  expect(refused.err).toMatch(reason);
});

test("what is no text is refused", async () => {
  expect((await importFile("binary.csv", Uint8Array.of(0x61, 0x80, 0x81))).err).toMatch(/no text in UTF-8/);
});
