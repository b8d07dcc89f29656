const ALWAYS = ["X-Request-Id"];
const BY_STATUS = {
  401: ["WWW-Authenticate"],
  405: ["Allow"],
  429: ["Retry-After", "RateLimit", "RateLimit-Policy"],
  503: ["Retry-After"],
};

/** Every answer carries the request id, and an error the headers that tell a client how to go on. */
export const answersCarryHeaders = () => ({
  Operation(operation, { report, resolve, location }) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      const headers = resolve(response).node.headers ?? {};
      const expected = [...ALWAYS, ...(BY_STATUS[status] ?? [])];
      const missing = expected.filter((name) => !(name in headers));
      if (missing.length === 0) continue;
      report({
        message: `The answer ${status} must declare ${missing.join(", ")}.`,
        location: location.child(["responses", status]).key(),
      });
    }
  },
});
