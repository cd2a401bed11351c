import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [browserPath, driverPath] = ["/usr/bin/chromium", "/usr/bin/chromedriver"];

/** Debian's chromium and chromium-driver, which .ci/run installs. */
export const hasBrowser = existsSync(browserPath) && existsSync(driverPath);

export interface Browser {
  /** Opens a file, in light or dark colours. */
  readonly open: (path: string, scheme?: "light" | "dark") => Promise<void>;
  /** What a script in the page returns. */
  readonly run: <T>(script: string) => Promise<T>;
  readonly click: (css: string) => Promise<void>;
  /** The page as it would be printed, a PDF. */
  readonly print: () => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** A real browser without a window, driven as WebDriver has it. */
export async function startBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "crm-browser-"));
  const env = { ...process.env, TMPDIR: profile };
  const driver = spawn(driverPath, ["--port=0"], { env, stdio: ["ignore", "pipe", "ignore"] });
  const isOver = new Promise<void>((over) => driver.on("close", () => over()));
  const end = async () => {
    driver.kill();
    await isOver;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return await session(driver, profile, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function session(driver: ChildProcess, profile: string, end: () => Promise<void>): Promise<Browser> {
  const base = "http://127.0.0.1:" + (await portOf(driver));
  const call = async <T>(path: string, body?: object, method = "POST"): Promise<T> => {
    const sent = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(base + path, sent);
    const { value } = (await answer.json()) as { value: T };
    if (!answer.ok) throw new Error(path + ": " + JSON.stringify(value));
    return value;
  };
  const args = [
    "headless",
    "no-sandbox",
    "disable-gpu",
    "disable-background-networking",
    "user-data-dir=" + profile,
  ];
  const asked = { browserName: "chrome", "goog:chromeOptions": { binary: browserPath, args } };
  const { sessionId } = await call<{ sessionId: string }>("/session", {
    capabilities: { alwaysMatch: asked },
  });
  const at = "/session/" + sessionId;
  return {
    open: async (path, scheme = "light") => {
      const features = [{ name: "prefers-color-scheme", value: scheme }];
      await call(at + "/goog/cdp/execute", { cmd: "Emulation.setEmulatedMedia", params: { features } });
      await call(at + "/url", { url: "file://" + path });
    },
    run: (script) => call(at + "/execute/sync", { script, args: [] }),
    click: async (css) => {
      const found = await call<Record<string, string>>(at + "/element", {
        using: "css selector",
        value: css,
      });
      await call(at + "/element/" + Object.values(found)[0] + "/click", {});
    },
    print: async () => Buffer.from(await call<string>(at + "/print", {}), "base64"),
    close: async () => {
      await call(at, undefined, "DELETE");
      await end();
    },
  };
}

function portOf(driver: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    driver.stdout?.on("data", (text: Buffer) => {
      const port = /successfully on port (\d+)/.exec(text.toString())?.[1];
      if (port !== undefined) resolve(port);
    });
    driver.on("error", reject);
    driver.on("exit", (code) => reject(new Error("chromedriver ended with " + code)));
  });
}
