import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { chromium, pagesFor } from "./runtimes/chromium.ts";
import { commandLines } from "./runtimes/command-line.ts";
import { runtimeGate } from "./runtimes/runtime.ts";
import { workerd } from "./runtimes/workerd.ts";
import { startServer, type TestServer } from "./server/start-server.ts";

const script = `
  import { runScenario } from "./scenario.ts";
  const report = await runScenario(location.origin).catch((error) => ({ error: String(error) }));
  document.querySelector("#report").textContent = JSON.stringify(report);
`;
let server: TestServer;

beforeAll(async () => {
  server = await startServer(pagesFor((await bundle(script)).code));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

describe.each([...commandLines, workerd, chromium])("the client on $name", (runtime) => {
  const gate = runtimeGate(runtime);

  test.skipIf(gate.skip)(
    `creates, waits, lists, fails, ends in time, cancels and signs in (fixture) on ${gate.title}`,
    async () => {
      expect(await runtime.run(runtime.executable ?? "", server.url)).toEqual({
        userAgent: expect.stringMatching(runtime.userAgent),
        progress: ["Queued", "Running", "Complete"],
        finished: "Complete",
        listed: 2,
        problem: 404,
        timeout: "HostScanTimeoutError",
        aborted: "Error: enough",
        cancelled: "Cancelled",
        signedIn: "Complete",
      });
    },
  );
});
