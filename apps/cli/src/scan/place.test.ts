import { expect, test } from "vitest";
import { columnOf } from "./csv-header.ts";
import { atPlace } from "./place.ts";

const places = ["line 2", "line 5"];

test.each([
  ["/1/credentialName: names no credential", "line 5, Credential: names no credential"],
  ["/0/dnsHostName: must be a DNS name", "line 2, DNS Host Name: must be a DNS name"],
  ["/0/sshPort: is too large", "line 2, sshPort: is too large"],
  ["/1: names the same host as /0", "line 5: names the same host as line 2"],
  ["/7: is beyond", "/7: is beyond"],
])("%s is told as %s", (text, told) => {
  expect(atPlace(text, { places, columnOf })).toBe(told);
});

test("a member keeps its name where there are no columns", () => {
  expect(atPlace("/0/credentialName: names none", { places })).toBe("line 2, credentialName: names none");
});
