import { userInfo } from "node:os";
import { expect, it } from "vitest";
import { accountFor } from "./account.ts";
import { sshdGate } from "./availability.ts";

const gate = sshdGate();

it("takes the user who runs this, without a password", () => {
  expect(accountFor(false)).toEqual({ username: userInfo().username, password: "", databases: {} });
});

it.skipIf(gate.skip)(
  gate.title("makes an account whose password is hashed, and another one each time"),
  () => {
    const [one, other] = [accountFor(true), accountFor(true)];
    expect(one.databases["passwd"]).toMatch(/^hostscan-scan:x:\d+:\d+::\/:\/bin\/sh$/m);
    expect(one.databases["shadow"]).toMatch(/^hostscan-scan:\$6\$[\w./]{12}\$[\w./]{86}:/m);
    expect(one.databases["shadow"]).not.toContain(one.password);
    expect(one.password).not.toBe(other.password);
  },
);
