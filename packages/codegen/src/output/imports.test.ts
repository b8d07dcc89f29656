import { expect, test } from "vitest";
import { recordingScope } from "./imports.ts";

test("what was named is imported, once and in order", () => {
  const scope = recordingScope();
  expect(scope.component("schemas", "HostId")).toBe("schemas.HostId");
  expect(scope.component("responses", "Conflict")).toBe("responses.Conflict");
  for (const name of ["z", "minLength", "maxLength", "minLength"]) expect(scope.use(name)).toBe(name);
  expect(scope.imports()).toEqual([
    'import { z } from "zod";',
    'import * as responses from "./responses.ts";',
    'import * as schemas from "./schemas.ts";',
    'import { maxLength, minLength } from "./runtime/index.ts";',
  ]);
});

test("components of the file's own kind need no import", () => {
  const scope = recordingScope("schemas");
  expect(scope.component("schemas", "HostId")).toBe("HostId");
  expect(scope.imports()).toEqual([]);
});
