import createClient from "openapi-fetch";
import type { paths } from "../generated/openapi-typescript/index.ts";
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
  const api = createClient<paths>({ baseUrl: origin, headers: { Authorization: `Bearer ${token}` } });
  const answered = async (call: Promise<{ data?: unknown; response: Response }>): Promise<Answered> => {
    const { data, response } = await call;
    return { data, status: response.status };
  };
  const job = { params: { path: { hostScanJobId: jobId } } };
  const host = { params: { path: { hostId } } };
  return {
    PostListOfIdsAsync: () => answered(api.POST("/api/v1/HostScanJob", { body: rows(credentialId) })),
    Get: () => answered(api.GET("/api/v1/HostScanJob", { params: { query: { limit: 2 } } })),
    GetJobStatus: () => answered(api.GET("/api/v1/HostScanJob/{hostScanJobId}", job)),
    CancelJob: () => answered(api.DELETE("/api/v1/HostScanJob/{hostScanJobId}", job)),
    ByHostId: () => answered(api.POST("/api/v1/HostScanJob/ByHostId/{hostId}", host)),
    GetJobStatusForHost: () => answered(api.GET("/api/v1/HostScanJob/ByHostId/{hostId}", host)),
    ByHostIdMultipleAsync: () =>
      answered(api.POST("/api/v1/HostScanJob/ByHostIdMultiple", { body: [hostId] })),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      answered(
        api.POST("/api/v1/HostScanJob/OuMapping/{credentialId}", {
          params: { path: { credentialId } },
          body: names,
        }),
      ),
    ValidateImportedCsv: () =>
      answered(api.POST("/api/v1/HostScanJob/ValidateImportedCSV", { body: rows(credentialId) })),
    GetHosts: () => answered(api.GET("/api/v1/HostScanJob/Host", { params: { query: { limit: 2 } } })),
    GetHost: () => answered(api.GET("/api/v1/HostScanJob/Host/{hostId}", host)),
    GetHostUsers: () => answered(api.GET("/api/v1/HostScanJob/Host/{hostId}/Users", host)),
    GetHostGroups: () => answered(api.GET("/api/v1/HostScanJob/Host/{hostId}/Groups", host)),
    GetHostServices: () => answered(api.GET("/api/v1/HostScanJob/Host/{hostId}/Services", host)),
    GetHostScheduledTasks: () => answered(api.GET("/api/v1/HostScanJob/Host/{hostId}/ScheduledTasks", host)),
    GetHostFeatures: () => answered(api.GET("/api/v1/HostScanJob/Host/{hostId}/Features", host)),
    GetUsers: () => answered(api.GET("/api/v1/HostScanJob/User", { params: { query: { limit: 2 } } })),
    GetChanges: () => answered(api.GET("/api/v1/HostScanJob/Change", { params: { query: { limit: 2 } } })),
    GetAwaitingTrust: () =>
      answered(api.GET("/api/v1/HostScanJob/Trust", { params: { query: { limit: 2 } } })),
    TrustHosts: () => answered(api.POST("/api/v1/HostScanJob/Trust", { body: pairs })),
    ReviewTrust: () =>
      answered(
        api.GET("/api/v1/HostScanJob/Trust/Job/{hostScanJobId}", {
          params: { path: { hostScanJobId: jobId } },
        }),
      ),
    TrustReviewed: () =>
      answered(
        api.POST("/api/v1/HostScanJob/Trust/Job/{hostScanJobId}", {
          params: { path: { hostScanJobId: jobId } },
          body: review,
        }),
      ),
    TrustKnownHosts: () => answered(api.POST("/api/v1/HostScanJob/Trust/KnownHosts", { body: knownHosts })),
    GetCredentials: () => answered(api.GET("/api/v1/Credential", { params: { query: { limit: 2 } } })),
    AddCredential: () => answered(api.POST("/api/v1/Credential", { body: account })),
    GetCredential: () =>
      answered(api.GET("/api/v1/Credential/{credentialId}", { params: { path: { credentialId } } })),
    RemoveCredential: () =>
      answered(api.DELETE("/api/v1/Credential/{credentialId}", { params: { path: { credentialId } } })),
    ChangeCredentialSecret: () =>
      answered(
        api.PUT("/api/v1/Credential/{credentialId}/Secret", {
          params: { path: { credentialId } },
          body: secret,
        }),
      ),
    ChangeCredentialScope: () =>
      answered(
        api.PUT("/api/v1/Credential/{credentialId}/Scope", {
          params: { path: { credentialId } },
          body: scope,
        }),
      ),
    ResumeCredential: () =>
      answered(api.DELETE("/api/v1/Credential/{credentialId}/Pause", { params: { path: { credentialId } } })),
    SigninBody: () => answered(api.POST("/signinBody", { body: login })),
    Signin2fa: () => answered(api.POST("/signin2fa", { body: code })),
    Sigin2fa: () => answered(api.POST("/sigin2fa", { body: code })),
  };
};
