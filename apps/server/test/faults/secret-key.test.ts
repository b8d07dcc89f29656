import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { makeTestInstallation } from "../installation-env.ts";
import { startProcess } from "../process.ts";
import { addLab, startServing } from "../running-server.ts";

test("a server restarted with another secret key refuses to start and says so, and with its own it serves", async () => {
  const installation = await makeTestInstallation();
  onTestFinished(() => installation.drop());
  const { env } = installation;
  const first = await startServing([], { env });
  await addLab(installation, { username: "nobody", password: "secret" });
  first.child.kill("SIGTERM");
  expect(await first.ended).toEqual({ code: 0, signal: null });

  const other = { ...env, HOSTSCAN_SECRET_KEY: randomBytes(32).toString("base64") };
  const refused = startProcess(["serve", "--port", "0"], { env: other });
  expect(await refused.ended).toEqual({ code: 78, signal: null });
  expect(refused.out()).toBe("");
  expect(refused.err()).toMatch(/^hostscan-server: The database's secrets were made with secret key \w+/i);
  expect(refused.err()).toContain("bring back the former key");
  expect(refused.err()).not.toContain(other.HOSTSCAN_SECRET_KEY);

  const again = await startServing([], { env });
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
});
