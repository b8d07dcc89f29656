import { MutationObserver, QueryClient } from "@tanstack/react-query";
import * as api from "../generated/orval-react-query/index.ts";
import { server } from "../generated/orval-react-query/server.ts";
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

/** By the options that its hooks are made of; a hook needs a page. */
export const connect: Connect = ({ origin, token, jobId, hostId, credentialId }) => {
  server.origin = origin;
  const queries = new QueryClient();
  const options = { fetch: { headers: { Authorization: `Bearer ${token}` } } };
  return {
    PostListOfIdsAsync: () =>
      new MutationObserver(queries, api.getPostListOfIdsAsyncMutationOptions(options)).mutate({
        data: rows(credentialId),
      }),
    Get: () => queries.fetchQuery(api.getGetQueryOptions({ limit: 2 }, options)),
    GetJobStatus: () => queries.fetchQuery(api.getGetJobStatusQueryOptions(jobId, options)),
    CancelJob: () =>
      new MutationObserver(queries, api.getCancelJobMutationOptions(options)).mutate({
        hostScanJobId: jobId,
      }),
    ByHostId: () => new MutationObserver(queries, api.getByHostIdMutationOptions(options)).mutate({ hostId }),
    GetJobStatusForHost: () => queries.fetchQuery(api.getGetJobStatusForHostQueryOptions(hostId, options)),
    ByHostIdMultipleAsync: () =>
      new MutationObserver(queries, api.getByHostIdMultipleAsyncMutationOptions(options)).mutate({
        data: [hostId],
      }),
    ScheduleJobsByDnsHostNameMultipleAsync: () =>
      new MutationObserver(
        queries,
        api.getScheduleJobsByDnsHostNameMultipleAsyncMutationOptions(options),
      ).mutate({ credentialId, data: names }),
    ValidateImportedCsv: () =>
      new MutationObserver(queries, api.getValidateImportedCsvMutationOptions(options)).mutate({
        data: rows(credentialId),
      }),
    GetHosts: () => queries.fetchQuery(api.getGetHostsQueryOptions({ limit: 2 }, options)),
    GetHost: () => queries.fetchQuery(api.getGetHostQueryOptions(hostId, options)),
    GetHostUsers: () => queries.fetchQuery(api.getGetHostUsersQueryOptions(hostId, { limit: 2 }, options)),
    GetHostGroups: () => queries.fetchQuery(api.getGetHostGroupsQueryOptions(hostId, { limit: 2 }, options)),
    GetHostServices: () =>
      queries.fetchQuery(api.getGetHostServicesQueryOptions(hostId, { limit: 2 }, options)),
    GetHostScheduledTasks: () =>
      queries.fetchQuery(api.getGetHostScheduledTasksQueryOptions(hostId, { limit: 2 }, options)),
    GetHostFeatures: () =>
      queries.fetchQuery(api.getGetHostFeaturesQueryOptions(hostId, { limit: 2 }, options)),
    GetUsers: () => queries.fetchQuery(api.getGetUsersQueryOptions({ limit: 2 }, options)),
    GetChanges: () => queries.fetchQuery(api.getGetChangesQueryOptions({ limit: 2 }, options)),
    GetAwaitingTrust: () => queries.fetchQuery(api.getGetAwaitingTrustQueryOptions({ limit: 2 }, options)),
    TrustHosts: () =>
      new MutationObserver(queries, api.getTrustHostsMutationOptions(options)).mutate({ data: pairs }),
    ReviewTrust: () => queries.fetchQuery(api.getReviewTrustQueryOptions(jobId, options)),
    TrustReviewed: () =>
      new MutationObserver(queries, api.getTrustReviewedMutationOptions(options)).mutate({
        hostScanJobId: jobId,
        data: review,
      }),
    TrustKnownHosts: () =>
      new MutationObserver(queries, api.getTrustKnownHostsMutationOptions(options)).mutate({
        data: knownHosts,
      }),
    GetCredentials: () => queries.fetchQuery(api.getGetCredentialsQueryOptions({ limit: 2 }, options)),
    AddCredential: () =>
      new MutationObserver(queries, api.getAddCredentialMutationOptions(options)).mutate({ data: account }),
    GetCredential: () => queries.fetchQuery(api.getGetCredentialQueryOptions(credentialId, options)),
    RemoveCredential: () =>
      new MutationObserver(queries, api.getRemoveCredentialMutationOptions(options)).mutate({ credentialId }),
    ChangeCredentialSecret: () =>
      new MutationObserver(queries, api.getChangeCredentialSecretMutationOptions(options)).mutate({
        credentialId,
        data: secret,
      }),
    ChangeCredentialScope: () =>
      new MutationObserver(queries, api.getChangeCredentialScopeMutationOptions(options)).mutate({
        credentialId,
        data: scope,
      }),
    ResumeCredential: () =>
      new MutationObserver(queries, api.getResumeCredentialMutationOptions(options)).mutate({ credentialId }),
    SigninBody: () =>
      new MutationObserver(queries, api.getSigninBodyMutationOptions(options)).mutate({ data: login }),
    Signin2fa: () =>
      new MutationObserver(queries, api.getSignin2faMutationOptions(options)).mutate({ data: code }),
    Sigin2fa: () =>
      new MutationObserver(queries, api.getSigin2faMutationOptions(options)).mutate({ data: code }),
  };
};
