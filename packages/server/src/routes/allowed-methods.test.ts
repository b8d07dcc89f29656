import { expect, test } from "vitest";
import { allowedMethods, shadowedRoutes } from "../app.ts";

const routes = [
  { method: "GET", path: "/jobs" },
  { method: "POST", path: "/jobs" },
  { method: "GET", path: "/jobs/:id" },
  { method: "DELETE", path: "/jobs/:id" },
  { method: "POST", path: "/jobs/many" },
];

test.each([
  ["/jobs", ["GET", "HEAD", "OPTIONS", "POST"]],
  ["/jobs/7", ["DELETE", "GET", "HEAD", "OPTIONS"]],
  ["/jobs/many", ["OPTIONS", "POST"]],
  ["/jobs/", []],
  ["/jobs/7/8", []],
  ["/other", []],
  ["/", []],
])("%s has the methods %o", (path, methods) => {
  expect(allowedMethods(routes, path)).toEqual(methods);
});

test("a fixed path is kept from the methods of a path with parameters, but for its own", () => {
  const routes = [
    { method: "get", path: "/jobs" },
    { method: "get", path: "/jobs/:id" },
    { method: "delete", path: "/jobs/:id" },
    { method: "post", path: "/jobs/:id" },
    { method: "post", path: "/jobs/many" },
  ];

  expect(shadowedRoutes(routes)).toEqual([
    { method: "get", path: "/jobs/many" },
    { method: "delete", path: "/jobs/many" },
  ]);
});
