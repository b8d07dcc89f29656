import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { fixtureServer } from "../fixture/server.ts";

const { paths: _paths, components: _components, openapi, info } = openapiDocument;

test("the app can write a document of its own, with every operation of the contract", () => {
  const written = fixtureServer().getOpenAPI31Document({ openapi, info });

  expect(Object.keys(written.paths ?? {}).sort()).toEqual(Object.keys(openapiDocument.paths).sort());
  expect(Object.keys(written.components?.schemas ?? {}).sort()).toEqual(
    Object.keys(openapiDocument.components["schemas"] ?? {}).sort(),
  );
});
