import { OpenAPIHono } from "@hono/zod-openapi";
import { routes } from "@hostscan/contract/routes";
import type { TrustService } from "@hostscan/core";
import { contextOf, pageOf, schedulingContext } from "./call-context.ts";
import { type Checks, forCallers, rejected } from "./operation.ts";

/** The operations that trust what hosts have shown: HTTP in, one call of the port, HTTP out. */
export function trustRoutes(trust: TrustService, checks: Checks) {
  const open = forCallers(checks);

  return new OpenAPIHono()
    .openapi(open(routes.GetAwaitingTrust), async (c) => {
      const asked = c.req.valid("query");
      const found = await trust.listAwaitingTrust(asked, contextOf(c));
      return found.ok
        ? c.json(pageOf(c, asked, found.value), 200)
        : rejected(c, routes.GetAwaitingTrust, found.rejection);
    })
    .openapi(open(routes.TrustHosts), async (c) => {
      const context = schedulingContext(c, c.req.valid("header")["idempotency-key"]);
      const trusted = await trust.trustHosts(c.req.valid("json"), context);
      return trusted.ok ? c.json(trusted.value, 200) : rejected(c, routes.TrustHosts, trusted.rejection);
    })
    .openapi(open(routes.ReviewTrust), async (c) => {
      const review = await trust.reviewTrust(c.req.valid("param").hostScanJobId, contextOf(c));
      return review.ok ? c.json(review.value, 200) : rejected(c, routes.ReviewTrust, review.rejection);
    })
    .openapi(open(routes.TrustReviewed), async (c) => {
      const { hostScanJobId } = c.req.valid("param");
      const context = schedulingContext(c, c.req.valid("header")["idempotency-key"]);
      const trusted = await trust.trustReviewed(hostScanJobId, c.req.valid("json"), context);
      return trusted.ok ? c.json(trusted.value, 200) : rejected(c, routes.TrustReviewed, trusted.rejection);
    })
    .openapi(open(routes.TrustKnownHosts), async (c) => {
      const context = schedulingContext(c, c.req.valid("header")["idempotency-key"]);
      const trusted = await trust.trustKnownHosts(c.req.valid("json"), context);
      return trusted.ok ? c.json(trusted.value, 200) : rejected(c, routes.TrustKnownHosts, trusted.rejection);
    });
}
