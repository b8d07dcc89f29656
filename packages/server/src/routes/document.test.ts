import { openapiYaml, servedDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { fixtureServer } from "../testing/server.ts";

const app = fixtureServer();

test("the document is served as JSON to anyone", async () => {
  const response = await app.request("/openapi.json");

  expect(response.headers.get("Content-Type")).toBe("application/json");
  expect(await response.json()).toEqual(servedDocument());
});

test("the document is served as YAML to anyone", async () => {
  const response = await app.request("/openapi.yaml");

  expect(response.headers.get("Content-Type")).toBe("application/yaml");
  expect(await response.text()).toBe(await openapiYaml());
});

test.each(["/openapi.json", "/openapi.yaml"])("%s is sent once to those who keep it", async (path) => {
  const first = await app.request(path);
  const etag = first.headers.get("ETag") ?? "";
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect(first.headers.get("Cache-Control")).toBe("public, max-age=300");

  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const again = await app.request(path, { headers: { "If-None-Match": known } });
    expect([again.status, again.headers.get("ETag"), await again.text()]).toEqual([304, etag, ""]);
  }
  expect((await app.request(path, { headers: { "If-None-Match": '"other"' } })).status).toBe(200);
});

test("the forms of the document have tags of their own", async () => {
  const [json, yaml] = await Promise.all([app.request("/openapi.json"), app.request("/openapi.yaml")]);

  expect(json.headers.get("ETag")).not.toBe(yaml.headers.get("ETag"));
});
