import { Api } from "../generated/swagger-typescript-api/index.ts";
import { type Connect, code, login, names, rows } from "./calls.ts";

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
    SigninBody: () => signinBody.signinBody(login),
    Signin2fa: () => signin2Fa.signin2Fa(code),
    Sigin2fa: () => sigin2Fa.sigin2Fa(code),
  };
};
