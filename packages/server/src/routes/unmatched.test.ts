import { expect, test } from "vitest";
import { asApp, fixtureServer, JOBS } from "../testing/server.ts";

const ID = "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd";
const app = fixtureServer();

test.each([
  "/",
  "/api/v1",
  `${JOBS}/`,
  `${JOBS}/${ID}/hosts`,
  "/API/V1/HOSTSCANJOB",
  "/%E0%A4%A",
  "/..%2f..%2fetc",
])("%s is no path, for anyone", async (path) => {
  const response = await app.request(path, { headers: { "X-Request-Id": "call-1" } });

  expect(response.status).toBe(404);
  expect(response.headers.get("X-Request-Id")).toBe("call-1");
  expect(await response.json()).toEqual({
    type: "urn:hostscan:problem:not-found",
    title: "Not found",
    status: 404,
    detail: "There is no such path.",
    instance: "call-1",
  });
});

test.each([
  ["PUT", JOBS, "GET, HEAD, OPTIONS, POST"],
  ["DELETE", JOBS, "GET, HEAD, OPTIONS, POST"],
  ["POST", `${JOBS}/${ID}`, "DELETE, GET, HEAD, OPTIONS"],
  ["PATCH", `${JOBS}/ByHostId/${ID}`, "GET, HEAD, OPTIONS, POST"],
  ["GET", `${JOBS}/ByHostIdMultiple`, "OPTIONS, POST"],
  ["HEAD", `${JOBS}/ByHostIdMultiple`, "OPTIONS, POST"],
  ["DELETE", `${JOBS}/ByHostIdMultiple`, "OPTIONS, POST"],
  ["GET", `${JOBS}/OuMapping/${ID}`, "OPTIONS, POST"],
  ["POST", "/openapi.json", "GET, HEAD, OPTIONS"],
])("%s is no method of %s", async (method, path, allow) => {
  const response = await app.request(path, { method });

  expect(response.status).toBe(405);
  expect(response.headers.get("Allow")).toBe(allow);
  if (method === "HEAD") return;
  expect(await response.json()).toMatchObject({
    type: "urn:hostscan:problem:method-not-allowed",
    detail: `${method} is not a method of this path.`,
  });
});

test("OPTIONS tells the methods of a path to anyone, and of no other", async () => {
  const response = await app.request(JOBS, { method: "OPTIONS" });
  expect(response.status).toBe(204);
  expect(response.headers.get("Allow")).toBe("GET, HEAD, OPTIONS, POST");
  expect(response.headers.get("X-Request-Id")).toBeTruthy();

  expect((await app.request("/nowhere", { method: "OPTIONS" })).status).toBe(404);
});

test("HEAD answers as GET does, without the body", async () => {
  const response = await app.request(JOBS, asApp("HEAD"));
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("application/json");
  expect(await response.text()).toBe("");

  expect((await app.request(JOBS, { method: "HEAD" })).status).toBe(401);
});

test("a route that is added to the app is known, with its methods", async () => {
  const extended = fixtureServer();
  extended.get("/healthz", (context) => context.text("ok"));

  expect(await (await extended.request("/healthz")).text()).toBe("ok");
  const response = await extended.request("/healthz", { method: "POST" });
  expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
});
