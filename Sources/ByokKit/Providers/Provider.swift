/// A company, a gateway or a local server that answers chats, as one row of data.
struct Provider: Sendable, Identifiable {
  /// The word typed on the command line, such as `openai`.
  let id: String
  /// The name people use.
  var name: String
  /// The address that every path is appended to.
  var baseURL: String
  /// The dialect it speaks.
  var wire: any WireFormat.Type
  /// The further dialects it speaks at the same address.
  var otherWires: [any WireFormat.Type] = []
  /// The header field for the key; `nil` for the dialect's own.
  var keyHeader: KeyHeader?
  /// How it differs from others of the dialect.
  var quirks = Quirks()
  /// The environment variables that may hold a key, first match wins.
  var keyVariables: [String] = []
  /// Where a person makes a key; `nil` where there is no such page.
  var keyURL: String?
  /// The model used when none is named and this is the only provider with a key.
  var defaultModel: String?
  /// Models that are found by their bare id, for providers of the user's own.
  var models: [String] = []
  /// Whether it answers without a key.
  var worksWithoutKey = false
  /// Whether it answers from within byok, without a network.
  var isOffline = false
  /// The page that the row was checked against, and the day.
  var documentation = ""

  /// Every dialect it speaks, the usual one first.
  var wires: [any WireFormat.Type] { [wire] + otherWires }

  /// The variable that replaces the base URL for keys from the environment: `OPENAI_BASE_URL`.
  var baseURLVariable: String {
    id.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() + "_BASE_URL"
  }
}

/// A provider's id as a word of the command line.
struct ProviderID: ArgumentValue, Equatable {
  static let expectation = "a provider's id (lower-case letters, digits and '-')"
  let text: String

  init?(argument: String) {
    guard (1...64).contains(argument.utf8.count), argument.first != "-",
      argument.utf8.allSatisfy(Self.isAllowed)
    else { return nil }
    text = argument
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }
}

/// The built-in providers and the user's own.
struct ProviderList: Sendable {
  let all: [Provider]

  init(_ configuration: Configuration) {
    all = Provider.builtIn + configuration.providers
  }

  /// The provider of that id.
  ///
  /// - Throws: A usage error that offers the nearest id.
  func find(_ id: String) throws(ByokError) -> Provider {
    if let provider = all.first(where: { $0.id == id }) { return provider }
    let ids = all.map(\.id)
    var hints: [String] = []
    if let nearest = Suggestion.nearest(to: id, among: ids) {
      hints.append("did you mean '\(nearest)'?")
    } else {
      hints.append("known are \(ids.joined(separator: ", "))")
    }
    hints.append("any other OpenAI-compatible server goes into config.json under 'providers'")
    throw ByokError(.usage, "unknown provider \(id.quoted)", hints: hints)
  }
}
