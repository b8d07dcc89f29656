import { randomUUID } from "node:crypto";
import { startFixtureSshServer, startFixtureTcpServer } from "@hostscan/scanner/testing";
import { generateSync } from "otplib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTestInstallation, type TestInstallation } from "../installation-env.ts";
import { addLab, onHost, startServing } from "../running-server.ts";
import { respect } from "./respect.ts";

let installation: TestInstallation;
beforeEach(async () => {
  installation = await makeTestInstallation();
});
afterEach(() => installation.drop());

test("the story of the introduction comes true: schedule, watch, cancel (fixture hosts)", async () => {
  await using host = await startFixtureSshServer();
  await using slowHost = await startFixtureTcpServer();
  await addLab(installation, host);
  const { url } = await startServing([], { env: installation.env });
  const token = (await installation.run(["token", "issue", "--name", "story"])).out.trim();

  const run = await respect("schedule-watch-cancel.arazzo.yaml", url, {
    token,
    idempotencyKey: randomUUID(),
    host: onHost(host),
    slowHost: onHost(slowHost),
  });
  expect(run.code, run.said).toBe(0);
  expect(run.steps).toEqual([
    "schedule",
    "watch",
    "cancel",
    "cancelAgain",
    "cancelled",
    "scanAgain",
    "watchAgain",
    "cancelEnded",
    "kept",
  ]);
  expect(run.said).not.toContain(token);
  await slowHost.untilDeserted();
});

test("a user signs in by the two steps of the workflow", async () => {
  const password = "correct horse battery staple";
  const argv = ["user", "add", "alice", "--password-stdin", "--json"];
  const { uri } = JSON.parse((await installation.run(argv, password)).out);
  const secret = new URL(uri).searchParams.get("secret") ?? expect.fail("no secret");
  const { url } = await startServing(["--role", "api"], { env: installation.env });

  const inputs = { login: "alice", password, code: generateSync({ secret }) };
  const run = await respect("sign-in.arazzo.yaml", url, inputs);
  expect(run.code, run.said).toBe(0);
  expect(run.steps).toEqual(["firstStep", "tooEarly", "secondStep", "signedIn"]);
  expect(run.said).not.toContain(password);
});
