import { OpenAPIHono } from "@hono/zod-openapi";
import { expect, test } from "vitest";
import { openapiDocument } from "../../src/document.ts";
import { documentHead, registerComponents, routes } from "../../src/routes.ts";
import { throughJson } from "../json.ts";
import { normalise } from "./normalise.ts";

function emitDocument() {
  const app = new OpenAPIHono();
  registerComponents(app.openAPIRegistry);
  for (const route of Object.values(routes)) {
    app.openapi(route, () => {
      throw new Error("only the document is asked for");
    });
  }
  return app.getOpenAPI31Document(documentHead);
}

test("an app with all routes emits the hand-written document", () => {
  expect(normalise(throughJson(emitDocument()))).toEqual(normalise(throughJson(openapiDocument)));
});
