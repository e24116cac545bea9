import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

@Suite struct MountTableTests {
  private static let table = #"""
    22 1 8:32 / / rw,relatime shared:1 - ext4 /dev/sdc rw
    90 22 0:51 / /mnt/c rw,noatime - 9p C:\134 rw,aname=drvfs;path=C:\;uid=1000,trans=fd
    91 22 0:52 / /mnt/d rw,noatime - 9p D:\134 rw,aname=drvfs;path=D:\;metadata;uid=1000
    92 22 0:53 / /mnt/shared rw - 9p share rw,trans=virtio
    93 22 8:49 / /media/stick rw master:1 propagate_from:2 - fuseblk /dev/sdd1 rw,user_id=0
    94 22 0:54 / /home/u/vault rw - fuse.gocryptfs /home/u/cipher rw,user_id=1000
    95 22 0:55 / /mnt/e rw - drvfs E: rw
    96 22 0:56 / torn
    """#

  @Test(arguments: [
    ("8:32", true), ("0:51", false), ("0:52", true), ("0:53", true), ("8:49", false),
    ("0:54", true), ("0:55", false), ("0:56", true), ("9:9", true),
  ])
  func `some file systems keep no permissions`(device: String, keeps: Bool) {
    #expect(MountTable.keepsModes(device: device, Self.table) == keeps)
  }

  @Test func `this one keeps them`() throws {
    let folder = try TemporaryFolder()
    #expect(MountTable.keepsModes(try OpenFile(folder.path, flags: O_RDONLY)))
  }
}
