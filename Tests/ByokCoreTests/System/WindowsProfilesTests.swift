import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

@Suite struct WindowsProfilesTests {
  private static let release = "5.15.153.1-microsoft-standard-WSL2"

  private static func mount(_ letter: String, _ folder: String) -> String {
    #"\#(letter):\134 \#(folder) 9p rw,noatime,aname=drvfs;path=\#(letter):\;uid=1000,trans=fd 0 0"#
  }

  private static func profiles(_ mounts: String, release: String = release) -> WindowsProfiles {
    WindowsProfiles(release: release, mounts: mounts)
  }

  @Test(arguments: [
    (#"C:\134 /mnt/c 9p rw,noatime,aname=drvfs;path=C:\;uid=1000;gid=1000 0 0"#, "c", "/mnt/c"),
    (#"drvfs /mnt/d 9p rw,aname=drvfs;path=D:\;uid=1000 0 0"#, "d", "/mnt/d"),
    ("C: /mnt/c drvfs rw,noatime,uid=1000 0 0", "c", "/mnt/c"),
    (#"C:\134 /win\040dows 9p rw,aname=drvfs;path=C:\ 0 0"#, "c", "/win dows"),
  ])
  func `a line of the table tells a drive`(line: String, letter: String, folder: String) {
    #expect(Self.profiles(line).drives == [.init(letter: letter, folder: folder)])
  }

  @Test(arguments: [
    "none /mnt/wsl tmpfs rw 0 0", "/dev/sdc / ext4 rw 0 0", "C: /x 9p rw,trans=virtio 0 0", "",
    "drvfs",
  ])
  func `other lines do not`(line: String) {
    #expect(Self.profiles(line).drives.isEmpty)
  }

  @Test(arguments: [
    (#"C:\Users\me"#, ["/mnt/x/Users/me"]), ("c:/Users/me", ["/mnt/x/Users/me"]),
    ("/mnt/x/Users/me", ["/mnt/x/Users/me"]), (#"D:\Users\me"#, ["/mnt/d/Users/me"]),
    (#"\\server\share"#, []), ("Users", []), ("ü:", []),
  ])
  func `USERPROFILE names the folder`(value: String, folders: [String]) {
    let profiles = Self.profiles(Self.mount("C", "/mnt/x"))
    #expect(profiles.folders(Environment(["USERPROFILE": value])) == folders)
  }

  @Test func `without it, the user's own folders on the drives are found`() throws {
    let drive = try TemporaryFolder()
    for name in ["me", "Public", "Default", "All Users", "you too"] {
      try FileManager.default.createDirectory(
        atPath: drive.path("Users/\(name)"), withIntermediateDirectories: true)
    }
    try drive.write("", to: "Users/desktop.ini")
    try FileManager.default.createSymbolicLink(
      atPath: drive.path("Users/link"), withDestinationPath: "me")
    let mounts = Self.mount("C", drive.path) + "\n" + Self.mount("D", "/none")
    let users = [drive.path("Users/me"), drive.path("Users/you too")]
    #expect(Self.profiles(mounts).folders(Environment([:])) == users)
    #expect(Self.profiles(mounts, release: "6.1.0-amd64").folders(Environment([:])).isEmpty)
    if geteuid() == 0 {
      #expect(unsafe chown(users[1], 12_345, 12_345) == 0)
      #expect(Self.profiles(mounts).folders(Environment([:])) == [users[0]])
    }
  }

  @Test func `outside Windows, the variable means nothing`() {
    let profiles = Self.profiles("", release: "6.1.0-amd64")
    #expect(profiles.folders(Environment(["USERPROFILE": "/mnt/c/Users/me"])).isEmpty)
  }
}
