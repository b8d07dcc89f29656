import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import type { CredentialService } from "@hostscan/core";
import { empty } from "../answer.ts";
import { contextOf, pageOf, schedulingContext } from "./call-context.ts";
import { type Checks, forCallers, rejected } from "./operation.ts";

/** The operations of service accounts: HTTP in, one call of the port, HTTP out. */
export function credentialRoutes(credentials: CredentialService, checks: Checks) {
  const open = forCallers(checks);

  return new OpenAPIHono()
    .openapi(open(routes.GetCredentials), async (c) => {
      const asked = c.req.valid("query");
      const found = await credentials.listCredentials(asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetCredentials, found.rejection);
    })
    .openapi(open(routes.AddCredential), async (c) => {
      const context = schedulingContext(c, c.req.valid("header")["idempotency-key"]);
      const added = await credentials.addCredential(c.req.valid("json"), context);
      return added.ok ? c.json(added.value, 200) : rejected(c, routes.AddCredential, added.rejection);
    })
    .openapi(open(routes.GetCredential), async (c) => {
      const found = await credentials.getCredential(c.req.valid("param").credentialId, contextOf(c));
      return found.ok ? c.json(found.value, 200) : rejected(c, routes.GetCredential, found.rejection);
    })
    .openapi(open(routes.RemoveCredential), async (c) => {
      const removed = await credentials.removeCredential(c.req.valid("param").credentialId, contextOf(c));
      return removed.ok ? empty(c, 204) : rejected(c, routes.RemoveCredential, removed.rejection);
    })
    .openapi(open(routes.ChangeCredentialSecret), async (c) => {
      const { credentialId } = c.req.valid("param");
      const changed = await credentials.changeCredentialSecret(
        credentialId,
        c.req.valid("json"),
        contextOf(c),
      );
      return changed.ok
        ? c.json(changed.value, 200)
        : rejected(c, routes.ChangeCredentialSecret, changed.rejection);
    })
    .openapi(open(routes.ChangeCredentialScope), async (c) => {
      const { credentialId } = c.req.valid("param");
      const changed = await credentials.changeCredentialScope(
        credentialId,
        c.req.valid("json"),
        contextOf(c),
      );
      return changed.ok
        ? c.json(changed.value, 200)
        : rejected(c, routes.ChangeCredentialScope, changed.rejection);
    })
    .openapi(open(routes.ResumeCredential), async (c) => {
      const resumed = await credentials.resumeCredential(c.req.valid("param").credentialId, contextOf(c));
      return resumed.ok
        ? c.json(resumed.value, 200)
        : rejected(c, routes.ResumeCredential, resumed.rejection);
    });
}
