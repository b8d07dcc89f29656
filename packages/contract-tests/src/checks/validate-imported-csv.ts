import { type Check, given, rule } from "../check.ts";
import { madeUpName } from "./job-rules.ts";

const operationId = "ValidateImportedCsv";
const cell = { operationId, status: 200 } as const;

export const validateImportedCsvChecks: readonly Check[] = [
  {
    name: `${operationId} answers every row, in the order given, with what is wrong with it`,
    cells: [cell],
    needs: ["credential"],
    async run(context) {
      const credentialId = given(context.target.credentialId, "credential");
      const good = { dnsHostName: madeUpName(context, "good-row"), credentialId };
      const bad = { dnsHostName: madeUpName(context, "bad-row"), credentialId: crypto.randomUUID() };
      const [first, second, ...more] = await context.client.validateImportedCsv([good, bad]);
      const names = [first?.dnsHostName, second?.dnsHostName];
      const same = names.join() === [good.dnsHostName, bad.dnsHostName].join() && more.length === 0;
      rule(same, cell, "body", `is of other rows: ${names}`);
      rule(first?.credentialNameError === null, cell, "body /0/credentialNameError", "is not null");
      rule(Boolean(second?.credentialNameError), cell, "body /1/credentialNameError", "tells nothing");
    },
  },
];
