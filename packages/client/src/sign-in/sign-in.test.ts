import { expect, test, vi } from "vitest";
import { signInServer } from "../../test/sign-in-server.ts";
import { createHostScanClient } from "../client.ts";
import { HostScanRequestError } from "../errors.ts";
import { signIn } from "./index.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const user = { user: "admin", password: "p-1" };

/** A client that signs in at the fixture. */
function connect(
  server: ReturnType<typeof signInServer>,
  options: Partial<Parameters<typeof signIn>[0]> = {},
) {
  const code = vi.fn(async () => "123456");
  const token = signIn({ ...user, code, ...options });
  const client = createHostScanClient({ baseUrl: "http://nps.test/", token, fetch: server.fetch });
  return { client, code };
}

test("signs in by both steps, with the first one's cookies on the second (fixture)", async () => {
  const server = signInServer();
  const { client } = connect(server);
  await expect(client.getJob(id)).resolves.toMatchObject({ id });
  expect(server.steps).toEqual(["/signinBody", "/signin2fa"]);
});

test("signs in once for many calls that wait (fixture)", async () => {
  const server = signInServer();
  const { client, code } = connect(server);
  await Promise.all(Array.from({ length: 20 }, () => client.getJob(id)));
  await client.getJob(id);
  expect(code).toHaveBeenCalledOnce();
});

test("signs in anew before the token expires (fixture)", async () => {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  try {
    const server = signInServer({ lifetimeSeconds: 900 });
    const { client, code } = connect(server);
    await client.getJob(id);
    vi.advanceTimersByTime(869_000);
    await client.getJob(id);
    expect(code).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(2_000);
    await client.getJob(id);
    expect(code).toHaveBeenCalledTimes(2);
    expect(server.refused).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("signs in anew, once for all calls, when the server refuses the token (fixture)", async () => {
  const server = signInServer();
  const { client, code } = connect(server);
  await client.getJob(id);
  server.revoke();
  await Promise.all([client.getJob(id), client.getJob(id), client.getJob(id)]);
  expect(code).toHaveBeenCalledTimes(2);
});

test("needs no code where the server asks for none (fixture)", async () => {
  const server = signInServer({ secondStep: false });
  const { client } = connect(server, { code: undefined });
  await expect(client.getJob(id)).resolves.toMatchObject({ id });
  expect(server.steps).toEqual(["/signinBody"]);
});

test("a wrong password is a problem, tried once, and the next call tries again (fixture)", async () => {
  const server = signInServer();
  const { client, code } = connect(server, { password: "p-2" });
  await expect(client.getJob(id)).rejects.toMatchObject({ name: "HostScanProblem", status: 401 });
  expect([server.steps, code.mock.calls]).toEqual([["/signinBody"], []]);
  await expect(client.getJob(id)).rejects.not.toThrow("p-2");
  expect(server.steps).toHaveLength(2);
});

test("a wrong code is a problem (fixture)", async () => {
  const { client } = connect(signInServer(), { code: () => "000000" });
  await expect(client.getJob(id)).rejects.toMatchObject({ name: "HostScanProblem", status: 401 });
});

test("what the code's callback throws comes through, and the next call asks again (fixture)", async () => {
  const code = vi.fn<() => string>();
  code.mockImplementationOnce(() => {
    throw new RangeError("cancelled");
  });
  code.mockReturnValueOnce("123456");
  const { client } = connect(signInServer(), { code });
  await expect(client.getJob(id)).rejects.toThrow(RangeError);
  await expect(client.getJob(id)).resolves.toMatchObject({ id });
});

test("an answer that is no token is a problem that keeps its text (fixture)", async () => {
  const fetch = async () => Response.json({ token: "t" });
  const client = createHostScanClient({ baseUrl: "http://nps.test", token: signIn(user), fetch });
  await expect(client.getJob(id)).rejects.toMatchObject({ status: 200, text: '{"token":"t"}' });
});

test("a server out of reach is a network error (fixture)", async () => {
  const fetch = () => Promise.reject(new TypeError("fetch failed"));
  const client = createHostScanClient({ baseUrl: "http://nps.test", token: signIn(user), fetch });
  await expect(client.getJob(id)).rejects.toMatchObject({ name: "HostScanNetworkError" });
});

test("one who gives up waiting does not end the sign-in that others wait for (fixture)", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { client } = connect(signInServer(), { code: () => promise });
  const impatient = expect(client.getJob(id, { timeoutMs: 20 })).rejects.toThrow("took longer");
  const patient = client.getJob(id);
  await impatient;
  resolve("123456");
  await expect(patient).resolves.toMatchObject({ id });
});

test.each([[undefined], [null], [{}], [{ user: 1, password: "p" }], [{ ...user, code: "123456" }]])(
  "%j signs nobody in: no server is to count it as a wrong password",
  (options) => {
    expect(() => Reflect.apply(signIn, undefined, [options])).toThrow(HostScanRequestError);
  },
);
