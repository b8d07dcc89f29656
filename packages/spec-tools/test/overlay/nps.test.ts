import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isObject, type Json, Place, requiredMember, typeFiles } from "@hostscan/contract/generate";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, expect, test } from "vitest";
import { type Overlaid, overlaid } from "../../src/overlay/overlaid.ts";

const openapiFolder = fileURLToPath(new URL("../../../../openapi/", import.meta.url));

interface Answer {
  readonly operationId: string;
  readonly status: number;
  readonly contentType?: string;
  readonly body: Json;
}

/** Answers in a folder of fixtures, by their files. */
const answersIn = (folder: string): (readonly [file: string, answer: Answer])[] =>
  readdirSync(`${openapiFolder}fixtures/${folder}`)
    .filter((file) => folder === "nps" || /\.response\.200\.json$/.test(file))
    .map((file) => [file, JSON.parse(readFileSync(`${openapiFolder}fixtures/${folder}/${file}`, "utf8"))]);

let made: Overlaid;
beforeAll(async () => {
  made = await overlaid(openapiFolder, "nps-4.2");
});

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

/** What is wrong with an answer by the document. */
function faultOf({ operationId, status, contentType = "application/json", body }: Answer): string | null {
  const document = new Place(made.document).object();
  const paths = requiredMember(document, "paths").value;
  const operation = Object.values(isObject(paths) ? paths : {})
    .flatMap((path) => (isObject(path) ? Object.values(path) : []))
    .filter(isObject)
    .find((each) => each["operationId"] === operationId);
  const responses = operation?.["responses"];
  const response = isObject(responses) ? responses[`${status}`] : undefined;
  if (!isObject(response)) return `${operationId} has no answer ${status}`;
  const at = `${response["$ref"]}/content/${contentType.replace("/", "~1")}/schema`;
  if (ajv.getSchema("nps") === undefined) ajv.addSchema({ ...document.value, $id: "nps" });
  const validate = ajv.compile({ $ref: `nps${at}` });
  return validate(body) ? null : ajv.errorsText(validate.errors);
}

test("the document that the overlay makes is without a flaw, by a linter", () => {
  expect(made.lint).toMatchObject({ exitCode: 0 });
  expect(made.lint.errors).toContain("Your API description is valid");
});

test.each([...answersIn("nps"), ...answersIn("seeds")])(
  "%s is an answer by it (fixture)",
  (_file, answer) => {
    expect(faultOf(answer)).toBeNull();
  },
);

test("what no server of NPS answers is told", () => {
  const answer = { operationId: "GetJobStatus", status: 200 };
  expect(faultOf({ ...answer, body: [] })).toContain("must be object");
  expect(faultOf({ ...answer, body: { status: { name: "Running" } } })).toContain("must be integer,string");
  expect(faultOf({ ...answer, status: 429, body: {} })).toBe("GetJobStatus has no answer 429");
});

test("types are generated from it, in which no member of an answer is sure to be there", async () => {
  const files = await typeFiles(new Place(made.document).object().value);
  const types = files.map(({ text }) => text).join("\n");
  expect(types).toMatch(/ {8}HostScanJobStatus: \{\n(?: {12}.*\n)*? {12}id\?: /);
  expect(types).toMatch(/ActionStatus: number \| string;/);
  expect(types).toContain("hostScanJobHostJoin: components");
  expect(types).not.toMatch(/"(?:Idempotency-Key|Retry-After)"\??: |after\?: /);
});
