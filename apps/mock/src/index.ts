/**
 * A mock of the Host Scan Job API, for tests and for pages under development.
 *
 * @packageDocumentation
 */
export { type Listening, listen } from "./command/listen.ts";
export { createMock, type Mock, type MockLogger, type MockOptions } from "./create-mock.ts";
