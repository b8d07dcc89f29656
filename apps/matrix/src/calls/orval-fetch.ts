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
    SigninBody: () => api.signinBody(login),
    Signin2fa: () => api.signin2fa(code, options),
    Sigin2fa: () => api.sigin2fa(code, options),
  };
};
