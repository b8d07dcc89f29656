import { expect, test } from "vitest";
import { enclosing } from "./types-diff.ts";

const lines = `export interface paths {
    "/jobs/{id}": {
        /** @description Not a block { */
        get: operations["Get"];
    };
}
export const Status = {
  Queued: 0,
} as const;
export interface components {
    schemas: {
        Job: {
            /**
             * Words:
             */
            hosts?: {
                readonly name?: string;
            }[];
        };
    };
}
export type operations = Record<string, never>;`.split("\n");

test.each([
  ["get: op", 'paths."/jobs/{id}"'],
  ["Queued", "Status"],
  ["Words", "components.schemas.Job"],
  ["readonly name", "components.schemas.Job.hosts"],
  ["export type", ""],
])("%s stands in %s", (text, names) => {
  expect(
    enclosing(
      lines,
      lines.findIndex((line) => line.includes(text)),
    ),
  ).toBe(names);
});
