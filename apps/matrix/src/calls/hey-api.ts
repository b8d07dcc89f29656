import { client } from "../generated/hey-api/client.gen.ts";
import * as api from "../generated/hey-api/sdk.gen.ts";
import {
  type Answered,
  account,
  type Connect,
  code,
  knownHosts,
  login,
  names,
  pairs,
  review,
  rows,
  scope,
  secret,
} from "./calls.ts";

/** Its zod schemas judge each answer, and each request. */
export const connect: Connect = ({ origin, token, jobId, hostId, credentialId }) => {
  client.setConfig({ baseUrl: origin, auth: token, throwOnError: true });
  const answered = async (call: Promise<{ data: unknown; response?: Response }>): Promise<Answered> => {
    const { data, response } = await call;
    return { data, status: response?.status ?? 0 };
  };
  return {
    PostListOfIdsAsync: () =>
      answered(api.postListOfIdsAsync({ body: rows(credentialId), throwOnError: true })),
    Get: () => answered(api.get({ query: { limit: 2 }, throwOnError: true })),
    GetJobStatus: () => answered(api.getJobStatus({ path: { hostScanJobId: jobId }, throwOnError: true })),
    CancelJob: () => answered(api.cancelJob({ path: { hostScanJobId: jobId }, throwOnError: true })),
    ByHostId: () => answered(api.byHostId({ path: { hostId }, throwOnError: true })),
    GetJobStatusForHost: () => answered(api.getJobStatusForHost({ path: { hostId }, throwOnError: true })),
    ByHostIdMultipleAsync: () => answered(api.byHostIdMultipleAsync({ body: [hostId], throwOnError: true })),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      answered(
        api.scheduleJobsByDnsHostNameMultipleAsync({
          path: { credentialId },
          body: names,
          throwOnError: true,
        }),
      ),
    ValidateImportedCsv: () =>
      answered(api.validateImportedCsv({ body: rows(credentialId), throwOnError: true })),
    GetHosts: () => answered(api.getHosts({ query: { limit: 2 }, throwOnError: true })),
    GetHost: () => answered(api.getHost({ path: { hostId }, throwOnError: true })),
    GetHostUsers: () => answered(api.getHostUsers({ path: { hostId }, throwOnError: true })),
    GetHostGroups: () => answered(api.getHostGroups({ path: { hostId }, throwOnError: true })),
    GetHostServices: () => answered(api.getHostServices({ path: { hostId }, throwOnError: true })),
    GetHostScheduledTasks: () =>
      answered(api.getHostScheduledTasks({ path: { hostId }, throwOnError: true })),
    GetHostFeatures: () => answered(api.getHostFeatures({ path: { hostId }, throwOnError: true })),
    GetUsers: () => answered(api.getUsers({ query: { limit: 2 }, throwOnError: true })),
    GetChanges: () => answered(api.getChanges({ query: { limit: 2 }, throwOnError: true })),
    GetAwaitingTrust: () => answered(api.getAwaitingTrust({ query: { limit: 2 }, throwOnError: true })),
    TrustHosts: () => answered(api.trustHosts({ body: pairs, throwOnError: true })),
    ReviewTrust: () => answered(api.reviewTrust({ path: { hostScanJobId: jobId }, throwOnError: true })),
    TrustReviewed: () =>
      answered(api.trustReviewed({ path: { hostScanJobId: jobId }, body: review, throwOnError: true })),
    TrustKnownHosts: () => answered(api.trustKnownHosts({ body: knownHosts, throwOnError: true })),
    GetCredentials: () => answered(api.getCredentials({ query: { limit: 2 }, throwOnError: true })),
    AddCredential: () => answered(api.addCredential({ body: account, throwOnError: true })),
    GetCredential: () => answered(api.getCredential({ path: { credentialId }, throwOnError: true })),
    RemoveCredential: () => answered(api.removeCredential({ path: { credentialId }, throwOnError: true })),
    ChangeCredentialSecret: () =>
      answered(api.changeCredentialSecret({ path: { credentialId }, body: secret, throwOnError: true })),
    ChangeCredentialScope: () =>
      answered(api.changeCredentialScope({ path: { credentialId }, body: scope, throwOnError: true })),
    ResumeCredential: () => answered(api.resumeCredential({ path: { credentialId }, throwOnError: true })),
    SigninBody: () => answered(api.signinBody({ body: login, throwOnError: true })),
    Signin2fa: () => answered(api.signin2Fa({ body: code, throwOnError: true })),
    Sigin2fa: () => answered(api.sigin2Fa({ body: code, throwOnError: true })),
  };
};
