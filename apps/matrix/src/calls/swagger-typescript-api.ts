import { Api } from "../generated/swagger-typescript-api/index.ts";
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
  const headers = { Authorization: `Bearer ${token}` };
  const { api, signinBody, signin2Fa, sigin2Fa } = new Api({ baseUrl: origin, baseApiParams: { headers } });
  return {
    PostListOfIdsAsync: () => api.postListOfIdsAsync(rows(credentialId)),
    Get: () => api.get({ limit: 2 }),
    GetJobStatus: () => api.getJobStatus(jobId),
    CancelJob: () => api.cancelJob(jobId),
    ByHostId: () => api.byHostId(hostId),
    GetJobStatusForHost: () => api.getJobStatusForHost(hostId),
    ByHostIdMultipleAsync: () => api.byHostIdMultipleAsync([hostId]),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      api.scheduleJobsByDnsHostNameMultipleAsync(credentialId, names),
    ValidateImportedCsv: () => api.validateImportedCsv(rows(credentialId)),
    GetHosts: () => api.getHosts({ limit: 2 }),
    GetHost: () => api.getHost(hostId),
    GetHostUsers: () => api.getHostUsers(hostId, { limit: 2 }),
    GetHostGroups: () => api.getHostGroups(hostId, { limit: 2 }),
    GetHostServices: () => api.getHostServices(hostId, { limit: 2 }),
    GetHostScheduledTasks: () => api.getHostScheduledTasks(hostId, { limit: 2 }),
    GetHostFeatures: () => api.getHostFeatures(hostId, { limit: 2 }),
    GetUsers: () => api.getUsers({ limit: 2 }),
    GetChanges: () => api.getChanges({ limit: 2 }),
    GetAwaitingTrust: () => api.getAwaitingTrust({ limit: 2 }),
    TrustHosts: () => api.trustHosts(pairs),
    ReviewTrust: () => api.reviewTrust(jobId),
    TrustReviewed: () => api.trustReviewed(jobId, review),
    TrustKnownHosts: () => api.trustKnownHosts(knownHosts),
    GetCredentials: () => api.getCredentials({ limit: 2 }),
    AddCredential: () => api.addCredential(account),
    GetCredential: () => api.getCredential(credentialId),
    RemoveCredential: () => api.removeCredential(credentialId),
    ChangeCredentialSecret: () => api.changeCredentialSecret(credentialId, secret),
    ChangeCredentialScope: () => api.changeCredentialScope(credentialId, scope),
    ResumeCredential: () => api.resumeCredential(credentialId),
    SigninBody: () => signinBody.signinBody(login),
    Signin2fa: () => signin2Fa.signin2Fa(code),
    Sigin2fa: () => sigin2Fa.sigin2Fa(code),
  };
};
