import { expect, onTestFinished, test, vi } from "vitest";
import { prepare } from "./request.ts";

const base = "https://nps.example:6500";

test("fills in the path, the query and the headers, and leaves out what is not given", () => {
  const params = {
    path: { hostId: "a/b" },
    query: { limit: 2, after: undefined },
    header: { "X-One": "1", "X-Two": undefined },
  };
  expect(prepare(base, "GET", "/hosts/{hostId}", { params }, true)).toEqual({
    url: `${base}/hosts/a%2Fb?limit=2`,
    headers: { Accept: "application/json", "X-One": "1" },
    body: null,
  });
});

test("sends a body as JSON", () => {
  const { body, headers } = prepare(base, "POST", "/jobs", { body: ["ö"] }, false);
  expect([body, headers]).toEqual([
    '["ö"]',
    { Accept: "application/json", "Content-Type": "application/json" },
  ]);
});

/** As in a page that did not come by HTTPS: `crypto` has no `randomUUID` there. */
function loseRandomUUID() {
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  vi.stubGlobal("crypto", { getRandomValues });
  onTestFinished(() => void vi.unstubAllGlobals());
}

test.each([true, false])(
  "gives each POST a key of its own, that any server can take (HTTPS: %s)",
  (secure) => {
    if (!secure) loseRandomUUID();
    const keys = Array.from(
      { length: 100 },
      () => prepare(base, "POST", "/jobs", {}, true).headers["Idempotency-Key"],
    );
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^[!-~]{1,255}$/);
    expect(prepare(base, "DELETE", "/jobs", {}, true).headers).not.toHaveProperty("Idempotency-Key");
  },
);

test("a key that is given goes before one of its own", () => {
  const key = (init: object, keyed: boolean) =>
    prepare(base, "POST", "/jobs", init, keyed).headers["Idempotency-Key"];
  expect(key({ idempotencyKey: "k-1" }, true)).toBe("k-1");
  expect(key({ idempotencyKey: "k-1" }, false)).toBe("k-1");
  expect(key({ params: { header: { "Idempotency-Key": "k-2" } } }, true)).toBe("k-2");
  expect(key({}, false)).toBeUndefined();
});
