export { ANSWER_HEADERS, type AnyAnswer, PRIVATE_HEADERS, withLength } from "./answer.ts";
export { createServer, MAX_BODY_BYTES, type ServerOptions } from "./app.ts";
export {
  type AnsweredCall,
  type BegunCall,
  type CallObserver,
  type ObservedCall,
  type RequestLogger,
  requestIdOf,
} from "./middleware/call.ts";
export { type ClientAddress, clientAddresses, type TrustedProxies } from "./middleware/client-address.ts";
export { type CrossOrigin, isOrigin } from "./middleware/cross-origin.ts";
export { describeError, type ErrorDescription } from "./middleware/describe-error.ts";
export type { RateLimit } from "./middleware/limit.ts";
export type { Override, PassedCall } from "./middleware/override.ts";
export { type ProblemAnswer, problemAnswer, problemInstance } from "./problem.ts";
export { type Coding, type PageFile, type PageFiles, type Pages, readPages } from "./routes/pages.ts";
export { visibleText } from "./visible-text.ts";
