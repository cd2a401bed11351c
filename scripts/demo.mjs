// Builds the program and tells its whole story. The story waits: an import beside the build would run at the same time.
import "./build.mjs";

await import("./demo/story.mjs");
