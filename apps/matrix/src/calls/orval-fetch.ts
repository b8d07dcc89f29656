import * as api from "../generated/orval-fetch/index.ts";
import { server } from "../generated/orval-fetch/server.ts";
import {
  account,
  type Connect,
  code,
  key,
  knownHosts,
  login,
  names,
  pairs,
  review,
  rows,
  scope,
  secret,
} from "./calls.ts";

export const connect: Connect = ({ origin, token, jobId, hostId, credentialId }) => {
  server.origin = origin;
  const options = { headers: { Authorization: `Bearer ${token}`, "Idempotency-Key": key } };
  return {
    PostListOfIdsAsync: () => api.postListOfIdsAsync(rows(credentialId), options),
    Get: () => api.get({ limit: 2 }, options),
    GetJobStatus: () => api.getJobStatus(jobId, options),
    CancelJob: () => api.cancelJob(jobId, options),
    ByHostId: () => api.byHostId(hostId, options),
    GetJobStatusForHost: () => api.getJobStatusForHost(hostId, options),
    ByHostIdMultipleAsync: () => api.byHostIdMultipleAsync([hostId], options),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      api.scheduleJobsByDnsHostNameMultipleAsync(credentialId, names, options),
    ValidateImportedCsv: () => api.validateImportedCsv(rows(credentialId), options),
    GetHosts: () => api.getHosts({ limit: 2 }, options),
    GetHost: () => api.getHost(hostId, options),
    GetHostUsers: () => api.getHostUsers(hostId, { limit: 2 }, options),
    GetHostGroups: () => api.getHostGroups(hostId, { limit: 2 }, options),
    GetHostServices: () => api.getHostServices(hostId, { limit: 2 }, options),
    GetHostScheduledTasks: () => api.getHostScheduledTasks(hostId, { limit: 2 }, options),
    GetHostFeatures: () => api.getHostFeatures(hostId, { limit: 2 }, options),
    GetUsers: () => api.getUsers({ limit: 2 }, options),
    GetChanges: () => api.getChanges({ limit: 2 }, options),
    GetAwaitingTrust: () => api.getAwaitingTrust({ limit: 2 }, options),
    TrustHosts: () => api.trustHosts(pairs, options),
    ReviewTrust: () => api.reviewTrust(jobId, options),
    TrustReviewed: () => api.trustReviewed(jobId, review, options),
    TrustKnownHosts: () => api.trustKnownHosts(knownHosts, options),
    GetCredentials: () => api.getCredentials({ limit: 2 }, options),
    AddCredential: () => api.addCredential(account, options),
    GetCredential: () => api.getCredential(credentialId, options),
    RemoveCredential: () => api.removeCredential(credentialId, options),
    ChangeCredentialSecret: () => api.changeCredentialSecret(credentialId, secret, options),
    ChangeCredentialScope: () => api.changeCredentialScope(credentialId, scope, options),
    ResumeCredential: () => api.resumeCredential(credentialId, options),
    SigninBody: () => api.signinBody(login),
    Signin2fa: () => api.signin2fa(code, options),
    Sigin2fa: () => api.sigin2fa(code, options),
  };
};
