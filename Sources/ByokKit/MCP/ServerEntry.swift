/// A server of tools, as the user has configured it, with its values expanded.
package struct ServerEntry: Sendable {
  /// The user's name for it: `[a-z0-9-]{1,20}`.
  package var name: String
  package var place: Place
  /// How long start, handshake and the first list of tools may take together, in seconds.
  package var startTimeout = Self.standardStartTimeout
  /// How long a call may go without an answer or progress, in seconds.
  package var toolTimeout = Self.standardToolTimeout
  /// Which protocols are spoken to it.
  package var era = Era.auto
  /// Whether its calls may run at the same time.
  package var isParallel = false
  /// The tools that are ever offered; `nil` for all.
  package var tools: [String]?
  /// The patterns of what is offered where the command line names nothing; `nil` for the default.
  package var allow: [String]?
  /// Whether the model gets the server's own instructions.
  package var usesInstructions = false

  package static let standardStartTimeout = 60.0
  package static let standardToolTimeout = 120.0

  package init(name: String, place: Place) {
    (self.name, self.place) = (name, place)
  }

  /// Where the server is.
  package enum Place: Sendable {
    /// A program that byok starts, and speaks to over its standard streams.
    case program(ServerProgram)
    /// An address.
    case address(ServerAddress)
  }

  /// A program to start; no shell is involved.
  package struct ServerProgram: Sendable {
    /// The program, looked for in `PATH` unless it contains a slash.
    package var command: String
    package var arguments: [String]
    /// The folder it runs in, with `~` expanded; `nil` for the current one.
    package var folder: String?
    /// Variables that are set, in place of those it would inherit.
    package var variables: [Field]
    /// Names of variables that it inherits besides the usual ones.
    package var passedVariables: [String]

    package init(
      command: String, arguments: [String] = [], folder: String? = nil, variables: [Field] = [],
      passedVariables: [String] = []
    ) {
      (self.command, self.arguments, self.folder) = (command, arguments, folder)
      (self.variables, self.passedVariables) = (variables, passedVariables)
    }
  }

  /// An address that speaks HTTP.
  package struct ServerAddress: Sendable {
    package var url: String
    package var headers: [Field]
    /// Whether it speaks the deprecated HTTP+SSE of 2024-11-05.
    package var isEventStream: Bool

    package init(url: String, headers: [Field] = [], isEventStream: Bool = false) {
      (self.url, self.headers, self.isEventStream) = (url, headers, isEventStream)
    }
  }

  /// A variable or a header.
  package struct Field: Sendable {
    package var name: String
    package var value: ServerValue

    package init(name: String, value: ServerValue) {
      (self.name, self.value) = (name, value)
    }
  }

  /// The generations of the protocol.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/basic/lifecycle>.
  package enum Era: String, CaseIterable, Sendable {
    /// Whichever it speaks.
    case auto
    /// Those with a handshake, up to 2025-11-25.
    case legacy
    /// The one without, 2026-07-28.
    case modern
  }
}
