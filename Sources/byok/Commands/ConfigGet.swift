internal import ByokCore
internal import ByokKit

/// `byok config get`: the value of one key.
struct ConfigGet: Command {
  var common = CommonOptions()
  var key: String?

  static let name = "config get"

  static let definition = CommandDefinition<Self>(
    summary: "Print a configured value",
    detail: [
      "A string is printed as it is, anything else as JSON. The exit status is 1 for a key that is not"
        + " set, 2 for one that does not exist."
    ],
    operands: [.required("KEY", \.key)],
    json: true,
    examples: [
      Example(line: "byok config get model", purpose: "print the default model")
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let key else { return }
    let file = try ConfigurationFile.load(session.locations)
    _ = try file?.configuration()
    guard let found = try file?.root().find(key) else {
      let path = try ConfigurationPath(key)
      guard let standard = path.row?.standard else { throw .notConfigured(key) }
      throw ByokError(.failure, "\(key.quoted) is not set", hint: "the default is \(standard)")
    }
    guard !common.json, case .string(let text) = found.node.value else {
      return try session.console.write(found.node.value)
    }
    try session.console.write(text + "\n")
  }
}
