import * as api from "../generated/orval-fetch/index.ts";
import { server } from "../generated/orval-fetch/server.ts";
import { type Connect, code, key, login, names, rows } from "./calls.ts";

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
    SigninBody: () => api.signinBody(login),
    Signin2fa: () => api.signin2fa(code, options),
    Sigin2fa: () => api.sigin2fa(code, options),
  };
};
