/** Bodies as they were given, of the requests that {@link recordingRequest} made. */
const bodies = new WeakMap<Request, BodyInit | undefined>();

/** A `Request` that keeps its body, so that it need not be read out of it to be sent again. */
export function recordingRequest(Base: typeof Request): typeof Request {
  return class extends Base {
    // A middleware may give a request of the platform's own.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Base;
    }
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(input, init);
      const body = init?.body;
      // A stream can be sent once only: it is read, as of any other request.
      if (body === undefined || body === null || typeof body === "string")
        bodies.set(this, body ?? undefined);
    }
  };
}

/** What a request has for a body; it may be asked for again. */
export async function bodyOf(request: Request): Promise<BodyInit | undefined> {
  if (bodies.has(request)) return bodies.get(request);
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  // A platform that knows no streams (React Native) does not tell whether there is a body, and reads texts only.
  if (request.body === null) return undefined;
  const copy = request.clone();
  const packed = request.headers.has("Content-Encoding");
  const isText =
    !packed && /^(text\/|application\/([\w.+-]*\+)?json)/i.test(request.headers.get("Content-Type") ?? "");
  return isText ? (await copy.text()) || undefined : copy.arrayBuffer();
}

/** The path of an address, without the server and without the query. Not by `URL`, which React Native has by name only. */
export function pathOf(url: string): string {
  return url.replace(/^\w+:\/\/[^/?#]*/, "").replace(/[?#].*$/s, "") || "/";
}
