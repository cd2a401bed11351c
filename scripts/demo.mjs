// Builds the program and tells its whole story.
import "./build.mjs";
import "./demo/story.mjs";
