extension ToolPermission {
  /// What the entries of servers say, and nobody else.
  package init(_ entries: [ServerEntry]) {
    self.init()
    for entry in entries {
      servers[entry.name] = Server(
        tools: entry.tools?.map { ToolPattern($0, of: entry.name) },
        allowed: entry.allow?.map { ToolPattern($0, of: entry.name) })
    }
  }
}
