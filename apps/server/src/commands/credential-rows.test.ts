import { expect, test } from "vitest";
import { readCsv, readJsonLines } from "./credential-rows.ts";

test("a private key comes with its passphrase", () => {
  const keyed = { name: "lab", username: "scan", privateKey: "a key", passphrase: "its words" };
  expect(readJsonLines(JSON.stringify({ ...keyed, for: "10.0.0.1, lab.example" }))).toEqual([
    { line: 1, credential: { ...keyed, scope: ["10.0.0.1", "lab.example"] } },
  ]);
  expect(readCsv("name,username,for,privateKey,passphrase\nlab,scan,anywhere,a key,its words\n")).toEqual([
    { line: 2, credential: { ...keyed, scope: ["anywhere"] } },
  ]);
});

test("a row says how the login becomes the super user", () => {
  const named = { name: "lab", username: "scan", password: "p" };
  const read = (more: object) => readJsonLines(JSON.stringify({ ...named, for: ["anywhere"], ...more }));
  const credential = { ...named, scope: ["anywhere"] };
  expect(read({ elevate: "sudo" })).toEqual([
    { line: 1, credential: { ...credential, elevate: { method: "sudo" } } },
  ]);
  expect(read({ elevate: "su", elevatePassword: "other" })).toEqual([
    { line: 1, credential: { ...credential, elevate: { method: "su", password: "other" } } },
  ]);
  expect(read({ elevate: "enable", elevatePassword: "other" })).toEqual([
    { line: 1, credential: { ...credential, elevate: { method: "enable", password: "other" } } },
  ]);
  expect(read({ elevate: "runas" })).toEqual([
    { line: 1, reason: "elevate has to be one of sudo, doas, dzdo, pbrun, pmrun, su, enable" },
  ]);
  expect(read({ elevatePassword: "other" })).toEqual([
    { line: 1, reason: "has an elevatePassword without elevate" },
  ]);
});

test.each(["", "\n\n"])("a table without even a header tells nothing (%j)", (text) => {
  expect(readCsv(text)).toEqual([]);
});
