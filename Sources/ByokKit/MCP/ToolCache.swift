package import ByokCore

/// The lists of tools that servers gave when they were last started, kept for a while.
///
/// A file for each server, which no other user can read. Each list is identified by a
/// digest under the ``MachineKey``, and contains neither keys nor values of variables.
package struct ToolCache: Sendable {
  private let locations: Locations
  private let clock: Clock
  private let lifetime: Double
  private let isRead: Bool

  /// - Parameters:
  ///   - session: The outside world.
  ///   - lifetime: How long a list may be used, in seconds, where the server does not say less;
  ///     `nil` for a day.
  ///   - isRead: Whether kept lists are used; they are renewed in any case.
  package init(_ session: Session, lifetime: Double?, isRead: Bool = true) {
    (locations, clock) = (session.locations, session.clock)
    (self.lifetime, self.isRead) = (lifetime ?? 86_400, isRead)
  }

  /// The place of a server's list.
  ///
  /// - Returns: `nil` where nothing can be kept.
  func record(of entry: ServerEntry, _ environment: Environment) -> Record? {
    guard (try? locations.hasPlace(for: .cache)) == true,
      let machine = try? MachineKey.readOrMake(locations, clock: clock)
    else { return nil }
    return Record(
      locations: locations, clock: clock, lifetime: lifetime, isRead: isRead, server: entry.name,
      identity: machine.digest(of: entry.identity(environment)))
  }

  /// When a server's tools were last listed, and how many there were.
  ///
  /// - Parameters:
  ///   - server: The user's name for the server.
  ///   - locations: Where lists are kept.
  /// - Returns: `nil` where no list is kept; one that is kept may be too old to be used.
  package static func lastList(
    of server: String, _ locations: Locations
  ) -> (time: Timestamp, count: Int)? {
    guard let path = try? locations.toolList(of: server),
      let bytes = (try? PrivateDirectory.read(path, privacy: .ownerOnly, limit: Record.limit))
        ?? nil,
      let document = JSONValue(bytes), let time = document["fetched_at"]?.integer,
      let tools = document["tools"]?.elements
    else { return nil }
    return (Timestamp(seconds: time), tools.count)
  }

  /// The place of one server's list.
  struct Record: Sendable {
    fileprivate let locations: Locations
    fileprivate let clock: Clock
    fileprivate let lifetime: Double
    fileprivate let isRead: Bool
    fileprivate let server: String
    fileprivate let identity: String

    /// The list, if it is fresh.
    func read() -> CachedTools? {
      guard isRead, let document = document, let tools = CachedTools(document) else { return nil }
      let age = clock.now() - Double(document["fetched_at"]?.integer ?? 0)
      return age >= 0 && age < min(lifetime, tools.list.lifetime ?? .infinity) ? tools : nil
    }

    /// The version of the protocol that the server spoke, however long ago.
    func version() -> ProtocolVersion? {
      document?["protocol"]?.text.flatMap(ProtocolVersion.init)
    }

    private var document: JSONValue? {
      guard let path = try? locations.toolList(of: server),
        let bytes = (try? PrivateDirectory.read(path, privacy: .ownerOnly, limit: Self.limit))
          ?? nil,
        let document = JSONValue(bytes), document["identity"]?.text == identity
      else { return nil }
      return document
    }

    /// Keeps a list; where that is not possible, the server is asked again next time.
    func write(_ tools: CachedTools) {
      var members = tools.members
      members["identity"] = .string(identity)
      members["fetched_at"] = .integer(Int(clock.now()))
      guard let path = try? locations.toolList(of: server),
        let bytes = try? JSONValue.object(members).json(), bytes.count <= Self.limit,
        let folder = (try? PrivateDirectory.open(holding: path, create: true)) ?? nil
      else { return }
      _ = try? AtomicFile.replace(path, in: folder, with: bytes.span)
    }

    fileprivate static let limit = 64 << 20
  }
}

/// What a server said of itself and its tools.
struct CachedTools: Sendable {
  var list: ToolList
  var version: ProtocolVersion
  var software: String?
  var instructions: String?

  init(_ list: ToolList, _ client: ServerClient) {
    (self.list, version) = (list, client.version)
    (software, instructions) = (client.software, client.instructions)
  }

  /// - Returns: `nil` where the document is of another version of byok.
  fileprivate init?(_ document: JSONValue) {
    guard let version = document["protocol"]?.text.flatMap(ProtocolVersion.init),
      let tools = document["tools"]?.elements
    else { return nil }
    list = ToolList(tools: tools.compactMap(ServerTool.init(document:)))
    guard list.tools.count == tools.count else { return nil }
    list.lifetime = document["lifetime"]?.double
    self.version = version
    software = document["software"]?.text
    instructions = document["instructions"]?.text
  }

  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "protocol": .string(version.rawValue), "tools": .array(list.tools.map(\.document)),
    ]
    members["lifetime"] = list.lifetime.map(JSONValue.number)
    members["software"] = software.map(JSONValue.string)
    members["instructions"] = instructions.map(JSONValue.string)
    return members
  }
}

extension ServerEntry {
  /// All that decides which tools the server has, as text; no key is in it.
  fileprivate func identity(_ environment: Environment) -> String {
    var words = [name, era.rawValue]
    func add(_ fields: [Field]) {
      for field in fields {
        words += [field.name, field.value.source, field.value.plainText ?? ""]
      }
    }
    switch place {
    case .program(let program):
      let variables = ServerEnvironment(program: program, environment: environment)
      let path = variables.value("PATH")
      let file = try? ProgramFile.find(program.command, path: path, folder: program.folder)
      words += ["program", program.command, file ?? "", file.flatMap(ProgramFile.stamp) ?? ""]
      words += [program.folder ?? "", "\(program.arguments.count)"] + program.arguments
      for name in program.passedVariables { words += [name, variables.value(name) ?? ""] }
      add(program.variables)
    case .address(let address):
      words += ["address", address.url, "\(address.isEventStream)"]
      add(address.headers)
    }
    return JSONValue.array(words.map(JSONValue.string)).compactText
  }
}
