/** Where the server is, and values of what it knows. */
export interface Connection {
  readonly origin: string;
  readonly token: string;
  readonly jobId: string;
  readonly hostId: string;
  readonly credentialId: string;
}

/** What a generated client makes of an answer. */
export interface Answered {
  readonly status: number;
  readonly data: unknown;
}

/** The operations of the document, each called once by the code that a tool generated. */
export type Calls = Readonly<Record<OperationId, () => Promise<Answered>>>;

export type Connect = (connection: Connection) => Calls;

type OperationId =
  | "PostListOfIdsAsync"
  | "Get"
  | "GetJobStatus"
  | "CancelJob"
  | "ByHostId"
  | "GetJobStatusForHost"
  | "ByHostIdMultipleAsync"
  | "ScheduleJobsByDnsHostNameMultipleAsync"
  | "ValidateImportedCsv"
  | "GetHosts"
  | "GetHost"
  | "GetHostUsers"
  | "GetHostGroups"
  | "GetHostServices"
  | "GetHostScheduledTasks"
  | "GetHostFeatures"
  | "GetUsers"
  | "GetChanges"
  | "GetAwaitingTrust"
  | "TrustHosts"
  | "ReviewTrust"
  | "TrustReviewed"
  | "TrustKnownHosts"
  | "GetCredentials"
  | "AddCredential"
  | "GetCredential"
  | "RemoveCredential"
  | "ChangeCredentialSecret"
  | "ChangeCredentialScope"
  | "ResumeCredential"
  | "SigninBody"
  | "Signin2fa"
  | "Sigin2fa";

/** Bodies of requests: the nulls of the reference's samples among them. */
export const rows = (credentialId: string) => [
  { dnsHostName: "host.example.local", ipAddress: null, credentialId, sshPort: 22 },
  { dnsHostName: "db.example.local", credentialId: null, acceptThumbprintOnFirstDiscovery: null },
];
export const names = ["host.example.local", "db.example.local"];
export const secret = { password: "correct horse battery staple" };
export const scope = { scope: ["10.2.0.0/16"], callers: null };
export const account = { name: "linux-scan-2", userName: "svc-scan", scope: ["10.1.0.0/16"], secret };
export const pairs = [
  {
    hostId: "70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5dd",
    thumbprint: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIxKhSCBnM9YQ5I",
  },
];
export const review = { code: "9c1185a5c5e9fc54" };
export const knownHosts = { knownHosts: "# of nobody", hostIds: null };
export const login = { Login: "alice", Password: "correct horse battery staple" };
export const code = "012345";
export const key = "7c1d2b60-7f0e-4c38-9c55-3a4b8a1e6f02";
