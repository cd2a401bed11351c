import type { App } from "../../app.ts";

/** The same app, whose reports go elsewhere. */
export function reportingTo(app: App, report: App["report"]): App {
  return Object.assign(Object.create(app) as App, { report });
}

/** The same app; with a file for --html its reports are written there as pages. */
export function paged(app: App, { html }: { readonly html?: string }): App {
  if (html === undefined) return app;
  return reportingTo(app, async (columns, report) => {
    const { writePage } = await import("./html.ts");
    await writePage(app, html, [{ columns, report }]);
  });
}
