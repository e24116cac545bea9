internal import ByokCore
internal import ByokKit

/// `byok config list`: what is set, and what may be.
struct ConfigList: Command {
  var common = CommonOptions()
  var showsAll = false

  static let name = "config list"

  static let definition = CommandDefinition<Self>(
    summary: "List configured values; --all lists every key",
    detail: ["With --all, a part in capitals is a placeholder for a name of your own."],
    options: [.flag("all", \.showsAll, "List every key, with its type and default")],
    json: true,
    examples: [
      Example(line: "byok config list", purpose: "list what differs from the defaults"),
      Example(
        line: "byok config list --all", purpose: "list every key, with its type and default",
        runsAnywhere: true),
    ])

  func run(in session: inout Session) throws(ByokError) {
    if showsAll { return try listKeys(session.console) }
    let file = try ConfigurationFile.load(session.locations)
    _ = try file?.configuration()
    let settings = try file?.settings() ?? []
    if common.json {
      let rows = settings.map { setting in
        JSONValue.object(["key": .string(setting.key), "value": setting.value ?? .null])
      }
      return try session.console.write(.array(rows), pretty: true)
    }
    guard !settings.isEmpty else {
      return session.console.note("nothing is set; byok config list --all shows every key")
    }
    let rows = settings.map { setting in
      let value = setting.value.map { Sanitizer.oneLine($0.plainText) }
      return [TableCell(Sanitizer.oneLine(setting.key)), TableCell(value ?? "…")]
    }
    let value = TableColumn("VALUE", least: 20, overflow: .wrap)
    try session.console.write(Table([TableColumn("KEY", least: 20, overflow: .wrap), value], rows))
  }

  private func listKeys(_ console: Console) throws(ByokError) {
    let keys = ConfigurationKey.all
    if common.json {
      let rows = keys.map { key in
        JSONValue.object([
          "key": .string(key.name), "takes": .string(key.expectation),
          "default": key.standard.map(JSONValue.string) ?? .null, "summary": .string(key.summary),
        ])
      }
      return try console.write(.array(rows), pretty: true)
    }
    let rows = keys.map { key in
      [
        TableCell(key.name), TableCell(key.standard ?? "-", shown: key.standard ?? ""),
        TableCell("\(key.summary.filter { $0 != "`" }): \(key.expectation)"),
      ]
    }
    let columns = [
      TableColumn("KEY", least: 24, overflow: .wrap),
      TableColumn("DEFAULT", rank: 3, least: 12, overflow: .wrap),
      TableColumn("DESCRIPTION", comfortable: 42, least: 24, overflow: .wrap),
    ]
    try console.write(Table(columns, rows))
  }
}

/// `byok config path`: the path of the configuration.
struct ConfigPath: Command {
  var common = CommonOptions()

  static let name = "config path"

  static let definition = CommandDefinition<Self>(
    summary: "Print the path of config.json",
    examples: [
      Example(line: "$EDITOR \"$(byok config path)\"", purpose: "edits it by hand")
    ])

  func run(in session: inout Session) throws(ByokError) {
    try session.console.write(try session.locations.configuration().text + "\n")
  }
}
