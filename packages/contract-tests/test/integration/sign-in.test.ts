import { createHostScanClient } from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

test("the client signs in with user, password and code, and calls with what it gets", async () => {
  const { login, password, code } = await stack.addUser("alice");
  const { baseUrl, fetch } = stack;
  const token = signIn({ user: login, password, code });
  const client = createHostScanClient({ baseUrl, fetch, token });
  const jobs = [];
  for await (const job of client.listJobs()) jobs.push(job);
  expect(jobs).toEqual([]);
});

test("the client tells of a wrong password as of any refusal", async () => {
  const { login, code } = await stack.addUser("bob");
  const { baseUrl, fetch } = stack;
  const token = signIn({ user: login, password: "not bob's", code });
  const call = createHostScanClient({ baseUrl, fetch, token }).getJob(crypto.randomUUID());
  await expect(call).rejects.toMatchObject({ name: "HostScanProblem", status: 401 });
});
