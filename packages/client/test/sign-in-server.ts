import { randomUUID } from "node:crypto";

interface Settings {
  readonly lifetimeSeconds?: number;
  /** Whether the first step's token has yet to pass the second one. */
  readonly secondStep?: boolean;
}

const refusal = (status: number) => new Response("Access denied", { status });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * A fixture of an NPS server's sign-in, as far as it is known: two steps that cookies tie together, both answered by a
 * JSON string, and an API that answers 403 to a token which has not passed the second step.
 */
export function signInServer({ lifetimeSeconds = 900, secondStep = true }: Settings = {}) {
  const steps: string[] = [];
  const valid = new Set<string>();
  const sessions = new Map<string, string>();
  let refused = 0;

  const issue = (isMFA: boolean): string => {
    const exp = Math.floor(Date.now() / 1_000) + lifetimeSeconds;
    const claims = { userId: randomUUID(), userName: "admin", hasMFA: true, isMFA, role: "Admin", exp };
    const token = `${encoded({ alg: "none" })}.${encoded(claims)}.`;
    valid.add(token);
    return token;
  };

  async function first(request: Request): Promise<Response> {
    const { Login, Password } = await request.json();
    if (Login !== "admin" || Password !== "p-1") return refusal(401);
    const token = issue(!secondStep);
    const session = randomUUID();
    sessions.set(session, token);
    const answer = Response.json(token);
    answer.headers.append("Set-Cookie", `session=${session}; Path=/; HttpOnly; Secure`);
    answer.headers.append("Set-Cookie", "affinity=node-1; Expires=Wed, 21 Oct 2065 07:28:00 GMT");
    return answer;
  }

  async function second(request: Request, token: string): Promise<Response> {
    const cookies = (request.headers.get("Cookie") ?? "").split("; ");
    const session = cookies.find((cookie) => cookie.startsWith("session="))?.slice("session=".length) ?? "";
    const tied = sessions.get(session) === token && cookies.includes("affinity=node-1");
    if (!tied || (await request.text()) !== '"123456"') return refusal(401);
    return Response.json(issue(true));
  }

  async function fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const token = request.headers.get("Authorization")?.slice("Bearer ".length) ?? "";
    if (pathname.startsWith("/sign")) steps.push(pathname);
    if (pathname === "/signinBody") return first(request);
    if (pathname === "/signin2fa") return second(request, token);
    const claims = valid.has(token) ? JSON.parse(atob(token.split(".")[1] ?? "")) : undefined;
    if (claims?.isMFA && claims.exp * 1_000 > Date.now())
      return Response.json({ id: pathname.split("/").at(-1), status: 1 });
    refused += 1;
    return refusal(claims?.isMFA === false ? 403 : 401);
  }

  return {
    fetch,
    /** The paths of the steps that were taken. */
    steps,
    /** How many calls of the API were refused. */
    get refused() {
      return refused;
    },
    /** From here on no token that was issued is valid. */
    revoke: () => valid.clear(),
  };
}
