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

test.each(["", "\n\n"])("a table without even a header tells nothing (%j)", (text) => {
  expect(readCsv(text)).toEqual([]);
});
