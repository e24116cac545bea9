package import ByokCore

/// A company, a gateway or a local server that answers chats, as one row of data.
package struct Provider: Sendable, Identifiable {
  /// Where it runs.
  package enum Kind: String, CaseIterable, Sendable {
    /// A company that runs models.
    case cloud
    /// A company that passes requests on to others.
    case gateway
    /// A server on the user's own machine.
    case local
  }

  /// The word typed on the command line, such as `openai`.
  package let id: String
  /// The name people use.
  package var name: String
  package var kind = Kind.cloud
  /// The address that every path is appended to; `{NAME}` stands for one of ``parts``.
  package var baseURL: String
  /// What the user adds to the address.
  package var parts: [AddressPart] = []
  /// The dialect it speaks.
  package var dialect: any Dialect.Type
  /// The further dialects it speaks at the same address.
  package var otherDialects: [any Dialect.Type] = []
  /// The header field for the key; `nil` for the dialect's own.
  package var keyHeader: KeyHeader?
  /// The header fields of every request besides the dialect's.
  package var headers: [(name: String, value: String)] = []
  /// How it differs from others of the dialect.
  package var quirks = Quirks()
  /// The environment variables that may hold a key, first match wins.
  package var keyVariables: [String] = []
  /// Those of them whose key travels as `Authorization: Bearer`, whatever the field of the others.
  package var bearerVariables: [String] = []
  /// Variables that may hold its address, besides the one that is made from the id.
  var addressVariables: [AddressVariable] = []
  /// Where a person makes a key; `nil` where there is no such page.
  package var keyURL: String?
  /// How its keys look, to guess whose a key is; never to refuse one.
  package var keyPatterns: [KeyPattern] = []
  /// How its models are listed; `nil` where they are not.
  package var modelList: ModelList? = ModelList()
  /// How a key is tried.
  package var keyCheck = KeyCheck.models()
  /// The model used when none is named and this is the only provider with a key.
  package var defaultModel: String?
  /// Models that are found by their bare id, for providers of the user's own.
  package var models: [Model] = []
  /// Whether it answers without a key.
  package var worksWithoutKey = false
  /// Whether it may be asked over plain `http` on another machine, without a key.
  package var allowsHTTP = false
  /// Whether it answers from within byok, without a network.
  package var isOffline = false
  /// Whether it uses the credentials of another tool, the one with the same id, instead of a key.
  package var usesCredentials = false
  /// How the ids of the models that it makes begin; only of makers whose ids others use as they
  /// are.
  package var makes: [String] = []
  /// What other tools call it.
  package var otherNames: [String] = []
  /// The word that platforms of one company share whose keys do not work at each other's addresses.
  package var keyFamily: String?
  /// What a user should know, a sentence each.
  package var notes: [String] = []
  /// That it is gone; `nil` for one that answers.
  package var retirement: Retirement?
  /// How well the row is known.
  package var evidence = Evidence.documented
  /// The page that the row was checked against, and the day.
  package var documentation = ""

  /// Its own address.
  ///
  /// - Throws: A usage error where the user has to complete it.
  package func base() throws(ByokError) -> BaseURL {
    try BaseURL(baseURL, from: id, allowsHTTP: allowsHTTP)
  }

  /// Every dialect it speaks, the usual one first.
  package var dialects: [any Dialect.Type] { [dialect] + otherDialects }

  /// The ids of the platforms that a key for this one may really belong to.
  var siblings: [String] {
    guard let keyFamily else { return [] }
    return Self.builtIn.filter { $0.keyFamily == keyFamily && $0.id != id }.map(\.id)
  }

  /// The variable that replaces the base URL for keys from the environment: `OPENAI_BASE_URL`.
  var baseURLVariable: String {
    id.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() + "_BASE_URL"
  }
}

/// That a provider is gone.
package struct Retirement: Equatable, Sendable {
  /// The last day, as `2026-07-30`.
  package let day: String
  /// What to use now, as a clause: `use openai`.
  package let advice: String
}

/// How well a row of a table is known.
package enum Evidence: String, Sendable {
  case recorded = "seen in recorded traffic"
  case documented = "the provider's own documentation"
  case probed = "requests documented by others, with a date"
  case thirdParty = "only the configuration of other tools"
}
