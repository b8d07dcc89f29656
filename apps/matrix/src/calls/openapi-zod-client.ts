import { createApiClient } from "../generated/openapi-zod-client/index.ts";
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

/** Its zod schemas judge each answer, and each request. It answers the body alone, and rejects what is no 2xx. */
export const connect: Connect = ({ origin, token, jobId, hostId, credentialId }) => {
  const api = createApiClient(origin, { axiosConfig: { headers: { Authorization: `Bearer ${token}` } } });
  const answered = async (call: Promise<unknown>): Promise<Answered> => ({ data: await call, status: 200 });
  const none = undefined;
  return {
    PostListOfIdsAsync: () => answered(api.PostListOfIdsAsync(rows(credentialId))),
    Get: () => answered(api.Get({ queries: { limit: 2 } })),
    GetJobStatus: () => answered(api.GetJobStatus({ params: { hostScanJobId: jobId } })),
    CancelJob: async () => ({
      ...(await answered(api.CancelJob(none, { params: { hostScanJobId: jobId } }))),
      status: 202,
    }),
    ByHostId: () => answered(api.ByHostId(none, { params: { hostId } })),
    GetJobStatusForHost: () => answered(api.GetJobStatusForHost({ params: { hostId } })),
    ByHostIdMultipleAsync: () => answered(api.ByHostIdMultipleAsync([hostId])),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      answered(api.ScheduleJobsByDnsHostNameMultipleAsync(names, { params: { credentialId } })),
    ValidateImportedCsv: () => answered(api.ValidateImportedCsv(rows(credentialId))),
    GetHosts: () => answered(api.GetHosts({ queries: { limit: 2 } })),
    GetHost: () => answered(api.GetHost({ params: { hostId } })),
    GetHostUsers: () => answered(api.GetHostUsers({ params: { hostId } })),
    GetHostGroups: () => answered(api.GetHostGroups({ params: { hostId } })),
    GetHostServices: () => answered(api.GetHostServices({ params: { hostId } })),
    GetHostScheduledTasks: () => answered(api.GetHostScheduledTasks({ params: { hostId } })),
    GetHostFeatures: () => answered(api.GetHostFeatures({ params: { hostId } })),
    GetUsers: () => answered(api.GetUsers({ queries: { limit: 2 } })),
    GetChanges: () => answered(api.GetChanges({ queries: { limit: 2 } })),
    GetAwaitingTrust: () => answered(api.GetAwaitingTrust({ queries: { limit: 2 } })),
    TrustHosts: () => answered(api.TrustHosts(pairs)),
    ReviewTrust: () => answered(api.ReviewTrust({ params: { hostScanJobId: jobId } })),
    TrustReviewed: () => answered(api.TrustReviewed(review, { params: { hostScanJobId: jobId } })),
    TrustKnownHosts: () => answered(api.TrustKnownHosts(knownHosts)),
    GetCredentials: () => answered(api.GetCredentials({ queries: { limit: 2 } })),
    AddCredential: () => answered(api.AddCredential(account)),
    GetCredential: () => answered(api.GetCredential({ params: { credentialId } })),
    RemoveCredential: async () => ({
      ...(await answered(api.RemoveCredential(none, { params: { credentialId } }))),
      status: 204,
    }),
    ChangeCredentialSecret: () => answered(api.ChangeCredentialSecret(secret, { params: { credentialId } })),
    ChangeCredentialScope: () => answered(api.ChangeCredentialScope(scope, { params: { credentialId } })),
    ResumeCredential: () => answered(api.ResumeCredential(none, { params: { credentialId } })),
    SigninBody: () => answered(api.SigninBody(login)),
    Signin2fa: () => answered(api.Signin2fa(code)),
    Sigin2fa: async () => answered(api.Signin2fa(code)),
  };
};
