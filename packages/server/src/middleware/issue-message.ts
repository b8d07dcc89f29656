import type { InvalidValue } from "@hostscan/core";
import type { z } from "zod";

const TYPES: Readonly<Record<string, string>> = {
  array: "an array",
  boolean: "a boolean",
  int: "an integer",
  number: "a number",
  object: "an object",
  string: "a string",
};
const UNITS: Readonly<Record<string, string>> = { array: "item", string: "character" };

/**
 * Says what a value must be, in the words of the contract's examples ("must be a GUID").
 * Undefined where zod's own message, or the one the schema brings, is to be used.
 */
export const issueMessage: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_format":
      return issue.format === "guid" ? "must be a GUID" : `must match ${issue.pattern}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return bound("least", issue.minimum, issue.origin);
    case "too_big":
      return bound("most", issue.maximum, issue.origin);
    case "invalid_union":
      return issue.errors.every((alternative) => alternative.every(({ path }) => path.length === 0))
        ? issue.errors.flatMap((alternative) => alternative.map(({ message }) => message)).join(" or ")
        : undefined;
    default:
      return undefined;
  }
};

function bound(which: "least" | "most", limit: number | bigint, origin: string): string {
  const unit = UNITS[origin];
  if (!unit) return `must be at ${which} ${limit}`;
  return `must have at ${which} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}`;
}

/** Where the values of a group of parameters, or of the body, stand in a request. */
export type RequestPart = "parameters" | "body";

/** Names what the schemas found wrong: a JSON Pointer (RFC 6901) into the body, or the name of the parameter. */
export function invalidValues(part: RequestPart, issues: readonly z.core.$ZodIssue[]): InvalidValue[] {
  const locate = part === "body" ? jsonPointer : parameterName;
  return issues.map(({ path, message }) => ({ path: locate(path), message }));
}

function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

const parameterName = ([name]: readonly PropertyKey[]): string => String(name);
