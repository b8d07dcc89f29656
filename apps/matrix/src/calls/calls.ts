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
  | "SigninBody"
  | "Signin2fa"
  | "Sigin2fa";

/** Bodies of requests: the nulls of the reference's samples among them. */
export const rows = (credentialId: string) => [
  { dnsHostName: "host.example.local", ipAddress: null, credentialId, sshPort: 22 },
  { dnsHostName: "db.example.local", credentialId: null, acceptThumbprintOnFirstDiscovery: null },
];
export const names = ["host.example.local", "db.example.local"];
export const login = { Login: "alice", Password: "correct horse battery staple" };
export const code = "012345";
export const key = "7c1d2b60-7f0e-4c38-9c55-3a4b8a1e6f02";
