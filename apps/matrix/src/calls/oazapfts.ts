import * as api from "../generated/oazapfts/index.ts";
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

export const connect: Connect = ({ origin, token, jobId, hostId, credentialId }) => {
  api.defaults.baseUrl = origin;
  api.defaults.headers = { Authorization: `Bearer ${token}` };
  const answered = async (call: Promise<{ status: number; data?: unknown }>): Promise<Answered> => {
    const { status, data } = await call;
    return { status, data };
  };
  return {
    PostListOfIdsAsync: () => answered(api.postListOfIdsAsync(rows(credentialId))),
    Get: () => answered(api.getApiV1HostScanJob({ limit: 2 })),
    GetJobStatus: () => answered(api.getJobStatus(jobId)),
    CancelJob: () => answered(api.cancelJob(jobId)),
    ByHostId: () => answered(api.byHostId(hostId)),
    GetJobStatusForHost: () => answered(api.getJobStatusForHost(hostId)),
    ByHostIdMultipleAsync: () => answered(api.byHostIdMultipleAsync([hostId])),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      answered(api.scheduleJobsByDnsHostNameMultipleAsync(credentialId, names)),
    ValidateImportedCsv: () => answered(api.validateImportedCsv(rows(credentialId))),
    GetHosts: () => answered(api.getHosts({ limit: 2 })),
    GetHost: () => answered(api.getHost(hostId)),
    GetHostUsers: () => answered(api.getHostUsers(hostId, { limit: 2 })),
    GetHostGroups: () => answered(api.getHostGroups(hostId, { limit: 2 })),
    GetHostServices: () => answered(api.getHostServices(hostId, { limit: 2 })),
    GetHostScheduledTasks: () => answered(api.getHostScheduledTasks(hostId, { limit: 2 })),
    GetHostFeatures: () => answered(api.getHostFeatures(hostId, { limit: 2 })),
    GetUsers: () => answered(api.getUsers({ limit: 2 })),
    GetChanges: () => answered(api.getChanges({ limit: 2 })),
    GetAwaitingTrust: () => answered(api.getAwaitingTrust({ limit: 2 })),
    TrustHosts: () => answered(api.trustHosts(pairs)),
    ReviewTrust: () => answered(api.reviewTrust(jobId)),
    TrustReviewed: () => answered(api.trustReviewed(jobId, review)),
    TrustKnownHosts: () => answered(api.trustKnownHosts(knownHosts)),
    GetCredentials: () => answered(api.getCredentials({ limit: 2 })),
    AddCredential: () => answered(api.addCredential(account)),
    GetCredential: () => answered(api.getCredential(credentialId)),
    RemoveCredential: () => answered(api.removeCredential(credentialId)),
    ChangeCredentialSecret: () => answered(api.changeCredentialSecret(credentialId, secret)),
    ChangeCredentialScope: () => answered(api.changeCredentialScope(credentialId, scope)),
    ResumeCredential: () => answered(api.resumeCredential(credentialId)),
    SigninBody: () => answered(api.signinBody(login)),
    Signin2fa: () => answered(api.signin2Fa(code)),
    Sigin2fa: () => answered(api.sigin2Fa(code)),
  };
};
