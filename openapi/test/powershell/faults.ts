import type { PlacedOperation } from "../document.ts";
import { faultOf } from "../validation.ts";
import { follow, type RestCall, type Script, type Value } from "./calls.ts";
import { parse } from "./parse.ts";

/** The parameters of `Invoke-RestMethod` that Windows PowerShell 5.1 and PowerShell 7 have in common. */
const PARAMETERS = (
  "Body Certificate CertificateThumbprint ContentType Credential DisableKeepAlive Headers InFile " +
  "MaximumRedirection Method OutFile PassThru Proxy ProxyCredential ProxyUseDefaultCredentials SessionVariable " +
  "TimeoutSec TransferEncoding Uri UseBasicParsing UseDefaultCredentials UserAgent WebSession"
).split(" ");

/** Variables that PowerShell sets itself (about_Automatic_Variables) and that a script might take for its own. */
const AUTOMATIC = "args error event home host input matches pid profile pwd this".split(" ");

const SERVER = "https://localhost:6500";

/** Values of path parameters, which the samples have in the environment. */
const IDS: Readonly<Record<string, string>> = {
  hostId: "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd",
  hostScanJobId: "9c711ab3-8fc1-4d66-88d4-08f85117f32e",
  credentialId: "f568fec0-10b6-4b94-9daf-e62c50c9bf3e",
};

/** What the samples find in the environment, or an earlier one has left behind. */
const SURROUNDINGS: Readonly<Record<string, string>> = {
  "env:HOSTSCAN_URL": SERVER,
  "env:HOSTSCAN_TOKEN": "token",
  "env:HOST_ID": `${IDS["hostId"]}`,
  "env:OTHER_HOST_ID": "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  "env:JOB_ID": `${IDS["hostScanJobId"]}`,
  "env:CREDENTIAL_ID": `${IDS["credentialId"]}`,
  firstToken: "token",
  session: "session",
};

/** What is wrong with a PowerShell sample of an operation, in words; nothing where all is well. */
export function faultsOf(sample: string, operation: PlacedOperation): string[] {
  let script: Script;
  try {
    script = follow(parse(sample), SURROUNDINGS);
  } catch (error) {
    return [String(error)];
  }
  const [call, ...more] = script.calls;
  if (call === undefined || more.length > 0) return ["calls not exactly once"];
  const taken = script.assigned.filter((name) => AUTOMATIC.includes(name.toLowerCase()));
  return [
    ...taken.map((name) => `$${name} is PowerShell's own`),
    ...[...call.keys()]
      .filter((name) => !PARAMETERS.includes(name))
      .map((name) => `-${name} is no parameter`),
    ...wrongTarget(call, operation),
    ...wrongHeaders(call, operation),
    ...wrongBody(call, operation),
  ];
}

function wrongTarget(call: RestCall, { path, method, operation }: PlacedOperation): string[] {
  const uri = text(call.get("Uri"));
  const [address, query] = uri.split("?");
  const expected = SERVER + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `${IDS[name]}`);
  const known = (operation.parameters ?? []).filter((each) => each.in === "query").map(({ name }) => name);
  const unknown = [...new URLSearchParams(query).keys()].filter((name) => !known.includes(name));
  return [
    ...(address === expected ? [] : [`${uri} is not ${expected}`]),
    ...unknown.map((name) => `${name} is no parameter of the query`),
    ...(text(call.get("Method")).toLowerCase() === method ? [] : [`the method is not ${method}`]),
  ];
}

function wrongHeaders(call: RestCall, { operation }: PlacedOperation): string[] {
  const { parameters = [], security } = operation;
  const headers = call.get("Headers") ?? {};
  const given = typeof headers === "string" ? {} : headers;
  const key = parameters.find(({ name }) => name === "Idempotency-Key")?.name;
  return [
    ...(key !== undefined && !given[key] ? [`there is no ${key}`] : []),
    ...(security.length > 0 && given["Authorization"] !== "Bearer token" ? ["there is no token"] : []),
  ];
}

function wrongBody(call: RestCall, { operation: { requestBody } }: PlacedOperation): string[] {
  const body = call.get("Body");
  if (!requestBody) return body === undefined ? [] : ["there is a body"];
  if (body === undefined) return ["there is no body"];
  const { schema } = requestBody.content["application/json"] ?? { schema: {} };
  const fault = fits(schema, text(body));
  return [
    // Without a charset, versions before 7.4 send Latin-1.
    ...(text(call.get("ContentType")) === "application/json; charset=utf-8"
      ? []
      : ["the body is not sent as JSON"]),
    ...(fault === null ? [] : [`the body: ${fault}`]),
  ];
}

function fits(schema: object, body: string): string | null {
  try {
    return faultOf(schema, JSON.parse(body));
  } catch (error) {
    return String(error);
  }
}

const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");
