/// A failure the user hears about: what kind, in which words, and what to try next.
///
/// Every throwing function that a command calls throws this type, so nothing reaches the user
/// without an exit status and a sentence. Each folder adds its own factories beside the code that
/// fails.
public struct ByokError: Error, Equatable {
  /// The kind, which decides the exit status.
  public let kind: Kind
  /// One sentence, lower case, no full stop; never contains a secret.
  public let message: String
  /// What to try next, one line each: a command or a question.
  public var hints: [String]
  /// What a provider's answer adds, for `--json`; `nil` for failures without one.
  public var provider: ProviderDetails?
  /// What there is of the result anyway, for `--json`.
  package var partialResult: JSONValue?
  /// By what code recognises it; `nil` for most, which are only reported.
  package var code: Code?
  /// The exit status where it is not the kind's: shells have their own for programs not started.
  var shellStatus: Int32?

  /// Where it is reported; results that are their own words need no more of it.
  package var reporting = Reporting.everywhere

  /// What the program ends with.
  public var exitStatus: Int32 { shellStatus ?? kind.rawValue }

  package init(_ kind: Kind, _ message: String, hints: [String] = [], code: Code? = nil) {
    self.kind = kind
    self.message = message
    self.hints = hints
    self.code = code
  }

  package init(_ kind: Kind, _ message: String, hint: String, code: Code? = nil) {
    self.init(kind, message, hints: [hint], code: code)
  }
}

extension ByokError {
  /// A failure that some caller handles in its own way, recognised whatever its sentence says.
  ///
  /// Codes are declared beside the factories of their failures.
  package struct Code: Equatable, Sendable {
    private let name: String

    package init(_ name: String) {
      self.name = name
    }
  }

  /// Where a failure is reported.
  package enum Reporting: Equatable, Sendable {
    /// In words, and in JSON where that is wanted.
    case everywhere
    /// In words alone: the JSON that was written tells it.
    case inWords
    /// By the exit status alone.
    case nowhere
  }

  /// What is known of the provider's answer behind a failure.
  public struct ProviderDetails: Equatable, Sendable {
    /// The provider's id, such as `openai`.
    public var id: String
    /// The HTTP status of the answer, if one arrived.
    public var httpStatus: Int?
    /// The wait that the provider asked for, in seconds.
    public var retryAfter: Double?
    /// Whether every other request with the same key will fail in the same way.
    package var isOfKey = false

    package init(
      id: String, httpStatus: Int? = nil, retryAfter: Double? = nil, isOfKey: Bool = false
    ) {
      self.id = id
      self.httpStatus = httpStatus
      self.retryAfter = retryAfter
      self.isOfKey = isOfKey
    }
  }
}
