import { describe, expect, test } from "vitest";
import { type MediaType, operationsOf, readDocument } from "./document.ts";
import { faultOf } from "./validation.ts";

const document = await readDocument();
const operations = operationsOf(document).map(({ operation }) => operation);

function expectExamplesToFit(content: Readonly<Record<string, MediaType>>) {
  for (const { schema, examples } of Object.values(content)) {
    expect(Object.keys(examples)).not.toHaveLength(0);
    for (const { value } of Object.values(examples)) expect(faultOf(schema, value)).toBeNull();
  }
}

describe.each(operations)("$operationId", ({ parameters = [], responses }) => {
  test.each(parameters)("shows a value that fits the parameter $name", ({ schema, example }) => {
    expect(faultOf(schema, example)).toBeNull();
  });

  test.each(Object.entries(responses))(
    "shows an answer %s that fits",
    (_status, { headers, content = {} }) => {
      expectExamplesToFit(content);
      for (const { schema, example } of Object.values(headers)) expect(faultOf(schema, example)).toBeNull();
    },
  );
});

test.each(operations.filter(({ requestBody }) => requestBody))(
  "$operationId shows a request that fits",
  ({ requestBody }) => expectExamplesToFit(requestBody?.content ?? {}),
);

test.each(Object.entries(document.components.schemas))(
  "the schema %s shows values that fit",
  (_name, schema) => {
    const members = Object.values(schema.properties ?? {});
    for (const shown of [schema, ...members]) {
      for (const example of shown.examples ?? []) expect(faultOf(shown, example)).toBeNull();
    }
  },
);
