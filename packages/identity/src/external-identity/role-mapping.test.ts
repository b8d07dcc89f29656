import { expect, test } from "vitest";
import { mappedRole, type RoleMapping } from "./role-mapping.ts";

const roles: RoleMapping["roles"] = new Map([
  ["hostscan admins", "Admin"],
  ["scan", "App"],
]);

test.each([
  ["a text", "role", { role: "hostscan admins" }, "Admin"],
  ["a list", "roles", { roles: ["other", "scan"] }, "App"],
  ["several, of which the first role counts", "roles", { roles: ["scan", "hostscan admins"] }, "Admin"],
  ["within objects", "realm_access.roles", { realm_access: { roles: ["scan"] } }, "App"],
  ["a name with dots", "https://a.example/roles", { "https://a.example/roles": ["scan"] }, "App"],
  ["a scope among others", "scope", { scope: "openid scan" }, "App"],
  ["a word within a text that is no scope", "role", { role: "not scan" }, undefined],
  ["another letter case", "role", { role: "Scan" }, undefined],
  ["no such claim", "roles", {}, undefined],
  ["what every object has", "roles.constructor", { roles: [] }, undefined],
  ["values that are no texts", "roles", { roles: [null, 1, ["scan"]] }, undefined],
])("%s", (_, claim, claims, role) => {
  expect(mappedRole(claims, { claim, roles })).toBe(role);
});
