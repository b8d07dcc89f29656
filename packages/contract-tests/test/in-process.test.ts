import { sshdGate, startSshd } from "@hostscan/scanner/testing";
import { afterAll, beforeAll, describe } from "vitest";
import { createKit, type Kit } from "../src/index.ts";
import { loseDatabase, loseTables } from "./stack/faults.ts";
import { testEveryCheck } from "./stack/keep-to-contract.ts";
import { lend } from "./stack/lend.ts";
import { startSilentHost } from "./stack/silent-host.ts";
import { startStack } from "./stack/stack.ts";

const gate = sshdGate("key");

describe.skipIf(gate.skip)(gate.title("the service in this process keeps to the contract"), () => {
  const cleanUp = new AsyncDisposableStack();
  let kit: Kit;

  beforeAll(async () => {
    const stack = cleanUp.use(await startStack());
    const silent = cleanUp.use(await startSilentHost());
    const sshd = cleanUp.use(await startSshd({ everyLoopbackAddress: true }));
    const { baseUrl, fetch, tokens, client, database, way } = stack;
    const credentialId = await stack.addCredential(sshd.username, sshd.keys.plain);
    kit = await createKit({
      ...{ baseUrl, fetch, tokens },
      user: await stack.addUser("alice"),
      ...(await lend(client, credentialId, sshd, silent)),
      faults: {
        rateLimit: async () => ({
          fetch: stack.serve({ rateLimit: { callsPerMinute: 0 } }),
          restore: async () => {},
        }),
        internalFault: () => loseTables(database),
        databaseOutage: () => loseDatabase(way),
      },
    });
  });

  afterAll(() => cleanUp.disposeAsync());

  testEveryCheck(() => kit);
});
