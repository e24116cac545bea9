import ByokKitTestSupport
import ByokTestSupport
import Glibc
import Testing

@testable import ByokCore

@Suite final class UnlockDescriptorTests {
  /// A file with a passphrase, open as a shell's `5<FILE` leaves it.
  private let file: OpenFile
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    file = try OpenFile(folder.write("x", to: "pass", mode: 0o600), flags: O_RDONLY)
    _ = fcntl(file.descriptor, F_SETFD, 0)
  }

  private var isWithheld: Bool { fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0 }

  @Test func `a descriptor that was read is not inherited`() throws {
    let source = UnlockSource.descriptor(file.descriptor, named: "-")
    _ = try KeystoreAccess.silent(Environment([:])).material(from: source)
    #expect(isWithheld)
  }

  @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"])
  func `nor is one that a path names`(folder: String) throws {
    let source = UnlockSource.file(folder + "\(file.descriptor)", named: "-")
    _ = try KeystoreAccess.silent(Environment([:])).material(from: source)
    #expect(isWithheld)
  }

  @Test(arguments: ["BYOK_PASSPHRASE_FD", "BYOK_PASSPHRASE_FILE", "BYOK_UNLOCK_FILE"])
  func `nor is one that a variable names and nobody reads`(variable: String) throws {
    let path = variable.hasSuffix("FD") ? "" : "/dev/fd/"
    KeystoreAccess.silent(Environment([variable: path + "\(file.descriptor)"]))
      .withholdDescriptors()
    #expect(isWithheld)
  }

  @Test func `nor is one that an option names and nobody reads`() throws {
    let options = [
      UnlockOptions(descriptor: Int(file.descriptor)),
      UnlockOptions(file: "/dev/fd/\(file.descriptor)"),
    ]
    for options in options {
      _ = fcntl(file.descriptor, F_SETFD, 0)
      KeystoreAccess.silent(Environment([:]), options: options).withholdDescriptors()
      #expect(isWithheld)
    }
  }

  @Test func `one that nothing names is inherited`() throws {
    KeystoreAccess.silent(Environment(["BYOK_PASSPHRASE_FD": "x", "BYOK_UNLOCK_FILE": "/f"]))
      .withholdDescriptors()
    #expect(!isWithheld)
  }
}
