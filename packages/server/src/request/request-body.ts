import type { Context } from "hono";
import { type Checked, type Problem, pass, stop } from "../problems/problem.ts";
import { bodyProblem } from "../problems/validation-problem.ts";
import { readBodyBytes } from "./body-bytes.ts";

const JSON_TYPE = "application/json";
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a request's JSON body: UTF-8, at most `maxBytes` bytes, declared as one of `contentTypes` with any parameters.
 * Under another type than `application/json`, text that is no JSON stands for itself. Refuses by the declared length
 * before it reads, and by the real one while it does.
 */
export async function readBody(
  context: Context,
  contentTypes: readonly string[],
  maxBytes: number,
): Promise<Checked<unknown>> {
  const { headers } = context.req.raw;
  const type = headers.get("Content-Type");
  const essence = type?.split(";")[0]?.trim().toLowerCase();
  if (essence !== undefined && !contentTypes.includes(essence)) return stop(notJson(`${type}`));
  const coding = headers.get("Content-Encoding");
  if (coding !== null && coding.toLowerCase() !== "identity") return stop(encoded(coding));

  if (Number(headers.get("Content-Length")) > maxBytes) return stop(tooLarge(maxBytes));
  const bytes = await readBodyBytes(context, maxBytes);
  if (bytes === "broken off") return stop(bodyProblem("broke off before its end"));
  if (bytes === "too large") return stop(tooLarge(maxBytes));

  if (bytes.byteLength === 0) return stop(bodyProblem("is missing"));
  if (type === null) return stop(notJson("not declared"));
  return parseBody(bytes, essence === JSON_TYPE);
}

function parseBody(bytes: Uint8Array, mustBeJson: boolean): Checked<unknown> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return stop(bodyProblem("must be UTF-8"));
  }
  try {
    return pass(JSON.parse(text));
  } catch {
    return mustBeJson ? stop(bodyProblem("must be valid JSON")) : pass(text);
  }
}

const notJson = (type: string): Problem => unsupported(`The body must be application/json; it was ${type}.`);

const encoded = (coding: string): Problem => unsupported(`The body must not be encoded; it was ${coding}.`);

const unsupported = (detail: string): Problem => ({
  kind: "unsupported-media-type",
  detail: detail.slice(0, 200),
});

const tooLarge = (maxBytes: number): Problem => ({
  kind: "payload-too-large",
  detail: `The body is larger than ${maxBytes < 1_000_000 ? `${maxBytes / 1_000} kB` : `${maxBytes / 1_000_000} MB`}.`,
});
