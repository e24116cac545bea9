package import ByokCore

/// The warning that prices are old, at most once a day, and to a person alone.
package struct StalePrices {
  private let locations: Locations
  private let console: Console
  /// Seconds since 1970.
  private let now: Double

  package init(_ locations: Locations, _ console: Console, now: Double) {
    (self.locations, self.console, self.now) = (locations, console, now)
  }

  /// The day of the newest catalogue.
  private var day: String {
    max(Catalogue.asOf, (try? ImportedCatalogue.load(locations))?.day ?? "")
  }

  /// The day with its age.
  package var words: String { PriceAge.words(day, now: now) }

  /// Warns, unless prices are fresh, or it was warned today; what cannot be noted is not.
  package func warn() {
    guard console.stderrIsTerminal, let warning = PriceAge.warning(day, now: now) else { return }
    let today = String(Timestamp(seconds: Int(now)).rfc3339.prefix(10))
    guard let path = try? locations.priceWarning(),
      let folder = try? PrivateDirectory.open(holding: path, create: true)
    else { return }
    let last = try? PrivateDirectory.read(path, in: folder, privacy: .notWritable, limit: 64)
    guard last ?? [] != Array(today.utf8) else { return }
    console.warn(warning)
    _ = try? AtomicFile.replace(path, in: folder, with: Array(today.utf8).span)
  }
}
