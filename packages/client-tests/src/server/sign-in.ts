import type { createServer } from "@hostscan/server";

/**
 * Adds a fixture of an NPS server's sign-in, whose second step wants the first one's token and cookie. It gives the token
 * that the server admits.
 */
export function addSignIn(app: ReturnType<typeof createServer>): void {
  app.post("/signinBody", (context) =>
    context.json("first", 200, { "Set-Cookie": "session=s-1; Path=/; HttpOnly" }),
  );
  app.post("/signin2fa", async (context) => {
    const { headers } = context.req.raw;
    const tied = headers.get("Authorization") === "Bearer first" && headers.get("Cookie") === "session=s-1";
    const passed = tied && (await context.req.text()) === '"123456"';
    return passed ? context.json("good") : context.body("Access denied", 401);
  });
}
