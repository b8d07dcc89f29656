import { expect, test } from "vitest";
import { externalIssuer } from "./run-server.ts";

const none = { oidcIssuer: undefined, oidcAudience: undefined, oidcRoleClaim: "roles", oidcRoles: new Map() };
const issuer = "https://login.example";

test("there is one if the settings name it and this API", () => {
  expect(externalIssuer(none)).toBeUndefined();
  expect(externalIssuer({ ...none, oidcIssuer: issuer, oidcAudience: "hostscan" })).toEqual({
    issuer,
    audience: "hostscan",
    mapping: { claim: "roles", roles: new Map() },
  });
});

test.each([{ oidcIssuer: issuer }, { oidcAudience: "hostscan" }])("%o alone is refused", (half) => {
  expect(() => externalIssuer({ ...none, ...half })).toThrow(/go together/);
});
