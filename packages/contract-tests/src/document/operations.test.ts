import { openapiDocument } from "@hostscan/contract/document";
import { expect, test } from "vitest";
import { operationsOf } from "./operations.ts";

test("reads every operation of the contract", () => {
  const operations = operationsOf({ ...openapiDocument });
  expect(
    operations.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`),
  ).toMatchInlineSnapshot(`
    [
      "GET /api/v1/HostScanJob Get",
      "POST /api/v1/HostScanJob PostListOfIdsAsync",
      "GET /api/v1/HostScanJob/{hostScanJobId} GetJobStatus",
      "DELETE /api/v1/HostScanJob/{hostScanJobId} CancelJob",
      "GET /api/v1/HostScanJob/ByHostId/{hostId} GetJobStatusForHost",
      "POST /api/v1/HostScanJob/ByHostId/{hostId} ByHostId",
      "POST /api/v1/HostScanJob/ByHostIdMultiple ByHostIdMultipleAsync",
      "POST /api/v1/HostScanJob/OuMapping/{credentialId} ScheduleJobsByDnsHostNameMultipleAsync",
      "POST /api/v1/HostScanJob/ValidateImportedCSV ValidateImportedCsv",
      "GET /api/v1/HostScanJob/Host GetHosts",
      "GET /api/v1/HostScanJob/Host/{hostId} GetHost",
      "GET /api/v1/HostScanJob/Host/{hostId}/Users GetHostUsers",
      "GET /api/v1/HostScanJob/Host/{hostId}/Groups GetHostGroups",
      "GET /api/v1/HostScanJob/Host/{hostId}/Services GetHostServices",
      "GET /api/v1/HostScanJob/Host/{hostId}/ScheduledTasks GetHostScheduledTasks",
      "GET /api/v1/HostScanJob/Host/{hostId}/Features GetHostFeatures",
      "GET /api/v1/HostScanJob/User GetUsers",
      "GET /api/v1/HostScanJob/Change GetChanges",
      "GET /api/v1/HostScanJob/Trust GetAwaitingTrust",
      "POST /api/v1/HostScanJob/Trust TrustHosts",
      "GET /api/v1/HostScanJob/Trust/Job/{hostScanJobId} ReviewTrust",
      "POST /api/v1/HostScanJob/Trust/Job/{hostScanJobId} TrustReviewed",
      "POST /api/v1/HostScanJob/Trust/KnownHosts TrustKnownHosts",
      "GET /api/v1/Credential GetCredentials",
      "POST /api/v1/Credential AddCredential",
      "GET /api/v1/Credential/{credentialId} GetCredential",
      "DELETE /api/v1/Credential/{credentialId} RemoveCredential",
      "PUT /api/v1/Credential/{credentialId}/Secret ChangeCredentialSecret",
      "PUT /api/v1/Credential/{credentialId}/Scope ChangeCredentialScope",
      "DELETE /api/v1/Credential/{credentialId}/Pause ResumeCredential",
      "POST /signinBody SigninBody",
      "POST /signin2fa Signin2fa",
      "POST /sigin2fa Sigin2fa",
    ]
  `);
});

test("reads what a path item declares for all its operations", () => {
  const parameter = { name: "id", in: "path", example: 7 };
  const operation = {
    operationId: "read",
    parameters: [{ name: "X", in: "header" }],
    responses: { "200": {} },
  };
  const [read] = operationsOf({ paths: { "/{id}": { parameters: [parameter], get: operation } } });
  expect(read).toMatchObject({ method: "GET", path: "/{id}", hasBody: false, exampleBody: undefined });
  expect([...(read?.pathParameters ?? [])]).toEqual([["id", "7"]]);
  expect(read?.responses.has(200)).toBe(true);
});

test.each([
  ["no operationId", { responses: {} }],
  ["no example", { operationId: "a", requestBody: { content: { "application/json": {} } } }],
  ["no example", { operationId: "a", requestBody: { content: { "text/plain": {} } } }],
])("refuses an operation with %s", (says, post) => {
  expect(() => operationsOf({ paths: { "/": { post } } })).toThrow(says);
});
