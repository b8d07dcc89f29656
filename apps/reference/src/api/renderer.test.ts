import { expect, test } from "vitest";
import { rendererBundle } from "./api-page.ts";

test("the plugin gives the whole bundle", async () => {
  const bundle = new TextDecoder().decode(await rendererBundle());
  expect(bundle.length).toBeGreaterThan(1_000_000);
  expect(bundle).toContain("createApiReference");
});
