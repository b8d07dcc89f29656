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
    SigninBody: () => signinBody.signinBody(login),
    Signin2fa: () => signin2Fa.signin2Fa(code),
    Sigin2fa: () => sigin2Fa.sigin2Fa(code),
  };
};
