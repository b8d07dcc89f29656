import { expect, it } from "vitest";
import { hostFacts } from "./facts.ts";

it("cleans what the host said", () => {
  const facts = hostFacts(
    { name: " web\u0000-01 ", os: "\u001b[1mDebian", version: "9".repeat(300) },
    "x",
    "192.0.2.1",
  );
  expect(facts).toEqual({ name: "web-01", os: "Debian", version: "9".repeat(255), ipAddress: "192.0.2.1" });
});

it.each([undefined, "", "\u200b"])("names a host without a name (%j) as the target was", (name) => {
  expect(hostFacts({ name, os: "AIX", version: "7" }, "web.example.com", "192.0.2.1").name).toBe(
    "web.example.com",
  );
});
