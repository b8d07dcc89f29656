import { OpenAPIHono } from "@hono/zod-openapi";
import type { components } from "@hostscan/contract";
import { routes } from "@hostscan/contract/routes";
import type { Caller, HostScanJobService, Rejection, SignInService } from "@hostscan/core";
import type { Env } from "hono";
import { empty } from "../answer.ts";
import { jobRoutes } from "./jobs.ts";
import {
  answerDeclared,
  type Checks,
  forCallers,
  forVisitors,
  registerUnserved,
  rejected,
  type Unserved,
} from "./operation.ts";
import { signInRoutes } from "./sign-in.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <Fact extends true>(fact?: Fact) => fact;

declare const job: components["schemas"]["HostScanJobStatus"];
declare const rejection: Rejection;
declare const checks: Checks;
declare const jobs: HostScanJobService;
declare const signIn: SignInService;
const app = new OpenAPIHono();
const open = forCallers(checks);

// What the schemas make of a request is what a handler gets, and its caller is known.
app.openapi(open(routes.Get), (c) => {
  const query = c.req.valid("query");
  holds<Same<(typeof query)["limit"], number>>();
  holds<Same<(typeof query)["createdBy"], string | undefined>>();
  const caller: Caller = c.get("caller");
  return c.json(caller.role === "" ? [] : [job], 200);
});

app.openapi(open(routes.ByHostId), (c) =>
  c.req.valid("header")["idempotency-key"] ? rejected(c, routes.ByHostId, rejection) : c.json(job, 200),
);

// @ts-expect-error: a status that the document does not declare
app.openapi(open(routes.ByHostId), (c) => c.json(job, 201));

// @ts-expect-error: a status that only a problem may have
app.openapi(open(routes.ByHostId), (c) => c.json(job, 400));

// @ts-expect-error: another body
app.openapi(open(routes.ByHostId), (c) => c.json({ id: 1 }, 200));

// @ts-expect-error: no body
app.openapi(open(routes.ByHostId), (c) => empty(c, 202));

// @ts-expect-error: one job where the document says an array
app.openapi(open(routes.ByHostIdMultipleAsync), (c) => c.json(job, 200));

// @ts-expect-error: the problems of another operation, which declares a 409
app.openapi(open(routes.GetJobStatus), (c) => rejected(c, routes.ByHostId, rejection));

// @ts-expect-error: a part of the request that the document does not give the operation
app.openapi(open(routes.ByHostId), (c) => c.json(c.req.valid("query"), 200));

// The steps of signing in have no caller.
app.openapi(forVisitors(checks)(routes.SigninBody), (c) => {
  const { Login } = c.req.valid("json");
  // @ts-expect-error: nobody has said yet who calls
  const caller: Caller = c.get("caller");
  holds<Same<typeof caller, Caller>>();
  return Login === ""
    ? answerDeclared(c, routes.SigninBody, { kind: "forbidden", detail: "" })
    : c.json("", 200);
});

// Every operation has a handler.
type SchemaOf<App> = App extends OpenAPIHono<Env, infer S> ? S : never;
type SignIn = "SigninBody" | "Signin2fa" | "Sigin2fa";
const withJobs = app.route("/", jobRoutes(jobs, checks));
holds<Same<Extract<Unserved<SchemaOf<typeof withJobs>>, SignIn | "Get" | "CancelJob">, SignIn>>();
const withSteps = app.route("/", signInRoutes(signIn, checks));
holds<
  Same<Extract<Unserved<SchemaOf<typeof withSteps>>, SignIn | "Get" | "CancelJob">, "Get" | "CancelJob">
>();

// @ts-expect-error: operations are missing
registerUnserved(withSteps, checks, {});
