/// A company, a gateway or a local server that answers chats, as one row of data.
struct Provider: Sendable, Identifiable {
  /// Where it runs.
  enum Kind: String, Sendable {
    /// A company that runs models.
    case cloud
    /// A company that passes requests on to others.
    case gateway
    /// A server on the user's own machine.
    case local
  }

  /// The word typed on the command line, such as `openai`.
  let id: String
  /// The name people use.
  var name: String
  var kind = Kind.cloud
  /// The address that every path is appended to; `{NAME}` stands for one of ``parts``.
  var baseURL: String
  /// What the user adds to the address.
  var parts: [AddressPart] = []
  /// The dialect it speaks.
  var wire: any WireFormat.Type
  /// The further dialects it speaks at the same address.
  var otherWires: [any WireFormat.Type] = []
  /// The header field for the key; `nil` for the dialect's own.
  var keyHeader: KeyHeader?
  /// The header fields of every request besides the dialect's.
  var headers: [(name: String, value: String)] = []
  /// How it differs from others of the dialect.
  var quirks = Quirks()
  /// The environment variables that may hold a key, first match wins.
  var keyVariables: [String] = []
  /// Variables that may hold its address, besides the one that is made from the id.
  var addressVariables: [AddressVariable] = []
  /// Where a person makes a key; `nil` where there is no such page.
  var keyURL: String?
  /// How its keys look, to guess whose a key is; never to refuse one.
  var keyPatterns: [KeyPattern] = []
  /// How its models are listed; `nil` where they are not.
  var modelList: ModelList? = ModelList()
  /// How a key is tried.
  var keyCheck = KeyCheck.models()
  /// The model used when none is named and this is the only provider with a key.
  var defaultModel: String?
  /// Models that are found by their bare id, for providers of the user's own.
  var models: [String] = []
  /// Whether it answers without a key.
  var worksWithoutKey = false
  /// Whether it answers from within byok, without a network.
  var isOffline = false
  /// Whether it takes no key, but the sign-in of another tool: the one of the same id.
  var isSignIn = false
  /// What a user should know, a sentence each.
  var notes: [String] = []
  /// That it is gone; `nil` for one that answers.
  var retirement: Retirement?
  /// How well the row is known.
  var evidence = Evidence.documented
  /// The page that the row was checked against, and the day.
  var documentation = ""

  /// Every dialect it speaks, the usual one first.
  var wires: [any WireFormat.Type] { [wire] + otherWires }

  /// The variable that replaces the base URL for keys from the environment: `OPENAI_BASE_URL`.
  var baseURLVariable: String {
    id.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() + "_BASE_URL"
  }
}

/// That a provider is gone.
struct Retirement: Equatable, Sendable {
  /// The last day, as `2026-07-30`.
  let day: String
  /// What to use now, as a clause: `use openai`.
  let advice: String
}

/// How well a row of a table is known.
enum Evidence: String, Sendable {
  case recorded = "seen in recorded traffic"
  case documented = "the provider's own documentation"
  case probed = "calls that others have noted with their date"
  case thirdParty = "the configuration of other tools alone"
}

/// A provider's id as a word of the command line.
struct ProviderID: ArgumentValue, Equatable {
  static let expectation = "a provider's id (lower-case letters, digits and '-')"
  static let words: WordKind? = .names(.provider)
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
