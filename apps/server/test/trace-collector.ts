import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { z } from "zod";

const attributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.looseObject({ stringValue: z.string().optional(), intValue: z.coerce.number().optional() }),
    }),
  )
  .transform((all) => Object.fromEntries(all.map(({ key, value: v }) => [key, v.stringValue ?? v.intValue])));

/** `STATUS_CODE_ERROR` (OTLP, `Status`). */
const ERROR = 2;

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: attributes.default({}),
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
});

/** As much of `ExportTraceServiceRequest` (OTLP 1.x) as tests look at. */
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A span, and the service that it came from. */
export type ReceivedSpan = z.output<typeof span> & { readonly service: unknown; readonly failed: boolean };

export interface TraceCollector {
  /** For `OTEL_…`: where it listens, and how it is to be spoken to. */
  readonly env: Readonly<Record<string, string>>;
  readonly spans: readonly ReceivedSpan[];
  /** All that came, as it came. */
  text(): string;
}

/** A fixture: a collector that speaks OTLP over HTTP in JSON, until the test is over. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const server = createServer(async (incoming, answer) => {
    const body = await json(incoming);
    texts.push(JSON.stringify(body));
    for (const { resource, scopeSpans } of request.parse(body).resourceSpans) {
      const service = resource.attributes["service.name"];
      const received = scopeSpans.flatMap((scope) => scope.spans);
      spans.push(...received.map((each) => ({ ...each, service, failed: each.status.code === ERROR })));
    }
    answer.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = z.custom<AddressInfo>().parse(server.address());
  return {
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "100",
    },
    spans,
    text: () => texts.join("\n"),
  };
}
