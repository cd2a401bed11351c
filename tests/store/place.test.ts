import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMounts, placeWarning } from "../../src/store/place.ts";
import { isSafeSqlite } from "../../src/store/sqlite-version.ts";
import { scratch } from "../support/built.ts";

const local = "/dev/sda1 / ext4 rw 0 0\n";

describe("where a database is", () => {
  it.each(["nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "vboxsf", "fuse.rclone"])(
    "is warned of on %s",
    (type) => {
      const mounts = parseMounts(`${local}server:/x /mnt/far ${type} rw 0 0\n`);
      expect(placeWarning("/mnt/far/crm.db", mounts)).toContain(type);
      expect(placeWarning("/mnt/farther/crm.db", mounts)).toBeUndefined();
    },
  );

  it.each(["ext4", "btrfs", "xfs", "zfs", "apfs", "fuseblk", "overlay", "tmpfs"])("is fine on %s", (type) => {
    const mounts = parseMounts(`${local}disk /mnt/near ${type} rw 0 0\n`);
    expect(placeWarning("/mnt/near/crm.db", mounts)).toBeUndefined();
  });

  it("reads blanks in the names of mounts", () => {
    const mounts = parseMounts(`${local}//nas/share /mnt/our\\040share cifs rw 0 0\n`);
    expect(placeWarning("/mnt/our share/crm.db", mounts)).toContain("cifs");
  });

  it.each([
    ["Dropbox", "Dropbox"],
    ["OneDrive - Acme GmbH", "OneDrive"],
    ["Google Drive", "Google Drive"],
    ["Library/Mobile Documents/com~apple~CloudDocs", "iCloud"],
    ["Nextcloud", "Nextcloud"],
  ])("is warned of in %s", (folder, name) => {
    expect(placeWarning(`/home/me/${folder}/crm/crm.db`, parseMounts(local))).toContain(name);
  });

  it("knows a folder by the mark that a synchronising program leaves", () => {
    const home = scratch();
    mkdirSync(join(home, "shared/crm"), { recursive: true });
    writeFileSync(join(home, "shared/.stfolder"), "");
    expect(placeWarning(join(home, "shared/crm/crm.db"), parseMounts(local))).toContain("Syncthing");
    expect(placeWarning(join(home, "crm.db"), parseMounts(local))).toBeUndefined();
  });
});

describe("versions of SQLite", () => {
  it.each(["3.44.6", "3.50.7", "3.51.3", "3.53.2", "4.0.0"])("%s is safe with several writers", (version) =>
    expect(isSafeSqlite(version)).toBe(true),
  );
  it.each(["3.40.1", "3.44.5", "3.45.3", "3.50.6", "3.51.2"])("%s is not", (version) =>
    expect(isSafeSqlite(version)).toBe(false),
  );
});
