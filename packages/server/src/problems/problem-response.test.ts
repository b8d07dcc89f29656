import { problemKinds } from "@hostscan/core";
import { expect, test } from "vitest";
import { problemResponse } from "./problem-response.ts";

const uuid = "0b9b7c1e-3f52-4c1f-9f43-1d9f0c8b7a55";

test("a problem is written as RFC 9457 says, under its status", async () => {
  const response = problemResponse({ kind: "conflict", detail: "Used before." }, uuid);

  expect(response.status).toBe(409);
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: "urn:hostscan:problem:conflict",
    title: "Conflict",
    status: 409,
    detail: "Used before.",
    instance: `urn:uuid:${uuid}`,
  });
});

test("an id that is no UUID is the instance as it is", async () => {
  const response = problemResponse({ kind: "not-found", detail: "" }, "call-1");

  expect(response.headers.get("X-Request-Id")).toBe("call-1");
  expect(await response.json()).toMatchObject({ instance: "call-1" });
});

test("errors and headers go with the problem", async () => {
  const errors = [{ path: "/0", message: "must be a GUID" }];
  const response = problemResponse(
    { kind: "validation", detail: "", errors, headers: { Allow: "GET" } },
    uuid,
  );

  expect(response.headers.get("Allow")).toBe("GET");
  expect(await response.json()).toMatchObject({ errors });
});

test.each(Object.entries(problemKinds))("%s has a status and a title", async (_kind, { status, title }) => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(title).toMatch(/^[A-Z][a-z ]+$/);
});
