import { expect, test } from "vitest";
import { roleProblem } from "./role.ts";

const caller = (role: string) => ({ subject: "1", name: "One", role });

test("an admitted role goes on", () => {
  expect(roleProblem(caller("App"), ["Admin", "App"])).toBeUndefined();
});

test.each(["Auditor", "app", ""])("the role %j is refused, and told which would do", (role) => {
  expect(roleProblem(caller(role), ["Admin", "App"])).toEqual({
    kind: "forbidden",
    detail: `The role of the token is ${role}; the call needs Admin or App.`,
  });
});
