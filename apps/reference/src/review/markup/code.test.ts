import { expect, test } from "vitest";
import { breakable, code } from "./code.ts";

test("names and paths break between their words only", () => {
  expect(breakable("ByHostIdMultiple")).toEqual(["By", "Host", "Id", "Multiple"]);
  expect(breakable("paths/HostScanJob-hostId.yaml")).toEqual([
    "paths/",
    "Host",
    "Scan",
    "Job-",
    "host",
    "Id.",
    "yaml",
  ]);
  expect(breakable("GET /a/{id}")).toEqual(["GET /", "a/{id}"]);
  expect(breakable("")).toEqual([""]);
});

test("code is escaped", async () => {
  expect(String(await code("a/<b>"))).toBe("<code>a/&lt;b&gt;</code>");
  expect(String(await code("aB"))).toBe("<code>a<wbr>B</code>");
});
