/// <reference lib="dom" />
import { ActionStatus, createHostScanClient, nameOf } from "@hostscan/client";
import { createHostScanQueries } from "@hostscan/client/react-query";
import { QueryClient, QueryClientProvider, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";

// A page under development, that calls a mock of another origin: one job as it goes on, and all jobs by pages.

const asked = new URLSearchParams(location.search);
const client = createHostScanClient({ baseUrl: asked.get("server") ?? "", token: "any" });
const queries = createHostScanQueries(client);

function Job({ id }: { readonly id: string }) {
  const { data: job, error } = useQuery(queries.jobOptions(id, { refetchInterval: 1_000 }));
  if (error) return <p role="alert">{error.message}</p>;
  return <p role="status">{job ? nameOf(ActionStatus, job.status) : "Loading"}</p>;
}

function Jobs() {
  const jobs = useInfiniteQuery(queries.jobsInfiniteOptions({ pageSize: 2 }));
  const shown = jobs.data?.pages.flatMap((page) => page.jobs) ?? [];
  return (
    <section>
      <ul>
        {shown.map((job) => (
          <li key={job.id}>{job.hostScanHostStatus?.map((host) => host.dnsHostName).join(", ")}</li>
        ))}
      </ul>
      <button type="button" disabled={!jobs.hasNextPage} onClick={() => jobs.fetchNextPage()}>
        More
      </button>
    </section>
  );
}

const root = document.querySelector("#root");
if (root)
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <Job id={asked.get("job") ?? ""} />
      <Jobs />
    </QueryClientProvider>,
  );
