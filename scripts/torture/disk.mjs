// A disk that can lose its power: what commands do to files is recorded with strace and played back up to a moment.
// What was not synced by then is lost in part, in any order, torn at any sector; a name counts once its directory was synced.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { environment, program, root } from "./world.mjs";

const traced =
  "trace=openat,mkdir,rename,link,unlink,rmdir,pwrite64,write,ftruncate,fsync,fdatasync,copy_file_range,sendfile";

/** What lies below a directory: names to bytes, null for directories. */
export function treeOf(home) {
  const names = readdirSync(home, { recursive: true, encoding: "utf8" }).sort();
  return names
    .filter((name) => !name.endsWith("-shm"))
    .map((name) => [
      join(home, name),
      statSync(join(home, name)).isDirectory() ? null : readFileSync(join(home, name)),
    ]);
}

let traces = 0;

/** The calls by which a command changes what lies below `home`. */
export function record(home, argv, env) {
  const file = join(root, `trace-${traces++}`);
  const line = ["-f", "-qq", "-y", "-xx", "-s", "100000000", "-o", file, "-e", traced];
  const ran = spawnSync("strace", [...line, process.execPath, program, ...argv], {
    env: environment(home, env),
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`${argv.join(" ")}: ${ran.stderr}`);
  return wholeLines(readFileSync(file, "latin1"))
    .flatMap(parse)
    .filter((call) => call.path.startsWith(`${home}/`) || call.path === home)
    .filter((call) => !call.path.endsWith("-shm"));
}

/** A call that another thread interrupted stands in two pieces. */
function wholeLines(text) {
  const begun = new Map();
  return text.split("\n").flatMap((line) => {
    const [, pid, rest] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (pid === undefined) return [];
    if (rest.endsWith(" <unfinished ...>")) {
      begun.set(pid, rest.slice(0, -" <unfinished ...>".length));
      return [];
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest);
    return [resumed === null ? rest : (begun.get(pid) ?? "") + resumed[1]];
  });
}

function parse(line) {
  const call = /^(\w+)\((.*)\) += (-?\d+)/s.exec(line);
  if (call === null || Number(call[3]) < 0) return [];
  const [, name, inside] = call;
  const texts = [...inside.matchAll(/"([^"]*)"/g)].map(([, text]) => bytesOf(text));
  if (["mkdir", "unlink", "rmdir", "rename", "link"].includes(name))
    return [{ kind: name, path: String(texts[0]), to: texts[1] && String(texts[1]) }];
  if (name === "openat") {
    const isNew = inside.includes("O_CREAT");
    return isNew ? [{ kind: "create", path: String(texts[0]), empties: inside.includes("O_TRUNC") }] : [];
  }
  const path = pathOf(inside);
  if (path === undefined) return [];
  if (name === "fsync" || name === "fdatasync") return [{ kind: "sync", path }];
  if (name === "ftruncate") return [{ kind: "truncate", path, size: Number(/, (\d+)$/.exec(inside)[1]) }];
  if (name === "pwrite64")
    return [{ kind: "write", path, data: texts[0], at: Number(/, (\d+)$/.exec(inside)[1]) }];
  if (name === "write") return [{ kind: "append", path, data: texts[0] }];
  // Not to be taken for a file that nobody wrote.
  return [{ kind: "unknown", path, name }];
}

/** Of what has no name any more nothing comes back. */
function pathOf(inside) {
  const [, name, gone] = /^\d+<([^>]*)>(\(deleted\))?/.exec(inside) ?? [];
  if (name === undefined || gone !== undefined) return undefined;
  return name.includes("\\x") ? String(bytesOf(name)) : name;
}

function bytesOf(text) {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}

/** What a disk without power gives back, in a directory of its own; of what was not synced each call with a chance. */
export function crash({ home, tree, calls, chance }, to) {
  writeOut(play(home, tree, calls).top, to, chance);
}

function play(home, tree, calls) {
  const top = { names: new Map(), pending: [] };
  const disk = { top, at: new Map([[home, top]]) };
  for (const [path, bytes] of tree) {
    const node = bytes === null ? { names: new Map(), pending: [] } : { bytes, isOwn: false, pending: [] };
    disk.at.set(path, node);
    disk.at.get(dirname(path)).names.set(basename(path), node);
  }
  for (const call of calls) steps[call.kind]?.(disk, call);
  return disk;
}

function rename(disk, path, node) {
  const names = disk.at.get(dirname(path));
  names.pending.push({ name: basename(path), node });
  if (node === undefined) disk.at.delete(path);
  else disk.at.set(path, node);
}

const steps = {
  mkdir: (disk, { path }) => rename(disk, path, { names: new Map(), pending: [] }),
  unlink: (disk, { path }) => rename(disk, path, undefined),
  rmdir: (disk, { path }) => rename(disk, path, undefined),
  link: (disk, { path, to }) => rename(disk, to, disk.at.get(path)),
  // In one step: a crash never leaves both names or none.
  rename: (disk, { path, to }) => {
    const node = disk.at.get(path);
    disk.at.get(dirname(path)).pending.push({ name: basename(to), node, and: basename(path) });
    disk.at.delete(path);
    disk.at.set(to, node);
  },
  create: (disk, { path, empties }) => {
    const known = disk.at.get(path);
    if (known === undefined) rename(disk, path, { bytes: Buffer.alloc(0), isOwn: true, pending: [] });
    else if (empties) known.pending.push({ kind: "truncate", size: 0 });
  },
  sync: (disk, { path }) => settle(disk.at.get(path), 1),
  write: (disk, call) => disk.at.get(call.path).pending.push(call),
  append: (disk, call) => disk.at.get(call.path).pending.push(call),
  truncate: (disk, call) => disk.at.get(call.path).pending.push(call),
  unknown: (_, { name, path }) => {
    throw new Error(`the disk of the torture does not know ${name} (${path})`);
  },
};

/** Brings what is pending to the disk: with a chance of 1 all of it, else some, torn. */
function settle(node, chance) {
  const pending = node.pending.splice(0);
  // Names are journaled by the file system: those of one directory get to the disk in their order.
  const kept = node.names === undefined ? pending.length : Math.round(pending.length * spread(chance));
  for (const [n, call] of pending.entries()) {
    if (node.names === undefined) {
      if (Math.random() < chance) change(node, chance === 1 ? call : torn(call));
    } else if (n < kept) {
      if (call.node === undefined) node.names.delete(call.name);
      else node.names.set(call.name, call.node);
      if (call.and !== undefined) node.names.delete(call.and);
    }
  }
}

function spread(chance) {
  return chance === 0 || chance === 1 ? chance : Math.random();
}

function torn(call) {
  if (call.kind !== "write" || Math.random() < 0.7) return call;
  const sectors = Math.ceil(call.data.length / 512);
  return { ...call, data: call.data.subarray(0, 512 * Math.floor(Math.random() * sectors)) };
}

function change(node, call) {
  if (call.kind === "truncate") {
    const more = Buffer.alloc(Math.max(0, call.size - node.bytes.length));
    node.bytes = Buffer.concat([node.bytes, more]).subarray(0, call.size);
    node.isOwn = true;
    return;
  }
  const at = call.kind === "append" ? node.bytes.length : call.at;
  const missing = Math.max(0, at + call.data.length - node.bytes.length);
  if (!node.isOwn || missing > 0) node.bytes = Buffer.concat([node.bytes, Buffer.alloc(missing)]);
  node.isOwn = true;
  call.data.copy(node.bytes, at);
}

function writeOut(node, to, chance) {
  settle(node, chance);
  if (node.names === undefined) {
    writeFileSync(to, node.bytes, { mode: 0o600 });
    return;
  }
  mkdirSync(to, { mode: 0o700 });
  for (const [name, inner] of node.names) writeOut(inner, join(to, name), chance);
}
