import { openapiDocument, openapiYaml } from "@hostscan/contract/document";
import { assetOf } from "../site/asset.ts";
import type { Page } from "../site/page.ts";
import { readReview, recordFile } from "./read-review.ts";
import { reviewMarkup } from "./review-markup.ts";

/**
 * What a reviewer of the document asks first. It can be read without a script.
 *
 * @param record file of a run of the conformance kit, if there was one
 * @throws {ReviewProblem} where what it is made from does not hold together
 */
export async function reviewPage(record: URL = recordFile): Promise<Page> {
  const [review, yaml, ...styles] = await Promise.all([
    readReview(record),
    openapiYaml(),
    assetOf(new URL("review.css", import.meta.url)),
    assetOf(new URL("markup/tables.css", import.meta.url)),
  ]);
  return {
    folder: "review/",
    title: "Review",
    main: reviewMarkup(review),
    styles,
    files: new Map([
      ["openapi.json", JSON.stringify(openapiDocument, null, 2)],
      ["openapi.yaml", yaml],
    ]),
  };
}
