internal import ByokCore
internal import ByokKit

/// What listings show of a server in `config.json`; references stay as they are written.
struct ServerFacts {
  let name: String
  let row: ServerRow
  /// The labels of the keys for servers that are in the keystore.
  var sealed: Set<String> = []
  /// When its tools were last listed, and how many there were; `nil` where they are not kept.
  var lastList: (time: Timestamp, count: Int)?

  /// The command line or the address, as one would type it.
  var runs: String {
    guard let command = row.command else { return row.url?.source ?? "" }
    return CommandWords.line(([command] + row.arguments).map(\.source))
  }

  /// The keys that it needs, those that are missing marked.
  var keys: String {
    row.keys.map { label in
      KeyName(provider: KeyName.serverGroup, label: label).text
        + (sealed.contains(label) ? "" : "!")
    }.joined(separator: ", ")
  }

  /// Which tools are offered.
  var offered: String {
    let allowed = (row.allow ?? ["read-only"]).joined(separator: ", ")
    return row.tools.map { "\(allowed) of \($0.count)" } ?? allowed
  }

  /// What lines for a person say of it: what runs, and what it gets.
  var lines: [String] {
    let folder = row.folder.map { " in \($0.source)" } ?? ""
    let what = row.command == nil ? "connects to" : "runs"
    let fields = row.fields.map { "\($0.name)=\($0.value.source)" }
    let passed = (row.passedVariables ?? []).map(\.text)
    return ["\(what): \(runs)\(folder)"]
      + (fields.isEmpty ? [] : ["with: \(fields.joined(separator: ", "))"])
      + (passed.isEmpty ? [] : ["passing on: \(passed.joined(separator: ", "))"])
  }

  /// The members for JSON; what is not set is `null`.
  var document: JSONValue {
    func texts(_ values: [String]?) -> JSONValue {
      values.map { .array($0.map(JSONValue.string)) } ?? .null
    }
    func fields(_ fields: [ServerRow.Field]) -> JSONValue {
      .object(Dictionary(fields.map { ($0.name, .string($0.value.source)) }) { $1 })
    }
    func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
    let isProgram = row.command != nil
    return .object([
      "name": .string(name), "type": .string(row.usedTransport.rawValue),
      "command": text(row.command?.source),
      "args": isProgram ? texts(row.arguments.map(\.source)) : .null,
      "cwd": text(row.folder?.source), "env": isProgram ? fields(row.variables) : .null,
      "pass_env": texts(row.passedVariables?.map(\.text)), "url": text(row.url?.source),
      "headers": isProgram ? .null : fields(row.headers),
      "keys": .array(
        row.keys.map { label in
          .object([
            "name": .string(KeyName(provider: KeyName.serverGroup, label: label).text),
            "sealed": .bool(sealed.contains(label)),
          ])
        }),
      "tools": texts(row.tools), "allow": texts(row.allow),
      "start_timeout": row.startTimeout.map { .number($0.count) } ?? .null,
      "tool_timeout": row.toolTimeout.map { .number($0.count) } ?? .null,
      "parallel": .bool(row.isParallel ?? false),
      "protocol": .string((row.era ?? .auto).rawValue),
      "instructions": .bool(row.usesInstructions ?? false),
      "tools_listed_at": text(lastList?.time.rfc3339),
      "tools_count": lastList.map { .integer($0.count) } ?? .null,
    ])
  }
}
