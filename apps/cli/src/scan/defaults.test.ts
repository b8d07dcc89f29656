import { expect, test } from "vitest";
import { withDefaults } from "./defaults.ts";

test("a host gets what it does not say itself", () => {
  const defaults = { credential: "lab", platform: "Linux", port: 2222, acceptFirst: true } as const;
  expect(withDefaults({ dnsHostName: "a" }, defaults)).toEqual({
    dnsHostName: "a",
    credentialName: "lab",
    platformName: "Linux",
    sshPort: 2222,
    acceptThumbprintOnFirstDiscovery: true,
  });
});

test("a host that names a credential gets no other, by name or id", () => {
  const request = { dnsHostName: "a", credentialName: "own" };
  expect(withDefaults(request, { credentialId: "9c711ab3-8fc1-4d66-88d4-08f85117f32e" })).toEqual(request);
  expect(withDefaults(request, { credential: "lab" })).toEqual(request);
});
