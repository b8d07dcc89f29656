import { expect, test } from "vitest";
import { createHostScanClient } from "../client.ts";
import { validate } from "./index.ts";

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";
const known = { id, status: 1, hostScanHostStatus: null };
const one = "/api/v1/HostScanJob/{hostScanJobId}";
const list = "/api/v1/HostScanJob";

test("finds nothing wrong with what the contract says", () => {
  expect(validate("GET", one, { id, status: 1, hostScanHostStatus: null })).toEqual([]);
  expect(validate("GET", list, [known, { ...known, status: null }])).toEqual([]);
  expect(validate("DELETE", one, undefined)).toEqual([]);
  expect(validate("POST", "/signin2fa", "token")).toEqual([]);
});

test.each([
  ["GET", one, { ...known, status: "Running" }, "/status"],
  ["GET", one, { ...known, status: 42 }, "/status"],
  ["GET", one, { ...known, hostScanHostStatus: [{}, { hostId: "x" }] }, "/hostScanHostStatus/1/hostId"],
  ["GET", one, { ...known, status: undefined }, "/status"],
  ["GET", one, [], ""],
  ["GET", list, [known, { ...known, id: 7 }], "/1/id"],
  ["GET", list, { id }, ""],
  ["POST", "/api/v1/HostScanJob/ByHostIdMultiple", { id }, ""],
  ["POST", list, [], ""],
  ["POST", "/signinBody", { token: "t" }, ""],
])("finds what is wrong with the answer of %s %s: %j", (method, path, body, where) => {
  expect(validate(method, path, body)).toEqual([{ path: where, message: expect.any(String) }]);
});

test("an answer that departs from the schema is a problem that says where", async () => {
  const answers = [
    { id, status: "Running", hostScanHostStatus: null },
    { ...known, status: 1 },
  ];
  const fetch = async () => Response.json(answers.shift());
  const client = createHostScanClient({ baseUrl: "http://server.test", token: "t", fetch, validate });
  await expect(client.getJob(id)).rejects.toMatchObject({
    name: "HostScanProblem",
    status: 200,
    problem: { errors: [{ path: "/status" }] },
    text: `{"id":"${id}","status":"Running","hostScanHostStatus":null}`,
  });
  await expect(client.getJob(id)).resolves.toMatchObject({ status: 1 });
});
