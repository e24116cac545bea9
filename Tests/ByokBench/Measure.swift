import ByokTestSupport
import Foundation
internal import Glibc

/// A command line to be measured; its input and output are `/dev/null`.
struct Timed {
  private let spawn: Spawn

  init(_ path: String, _ arguments: [String], _ environment: [String: String] = [:]) {
    var spawn = Spawn(path, arguments)
    spawn.environment = environment
    self.spawn = spawn
  }

  /// The same as a program that has been tried.
  init(_ program: Program) {
    self.init(program.path, program.arguments, program.environment)
  }

  /// Runs it once, and returns the milliseconds it took.
  func milliseconds() throws -> Double {
    let start = Self.now()
    let pid = try spawn.start()
    var status: Int32 = 0
    _ = unsafe wait4(pid, &status, 0, nil)
    let end = Self.now()
    try check(status)
    return end - start
  }

  /// Runs it once, and returns the milliseconds until the first byte of its output.
  func millisecondsToFirstByte() throws -> Double {
    let pipe = Pipe()
    var spawn = spawn
    spawn.streams[1] = .descriptor(pipe.fileHandleForWriting.fileDescriptor)
    let start = Self.now()
    let pid = try spawn.start()
    try pipe.fileHandleForWriting.close()
    let first = try pipe.fileHandleForReading.read(upToCount: 1)
    let end = Self.now()
    _ = try pipe.fileHandleForReading.readToEnd()
    var status: Int32 = 0
    _ = unsafe wait4(pid, &status, 0, nil)
    try check(status)
    guard first?.isEmpty == false else { throw SupportFailure("'\(spawn.path)' printed nothing") }
    return end - start
  }

  /// Runs it once, and returns the milliseconds of processor time that it took.
  func processorMilliseconds() throws -> Double {
    let pid = try spawn.start()
    var status: Int32 = 0
    var used = rusage()
    _ = unsafe wait4(pid, &status, 0, &used)
    try check(status)
    return Self.milliseconds(used.ru_utime) + Self.milliseconds(used.ru_stime)
  }

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }

  /// Runs it once, and returns the most memory it had resident, in MB.
  ///
  /// `ru_maxrss` does not serve: Linux keeps it over `exec`, so a child begins with the size of the
  /// program that starts it. `VmHWM` is of the child alone, but gone when it ends; so it is looked at
  /// again and again, and the servers wait a little before the end of a reply.
  func peakMegabytes() throws -> Double {
    let pid = try spawn.start()
    var status: Int32 = 0
    var peak = 0.0
    while unsafe wait4(pid, &status, WNOHANG, nil) == 0 {
      peak = max(peak, Self.residentPeak(pid))
      usleep(1000)
    }
    try check(status)
    return peak
  }

  private func check(_ status: Int32) throws {
    guard status != 0 else { return }
    let words = [spawn.path] + spawn.arguments
    throw SupportFailure("'\(words.joined(separator: " "))' failed: wait status \(status)")
  }

  private static func residentPeak(_ pid: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let words = line?.split(whereSeparator: \.isWhitespace) ?? []
    return words.count > 1 ? (Double(words[1]) ?? 0) * 1024 / 1_000_000 : 0
  }

  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }
}
