import { expect, test } from "vitest";
import { bodyOf, pathOf, recordingRequest } from "./request-body.ts";

const post = (body: BodyInit, type?: string) =>
  new Request("http://host.test/a", {
    method: "POST",
    body,
    ...(type && { headers: { "Content-Type": type } }),
  });

test("a body is had again as it was given, and a stream's by reading it", async () => {
  const Recording = recordingRequest(Request);
  expect(await bodyOf(new Recording("http://host.test", { method: "POST", body: "text" }))).toBe("text");
  expect(await bodyOf(new Recording("http://host.test", { method: "POST" }))).toBeUndefined();
  expect(await bodyOf(post("[1]", "application/vnd.x+json"))).toBe("[1]");
  expect(await bodyOf(post("", "text/plain"))).toBeUndefined();
  expect(await bodyOf(post(new Uint8Array([0, 255]), "application/octet-stream"))).toEqual(
    new Uint8Array([0, 255]).buffer,
  );
  expect(await bodyOf(post(new Uint8Array([1])))).toEqual(new Uint8Array([1]).buffer);
  expect(await bodyOf(new Request("http://host.test"))).toBeUndefined();
});

test("a path is had without the server and the query", () => {
  expect(pathOf("https://host.test:6500/a/b?c=/d#e")).toBe("/a/b");
  expect(pathOf("https://host.test")).toBe("/");
});
