import ByokTestSupport
import Glibc
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct StalePricesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Noon, so many days after the day of the built-in catalogue.
  private static func noon(after days: Int) throws -> Double {
    let digits = try #require(Int(Catalogue.asOf.filter(\.isNumber)))
    return Double((Timestamp.days(of: digits) + days) * 86_400 + 43_200)
  }

  /// What a command says about the age of prices, whose messages go to `file`.
  private func warnings(_ file: String, at now: Double) throws -> [String] {
    let descriptor = unsafe open(file, O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let told = Told()
    var console = Console(input: -1, output: -1, errors: descriptor)
    console.onNote = { text in told.texts.withLock { $0.append(text) } }
    let locations = Locations(Environment(["BYOK_HOME": folder.path]))
    StalePrices(locations, console, now: now).warn()
    return told.texts.withLock { $0 }
  }

  private final class Told: Sendable {
    let texts = Mutex<[String]>([])
  }

  @Test func `a person is warned of old prices once a day`() throws {
    let terminal = try PseudoTerminal()
    let (old, later) = (try Self.noon(after: 46), try Self.noon(after: 47))
    let first = try warnings(terminal.path, at: old)
    #expect(first.count == 1 && first[0].contains("prices are of \(Catalogue.asOf), 46 days ago"))
    #expect(try warnings(terminal.path, at: old).isEmpty)
    #expect(try warnings(terminal.path, at: old + 43_199).isEmpty)
    #expect(try warnings(terminal.path, at: later).count == 1)
    #expect(try warnings(terminal.path, at: later).isEmpty)
  }

  @Test func `a program and whoever has fresh prices are not`() throws {
    let terminal = try PseudoTerminal()
    #expect(try warnings(terminal.path, at: Self.noon(after: 45)).isEmpty)
    #expect(try warnings("/dev/null", at: Self.noon(after: 90)).isEmpty)
    // Neither counts as a warning.
    #expect(try warnings(terminal.path, at: Self.noon(after: 90)).count == 1)
  }
}
