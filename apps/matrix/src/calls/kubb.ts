import * as api from "../generated/kubb/client.ts";
import {
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

export const connect: Connect = ({ origin, token, jobId, hostId, credentialId }) => {
  // axios declares a bare text as a form unless it is told.
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const config = { baseURL: origin, headers };
  return {
    PostListOfIdsAsync: () => api.postListOfIdsAsync(rows(credentialId), undefined, config),
    Get: () => api.get({ limit: 2 }, config),
    GetJobStatus: () => api.getJobStatus(jobId, config),
    CancelJob: () => api.cancelJob(jobId, config),
    ByHostId: () => api.byHostId(hostId, undefined, config),
    GetJobStatusForHost: () => api.getJobStatusForHost(hostId, config),
    ByHostIdMultipleAsync: () => api.byHostIdMultipleAsync([hostId], undefined, config),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      api.scheduleJobsByDnsHostNameMultipleAsync(credentialId, names, undefined, config),
    ValidateImportedCsv: () => api.validateImportedCsv(rows(credentialId), config),
    GetHosts: () => api.getHosts({ limit: 2 }, config),
    GetHost: () => api.getHost(hostId, config),
    GetHostUsers: () => api.getHostUsers(hostId, { limit: 2 }, config),
    GetHostGroups: () => api.getHostGroups(hostId, { limit: 2 }, config),
    GetHostServices: () => api.getHostServices(hostId, { limit: 2 }, config),
    GetHostScheduledTasks: () => api.getHostScheduledTasks(hostId, { limit: 2 }, config),
    GetHostFeatures: () => api.getHostFeatures(hostId, { limit: 2 }, config),
    GetUsers: () => api.getUsers({ limit: 2 }, config),
    GetChanges: () => api.getChanges({ limit: 2 }, config),
    GetAwaitingTrust: () => api.getAwaitingTrust({ limit: 2 }, config),
    TrustHosts: () => api.trustHosts(pairs, undefined, config),
    ReviewTrust: () => api.reviewTrust(jobId, config),
    TrustReviewed: () => api.trustReviewed(jobId, review, undefined, config),
    TrustKnownHosts: () => api.trustKnownHosts(knownHosts, undefined, config),
    GetCredentials: () => api.getCredentials({ limit: 2 }, config),
    AddCredential: () => api.addCredential(account, undefined, config),
    GetCredential: () => api.getCredential(credentialId, config),
    RemoveCredential: () => api.removeCredential(credentialId, config),
    ChangeCredentialSecret: () => api.changeCredentialSecret(credentialId, secret, config),
    ChangeCredentialScope: () => api.changeCredentialScope(credentialId, scope, config),
    ResumeCredential: () => api.resumeCredential(credentialId, config),
    SigninBody: () => api.signinBody(login, config),
    Signin2fa: () => api.signin2Fa(code, config),
    Sigin2fa: () => api.sigin2Fa(code, config),
  };
};
