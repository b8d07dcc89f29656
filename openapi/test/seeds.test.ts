import { describe, expect, test } from "vitest";
import { operationsOf, readDocument } from "./document.ts";
import { bodyFacts, modelFacts, operationFacts } from "./facts.ts";
import { faultOf } from "./validation.ts";

const document = await readDocument();
const operations = operationsOf(document);
const schemas = document.components.schemas;

function placed(operationId: string) {
  const found = operations.find(({ operation }) => operation.operationId === operationId);
  if (!found) throw new Error(`The document has no operation ${operationId}`);
  return found;
}

function schemaNamed(name: string): object {
  const schema = schemas[name.replace(/\[\]$/, "")];
  if (!schema) throw new Error(`The document has no schema ${name}`);
  return name.endsWith("[]") ? { type: "array", items: schema } : schema;
}

/** Parameters that this API adds to the reference. */
const ADDED = ["Idempotency-Key"];
/** Members that this API adds to those of the reference. */
const ADDED_MEMBERS = ["errors", "sections"];
/** Members that answers always have here. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  HostScanJobStatus: ["id", "status", "hostScanHostStatus"],
};
/** Members of requests that may be null here, as all others. */
const TAKE_NULL = ["HostScanJobRequest.credentialId", "HostScanJobRequest.acceptThumbprintOnFirstDiscovery"];
const NIL = "00000000-0000-0000-0000-000000000000";
/** How the reference writes the type of the parameters it has. */
const GUID = "string(uuid)";

describe.each(operationFacts)("$operationId agrees with the seed fixture $seed", (fact) => {
  const { path, method, operation } = placed(fact.operationId);

  test("in path, letter case and method", () => {
    expect({ path, method }).toEqual({ path: fact.path, method: fact.method.toLowerCase() });
  });

  test("in the page it names, its title and its tag", () => {
    expect(operation["x-source"]).toBe(fact.page);
    expect(operation.summary).toBe(fact.title);
    expect(operation.tags).toEqual(["HostScanJob"]);
  });

  test("in its roles", () => {
    expect(operation["x-roles"]).toEqual(fact.roles);
  });

  test("in its parameters", () => {
    const parameters = (operation.parameters ?? []).filter(({ name }) => !ADDED.includes(name));
    const printed = parameters.map(({ name, in: place, required }) => ({ name, place, required }));
    expect(printed).toEqual(
      fact.parameters.map(({ name, in: place, required }) => ({ name, place, required })),
    );
    expect(fact.parameters.filter(({ type }) => type !== GUID)).toEqual([]);
    for (const { schema } of parameters) expect(schema).toMatchObject({ type: "string", format: "uuid" });
  });

  test("in having a body or none", () => {
    expect(operation.requestBody !== undefined).toBe(fact.body !== null);
  });

  test.each(fact.responses)("in the answer $status", ({ status, schema }) => {
    expect(Object.keys(operation.responses)).toContain(String(status));
    expect(operation.responses[status]?.content !== undefined).toBe(schema !== "None");
  });

  test("in having no other answer of success", () => {
    const succeeds = (status: number | string) => String(status).startsWith("2");
    const expected = fact.responses
      .filter(({ status }) => succeeds(status))
      .map(({ status }) => String(status));
    expect(Object.keys(operation.responses).filter(succeeds)).toEqual(expected);
  });
});

describe.each(Object.entries(modelFacts))(
  "the schema %s agrees with the seed fixture models.json",
  (name, fact) => {
    const schema = schemaNamed(name);
    const whole = REQUIRED[name] ? { id: NIL, status: 0, hostScanHostStatus: [] } : {};

    test("in its members", () => {
      const members = Object.keys(schemas[name]?.properties ?? {}).filter(
        (member) => !ADDED_MEMBERS.includes(member),
      );
      expect(members).toEqual(fact.members.map((member) => member.name));
    });

    const required = schemas[name]?.required ?? [];

    test("in requiring none of them, or those of an answer that this API always tells", () => {
      expect(faultOf(schema, whole)).toBeNull();
      expect(required).toEqual(REQUIRED[name] ?? []);
    });

    test.each(fact.members)("in what $name may be: $type", ({ name: member, type }) => {
      const allowsNull = type === "any" || type.endsWith("¦null");
      const told = { ...whole, [member]: null };
      expect(faultOf(schema, told) === null).toBe(allowsNull || TAKE_NULL.includes(`${name}.${member}`));
    });
  },
);

test("a validated row has the members of the request, as they are there, and an error for each column", () => {
  const { properties = {} } = schemas["ValidatedHostScanJobRequest"] ?? {};
  const request = schemas["HostScanJobRequest"]?.properties ?? {};
  const bare = (schema: object) => ({ ...schema, description: undefined });
  for (const [member, schema] of Object.entries(request)) {
    if (TAKE_NULL.includes(`HostScanJobRequest.${member}`)) continue;
    expect(bare(properties[member] ?? {}), member).toEqual(bare(schema));
  }
  // A null of these says nothing, and is not answered.
  expect(request["credentialId"]).toMatchObject({ oneOf: [properties["credentialId"], { type: "null" }] });
  const { acceptThumbprintOnFirstDiscovery: accept } = properties;
  expect(request["acceptThumbprintOnFirstDiscovery"]).toMatchObject({ type: [accept?.type, "null"] });
  const added = Object.keys(properties).filter((member) => !(member in request));
  expect(added).toEqual(["dnsHostNameError", "ipAddressError", "platformNameError", "credentialNameError"]);
});

test.each(bodyFacts)("the seed fixture $file fits $schema", ({ operationId, kind, status, schema, body }) => {
  const { requestBody, responses } = placed(operationId).operation;
  const content = kind === "request" ? requestBody?.content : responses[String(status)]?.content;
  const [mediaType] = Object.values(content ?? {});

  expect(faultOf(schemaNamed(schema), body)).toBeNull();
  expect(mediaType && faultOf(mediaType.schema, body)).toBeNull();
});

test("the seed fixtures hold every body that the five seeds print", () => {
  expect(bodyFacts.map(({ operationId, kind }) => `${operationId} ${kind}`)).toEqual([
    "ByHostId response",
    "ByHostIdMultipleAsync request",
    "ByHostIdMultipleAsync response",
    "CancelJob response",
    "PostListOfIdsAsync request",
    "PostListOfIdsAsync response",
    "ScheduleJobsByDnsHostNameMultipleAsync request",
    "ScheduleJobsByDnsHostNameMultipleAsync response",
  ]);
});
