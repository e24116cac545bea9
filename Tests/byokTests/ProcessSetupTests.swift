import ByokTestSupport
import Foundation
import Testing

/// What other processes see of a running `byok`.
@Suite struct ProcessSetupTests {
  private let home: Home

  init() throws {
    home = try Home()
  }

  /// Starts `byok`, as another user when we are root, and waits until it reads its input.
  private func start() throws -> Running {
    var program = home.byok("chat", "-v", "-m", "echo/echo")
    if getuid() == 0 { program = asNobody(program) }
    program.input = .pipe
    let running = try program.start()
    try running.waitForErrors("using no key")
    return running
  }

  /// The same program without root's rights, and from a folder that everyone may enter.
  private func asNobody(_ program: Program) -> Program {
    var program = program
    program.arguments =
      ["--reuid=65534", "--regid=65534", "--clear-groups", program.path] + program.arguments
    program.path = "/usr/bin/setpriv"
    program.folder = "/"
    program.environment["HOME"] = "/nonexistent"
    return program
  }

  private func owner(of file: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return try #require((attributes[.ownerAccountID] as? NSNumber)?.intValue)
  }

  @Test func `there are no core files, whatever the limit was`() throws {
    let running = try start()
    let limits = try String(contentsOfFile: "/proc/\(running.pid)/limits", encoding: .utf8)
    let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file") })
    #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
  }

  @Test func `the user's other processes cannot read its environment or memory`() throws {
    let running = try start()
    for file in ["environ", "maps", "mem", "fd"] {
      #expect(try owner(of: "/proc/\(running.pid)/\(file)") == 0, "\(file)")
    }
  }

  @Test func `other programs of that user are not so hidden`() throws {
    var program = home.prepared(Program("/bin/sh", ["-c", "echo ready; read line"]))
    if getuid() == 0 { program = asNobody(program) }
    program.input = .pipe
    let running = try program.start()
    try running.waitForOutput("ready")
    let user = getuid() == 0 ? 65534 : Int(getuid())
    #expect(try owner(of: "/proc/\(running.pid)/environ") == user)
  }

  @Test func `the key of the environment is not readable by the user's other processes`() throws {
    let running = try start()
    let line = "cat /proc/\(running.pid)/environ"
    var program = home.prepared(Program("/bin/sh", ["-c", line]))
    if getuid() == 0 { program = asNobody(program) }
    let run = try program.run()
    #expect(run.status != 0)
    #expect(run.errors.contains("Permission denied"))
  }

  @Test func `files are made for the user alone, whatever the mask was`() throws {
    let line = "umask 0; printf sk-0123456789abcdefghij | byok keys add openai"
    #expect(try home.prepared(Program("/bin/sh", ["-c", line])).run().status == 0)
    for (file, mode) in [
      (".config", 0o700), (".config/byok/keystore", 0o600), (".local/state/byok/unlock.key", 0o600),
    ] {
      let attributes = try FileManager.default.attributesOfItem(atPath: home.folder.path(file))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(file)")
    }
  }
}
