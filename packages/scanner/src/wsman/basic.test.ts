import { expect, it } from "vitest";
import { basicAuthorization } from "./schemes.ts";

it("is name and password in UTF-8", () => {
  // RFC 7617, 2.1
  expect(basicAuthorization({ username: "test", password: "123\u00a3" })).toEqual({
    authorization: "Basic dGVzdDoxMjPCow==",
  });
});

it("may have a domain in the name, and colons in the password", () => {
  const basic = basicAuthorization({ username: "CORP\\scan", password: "a:b" });
  expect(basic).toEqual({ authorization: `Basic ${Buffer.from("CORP\\scan:a:b").toString("base64")}` });
});

it.each([
  [{ username: "scan", privateKey: "a key" }, /no password/],
  [{ username: "sc:an", password: "hunter2" }, /colon/],
])("is none of what Basic cannot say", (credential, reason) => {
  expect(basicAuthorization(credential)).toEqual({ missing: expect.stringMatching(reason) });
});
