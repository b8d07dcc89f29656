import { expect, test } from "vitest";
import { shadowedRoutes } from "./shadowed-routes.ts";

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
