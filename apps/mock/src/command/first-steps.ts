import type { DeclaredAnswers } from "../examples/declared-answers.ts";
import { jobsOf } from "../examples/successes.ts";

/** What to try, as commands that can be pasted as they are. */
export function firstSteps(url: string, answers: DeclaredAnswers): string {
  const jobs = `${url}/api/v1/HostScanJob`;
  const token = "-H 'Authorization: Bearer any'";
  const [shown] = jobsOf(answers, "GetJobStatus");
  const example = answers.get("GetJobStatus")?.get(200)?.examples.keys().next().value;
  return [
    `Mock of the Host Scan Job API on ${url}, described by ${url}/openapi.json`,
    "It answers with the document's examples and keeps nothing. Any bearer token is an Admin's.",
    "",
    "# the jobs of the examples",
    `curl -sS ${jobs} ${token}`,
    "",
    "# another declared answer, and another example",
    `curl -isS ${jobs}/${shown?.id} ${token} -H 'Prefer: code=404'`,
    `curl -isS ${jobs}/${shown?.id} ${token} -H 'Prefer: code=200, example=${example}'`,
    "",
    "",
  ].join("\n");
}

/** The same, of a mock that keeps what it is given. */
export function statefulSteps(url: string): string {
  const jobs = `${url}/api/v1/HostScanJob`;
  const token = "-H 'Authorization: Bearer any'";
  const hosts = [{ dnsHostName: "web-1.example" }, { dnsHostName: "denied-1.example" }].map((host) => ({
    ...host,
    credentialName: "linux-scan",
  }));
  return [
    `Mock of the Host Scan Job API on ${url}, described by ${url}/openapi.json`,
    "It keeps hosts and jobs until it ends. Any bearer token is an Admin's.",
    "",
    "# a job of two hosts, of which one fails by its name",
    `curl -sS ${jobs} ${token} --json '${JSON.stringify(hosts)}'`,
    "",
    "# how it gets on",
    `curl -sS ${jobs} ${token}`,
    "",
    "",
  ].join("\n");
}
