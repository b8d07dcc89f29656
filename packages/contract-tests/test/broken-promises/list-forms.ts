import { type BrokenPromise, breaks, changing, instead, withHeader } from "./mutant.ts";

const isForm = (response: Response) =>
  !/json(;|$)/.test(response.headers.get("Content-Type") ?? "") ||
  /ndjson/.test(response.headers.get("Content-Type") ?? "");

/** Changes the text of lists that are no JSON. */
const changingText = (change: (text: string) => string) =>
  changing(async (_call, response) => {
    if (response.status !== 200 || !isForm(response)) return undefined;
    return new Response(change(await response.text()), { status: 200, headers: response.headers });
  });

/** Passes a call on as if it accepted something else. */
const accepting = (accept: (asked: string) => string) =>
  instead(({ request, path }, forward) => {
    if (path !== "/Host") return undefined;
    const headers = new Headers(request.headers);
    headers.set("Accept", accept(headers.get("Accept") ?? ""));
    return forward(new Request(request, { headers }));
  });

export const brokenListForms: readonly BrokenPromise[] = [
  ...breaks("list-forms", {
    "JSON whatever is asked for": accepting(() => "application/json"),
    "the form that is named first": accepting((asked) => asked.split(/[,;]/)[0] ?? ""),
    "without the names": changingText((text) => text.replace(/^id,.*\r\n/, "")),
    "with another separator": changingText((text) => text.replaceAll(",", ";")),
    "without the last one": changingText((text) => text.replace(/[^\n]*\r?\n$/, "")),
    "of lines without ends": changingText((text) => text.replaceAll("}\n", "}")),
  }),
  ...breaks("no-formulas", { "as they are": changingText((text) => text.replaceAll(`"'=`, `"=`)) }),
  ...breaks("list-forms-tell-all", {
    "the first page alone": changingText((text) => text.split("\n").slice(0, 51).join("\n")),
  }),
  ...breaks("list-forms-by-page", {
    "all, whatever the limit": instead(({ request, path, query }, forward) => {
      if (path !== "/Host" || request.headers.get("Accept") === "application/json") return undefined;
      const url = new URL(request.url);
      url.searchParams.delete("limit");
      return query.has("limit") ? forward(new Request(url, request)) : undefined;
    }),
    "without what leads on": changing((_call, response) =>
      isForm(response) ? withHeader(response, "Link", undefined) : undefined,
    ),
  }),
];
