import { environmentManager, InfiniteQueryObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, onTestFinished, test, vi } from "vitest";
import { createHostScanClient } from "../client.ts";
import { createHostScanQueries, hostScanKey } from "./index.ts";

// As in a page: on a server nothing is read again.
environmentManager.setIsServer(() => false);

const id = "9c711ab3-8fc1-4d66-88d4-08f85117f32e";

/** Queries over a fixture of a server, that gives the answers in turn and the last one for ever. */
function connect(...answers: Response[]) {
  const urls: string[] = [];
  const fetch = async ({ url }: Request) => {
    const answer = answers[Math.min(urls.length, answers.length - 1)];
    urls.push(url);
    return answer?.clone() ?? Response.error();
  };
  const client = createHostScanClient({ baseUrl: "http://server.test/", token: "t", fetch, retries: 0 });
  const cache = new QueryClient();
  onTestFinished(() => cache.clear());
  return { client, cache, urls, queries: createHostScanQueries(client) };
}

const job = (status: number) => Response.json({ id, status });

test.each([
  ["finished", [job(0), job(1), job(2)], 3],
  ["gone", [job(0), new Response(null, { status: 404 })], 2],
])("a job is read again until it is %s, and never after", async (_name, answers, reads) => {
  const { cache, urls, queries } = connect(...answers);
  const observer = new QueryObserver(cache, queries.jobOptions(id, { refetchInterval: 5 }));
  onTestFinished(observer.subscribe(() => {}));
  await vi.waitFor(() => expect(urls).toHaveLength(reads));
  await vi.waitFor(() => expect(observer.getCurrentResult().fetchStatus).toBe("idle"));
  const { options, state } = observer.getCurrentQuery();
  const { refetchInterval } = queries.jobOptions(id);
  expect(options.retry).toBe(false);
  expect(refetchInterval).toBeTypeOf("function");
  expect(state.dataUpdateCount + state.errorUpdateCount).toBe(reads);
});

test("a server that is away for a moment does not end it", async () => {
  const { cache, queries } = connect(new Response(null, { status: 503 }), job(5));
  const observer = new QueryObserver(cache, queries.latestJobForHostOptions("h-1", { refetchInterval: 5 }));
  onTestFinished(observer.subscribe(() => {}));
  await vi.waitFor(() => expect(observer.getCurrentResult().data?.status).toBe(5));
});

test("pages follow their cursors, and are kept with them", async () => {
  const first = Response.json([{ id: "1" }], { headers: { Link: '<?after=c2>; rel="next"' } });
  const { cache, urls, queries } = connect(first, Response.json([{ id: "2" }]));
  const observer = new InfiniteQueryObserver(cache, queries.jobsInfiniteOptions({ pageSize: 1 }));
  onTestFinished(observer.subscribe(() => {}));
  await vi.waitFor(() => expect(observer.getCurrentResult().hasNextPage).toBe(true));
  await observer.fetchNextPage();
  const { data, hasNextPage } = observer.getCurrentResult();
  expect([data?.pages, hasNextPage]).toEqual([
    [
      { jobs: [{ id: "1" }], next: "c2" },
      { jobs: [{ id: "2" }], next: null },
    ],
    false,
  ]);
  expect(urls[1]).toContain("?limit=1&after=c2");
});

test("one page can be read by itself; keys begin with the client's", async () => {
  const { client, cache, urls, queries } = connect(Response.json([]));
  const options = queries.jobsOptions({ after: "c9" });
  expect(await cache.fetchQuery(options)).toEqual({ jobs: [], next: null });
  expect(urls[0]).toContain("?after=c9");
  for (const { queryKey } of [
    options,
    queries.jobsOptions(),
    queries.jobOptions(id),
    queries.jobsInfiniteOptions(),
  ])
    expect(queryKey.slice(0, 2)).toEqual(hostScanKey(client));
});
