internal import ByokCore

/// What a server gets, and what limits it.
extension ImportedServerReader {
  mutating func readVariables(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    var fields: [String: JSONValue] = [:]
    for name in ["env", "envs", "environment"] {
      guard let index = file.member(name, of: table) else { continue }
      for child in file.children(of: index) {
        let field = file.nodes[child].name ?? ""
        fields[field] = .string(try value(child, of: field, isHeader: false, file))
      }
    }
    for index in file.children(named: "env_keys", of: table) {
      let field = file.plainText(index)
      let label = label(for: field)
      fields[field] = .string(ReferenceText.key(label))
      server.openKeys.append((label, "Goose keeps it in its keychain"))
    }
    if !fields.isEmpty { server.members["env"] = .object(fields) }
    var passed: [String] = []
    for index in file.children(named: "env_vars", of: table) {
      passed.append(file.text(named: "name", of: index) ?? file.plainText(index))
    }
    if !passed.isEmpty { server.members["pass_env"] = .array(passed.map(JSONValue.string)) }
  }

  mutating func readHeaders(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    var fields: [String: JSONValue] = [:]
    for name in ["headers", "http_headers"] {
      guard let index = file.member(name, of: table) else { continue }
      for child in file.children(of: index) {
        let field = file.nodes[child].name ?? ""
        fields[field] = .string(try value(child, of: field, isHeader: true, file))
      }
    }
    if let index = file.member("env_http_headers", of: table) {
      for child in file.children(of: index) {
        fields[file.nodes[child].name ?? ""] = .string("${\(file.plainText(child))}")
      }
    }
    if let index = file.member("bearer_token_env_var", of: table) {
      fields["Authorization"] = .string("Bearer ${\(file.plainText(index))}")
    }
    if !fields.isEmpty { server.members["headers"] = .object(fields) }
  }

  /// The value of a variable or a header field; a secret becomes a reference.
  private mutating func value(
    _ index: Int, of field: String, isHeader: Bool, _ file: borrowing SettingsDocument
  ) throws(Refusal) -> String {
    guard [.string, .number, .word].contains(file.kind(of: index)),
      let secret = try? file.secret(index)
    else { throw Refusal(reason: "the value of \(field.shown) is not a string") }
    let isReference = secret.withBytes { ImportedText.hasReference($0, of: program) }
    if isReference || secret.count == 0 { return try text(index, field, file) }
    guard file.kind(of: index) == .string else { return file.plainText(index) }
    let isSecret =
      ServerSecrets.isName(field) || isHeader && HeaderFields.carriesKey(field)
      || secret.withBytes { KeyLikeness.first(in: $0) != nil }
    // What neither its name nor its beginning tells is looked at once more as plain text.
    guard isSecret || KeyShape.mayBeKey(file.plainText(index), exceptUUIDs: true) else {
      return file.plainText(index)
    }
    return seal(secret, index, of: field, isHeader: isHeader)
  }

  /// Takes a secret up, and answers with what refers to it.
  private mutating func seal(
    _ secret: borrowing Secret, _ index: Int, of field: String, isHeader: Bool
  ) -> String {
    let label = label(for: field)
    // 'Bearer KEY': the word before the key is none.
    let blank = secret.withBytes { bytes in
      isHeader ? bytes.indices.last { bytes[$0] == 0x20 } : nil
    }
    let prefix = blank.map { $0 + 1 } ?? 0
    let head = secret.withBytes { bytes in
      String(decoding: Array(copying: bytes.extracting(0..<prefix)), as: UTF8.self)
    }
    let form = secret.withBytes { KeyForm.flaw(of: $0.extracting(prefix..<$0.count)) }
    if let form, [.placeholder, .reference, .ciphertext].contains(form) {
      server.openKeys.append((label, "what the file has for \(field.shown) \(form.clause)"))
    } else {
      server.secrets.append(.init(label: label, index: index, prefix: prefix, field: field))
    }
    return head + ReferenceText.key(label)
  }

  /// The label of a key for one of the server's fields.
  fileprivate func label(for field: String) -> String {
    KeyImport.label(from: "\(server.name)-\(field)") ?? "\(server.name)-key"
  }
}

extension ImportedServerReader {
  mutating func readLimits(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    for limit in program.startLimits {
      try readLimit(limit, as: "start_timeout", table, file)
    }
    if let limit = program.callLimit { try readLimit(limit, as: "tool_timeout", table, file) }
    if program == .pasted, file.member("timeout", of: table) != nil {
      server.notes.append("timeout is left out: programs disagree on its unit")
    }
    if file.text(named: "supports_parallel_tool_calls", of: table) == "true" {
      server.members["parallel"] = .bool(true)
    }
  }

  private mutating func readLimit(
    _ limit: (name: String, unit: Double), as member: String, _ table: Int,
    _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    guard let index = file.member(limit.name, of: table) else { return }
    let seconds = (Double(file.plainText(index)) ?? 0) * limit.unit
    // Below a second, Claude Code has no limit.
    guard seconds >= 1, seconds <= 86_400 else {
      server.notes.append("\(limit.name) is left out: it is not from 1 s to 1 d")
      return
    }
    server.members[member] =
      Int(exactly: seconds).map(JSONValue.integer) ?? JSONValue.number(seconds)
  }

  mutating func readTools(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    for name in ["includeTools", "enabled_tools", "available_tools"] {
      guard let index = file.member(name, of: table) else { continue }
      // 'NAME(ARGUMENTS)' limits more than byok can.
      let tools = try texts(index, name, file).map { String($0.prefix { $0 != "(" }) }
      if !tools.isEmpty { server.members["tools"] = .array(tools.map(JSONValue.string)) }
    }
  }
}

extension ImportedServerReader {
  mutating func text(
    _ index: Int, _ field: String, _ file: borrowing SettingsDocument
  ) throws(Refusal) -> String {
    guard file.kind(of: index) == .string else {
      throw Refusal(reason: "\(field.shown) is not a string")
    }
    do throws(ImportedText.Flaw) {
      let text = try ImportedText(file.plainText(index), of: program, label: label(for: field))
      server.openKeys += text.openKeys
      return text.text
    } catch {
      throw Refusal(reason: "in \(field.shown), \(error.reason)")
    }
  }

  mutating func texts(
    _ index: Int, _ field: String, _ file: borrowing SettingsDocument
  ) throws(Refusal) -> [String] {
    guard file.kind(of: index) == .list else {
      throw Refusal(reason: "\(field.shown) is not a list")
    }
    var texts: [String] = []
    for child in file.children(of: index) {
      // Some write numbers without quotes.
      texts.append(
        file.kind(of: child) == .number
          ? file.plainText(child) : try text(child, field, file))
    }
    return texts
  }
}
