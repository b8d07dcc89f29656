import type { InvalidValue } from "@hostscan/core";
import type { z } from "zod";

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
