import { expect, it } from "vitest";
import { offeredSchemes } from "./schemes.ts";

it.each([
  [
    ["Negotiate", 'Basic realm="WSMAN"'],
    ["Basic", "Negotiate"],
  ],
  [['Negotiate, basic realm="WSMAN", CredSSP'], ["Basic", "Negotiate", "CredSSP"]],
  [["Kerberos"], ["Kerberos"]],
  [['Digest realm="Basic"'], []],
  [["Digest basic=1"], []],
  [["BasicX realm=1", "X-Basic realm=1"], []],
  [[], []],
])("finds in %j the schemes %j", (challenges, schemes) => {
  expect(offeredSchemes(challenges)).toEqual(schemes);
});
