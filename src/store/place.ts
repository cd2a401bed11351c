import { existsSync, readFileSync, realpathSync, statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** File systems on which the locks of SQLite cannot be relied upon: others' machines, or programs in between. */
const networks =
  /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ncpfs|davfs2?|ceph|glusterfs|lustre|beegfs|gfs2|ocfs2|vboxsf|prl_fs|drvfs|virtiofs|fuse(\..*)?)$/;
/** Behind FUSE, but a local disk all the same. */
const localFuse = /^(fuseblk|fuse\.(ntfs-3g|exfat|fuse-overlayfs|gocryptfs|encfs|cryfs|lxcfs))$/;

/** Folders that programs copy elsewhere behind SQLite's back, by a part of their path. */
const synced: readonly (readonly [string, RegExp])[] = [
  ["Dropbox", /^Dropbox( \(.*\))?$/i],
  ["OneDrive", /^OneDrive( - .*|-.*)?$/i],
  ["Google Drive", /^(Google ?Drive(-.*)?|My Drive)$/i],
  ["iCloud", /^(Mobile Documents|com~apple~CloudDocs|iCloud ?Drive)$/i],
  ["a cloud provider", /^CloudStorage$/],
  ["Nextcloud or ownCloud", /^(Nextcloud|ownCloud)$/i],
  ["pCloud", /^pCloud ?Drive$/i],
  ["MEGA", /^MEGA(sync)?$/],
  ["Box", /^Box( Sync)?$/],
];

/** Files by which a synchronising program marks a folder as its own. */
const markers: readonly (readonly [string, string])[] = [
  [".stfolder", "Syncthing"],
  [".dropbox", "Dropbox"],
  [".dropbox.cache", "Dropbox"],
  [".csync_journal.db", "Nextcloud or ownCloud"],
];

export interface Mount {
  readonly directory: string;
  readonly type: string;
}

/** The mounts in the form of /proc/mounts, in which blanks are written as \040. */
export function parseMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [, directory, type] = line.split(" ");
    if (directory === undefined || type === undefined) return [];
    return [
      {
        directory: directory.replace(/\\(\d{3})/g, (_, octal) =>
          String.fromCharCode(Number.parseInt(octal, 8)),
        ),
        type,
      },
    ];
  });
}

/** The mount that a path is on: the longest that it begins with, the later of two at the same place. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  const holds = ({ directory }: Mount) =>
    directory === "/" || path === directory || path.startsWith(directory + "/");
  return mounts
    .filter(holds)
    .reduce<Mount | undefined>(
      (best, mount) => (best === undefined || mount.directory.length >= best.directory.length ? mount : best),
      undefined,
    );
}

/** The mounts of this machine; none where the system does not tell (macOS). */
export function mounts(): Mount[] {
  try {
    return parseMounts(readFileSync("/proc/mounts", "utf8"));
  } catch {
    return [];
  }
}

/** Why a database is in danger where it is, and the way out; undefined when nothing speaks against the place. */
export function placeWarning(path: string, known: readonly Mount[] = mounts()): string | undefined {
  const real = realPath(path);
  const type = mountOf(real, known)?.type ?? "";
  if (networks.test(type) && !localFuse.test(type)) {
    return (
      real +
      " is on a network file system (" +
      type +
      "), where two machines can write at once and damage the file:" +
      " keep it on a local disk, and back up to the network with crm backup --to"
    );
  }
  const name = syncedBy(real);
  if (name === undefined) return undefined;
  return (
    real +
    " is in a folder that " +
    name +
    " copies while crm writes, which loses rows or damages the copy:" +
    " keep it elsewhere, and back up into this folder with crm backup --to"
  );
}

function syncedBy(real: string): string | undefined {
  const parts = dirname(real).split("/");
  const named = synced.find(([, pattern]) => parts.some((part) => pattern.test(part)));
  if (named !== undefined) return named[0];
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join("/") || "/");
  return markers.find(([file]) =>
    folders.some((folder) => folder !== "/" && existsSync(join(folder, file))),
  )?.[1];
}

/** The path with every link resolved, of a file that need not be there yet. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const parent = dirname(whole);
    return parent === whole
      ? whole
      : join(realPath(parent), whole.slice(parent === "/" ? 1 : parent.length + 1));
  }
}

/** The directory at which the disk with this path is mounted, for messages. */
export function diskOf(path: string): string | undefined {
  return mountOf(realPath(path), mounts())?.directory;
}

/** Bytes that this user can still write on the disk with this path; undefined when the system does not say. */
export function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(dirname(resolve(path)));
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
