internal import ByokCore

/// What the configuration says of a part of an address that differs between users.
struct AddressPartRow: Configurable {
  var name: String?
  var meaning: String?
  var variables: [VariableName]?
  var standard: String?
}

/// What the configuration says of a variable that holds an address.
struct AddressVariableRow: Configurable {
  var name: VariableName?
  var bareHostPort: Port?
  var leavesOut: String?
}

extension ProviderRow {
  /// Sets where the provider is, and whether plain `http` will do.
  ///
  /// - Throws: A usage error that names the place.
  func setAddress(of provider: inout Provider, at place: String) throws(ByokError) {
    var text = provider.baseURL
    for (index, row) in parts.enumerated() {
      let part = try row.part(at: "\(place).address_parts[\(index)]")
      guard text.contains("{\(part.name)}") else {
        throw .wrong("\(place).base_url", "has no {\(part.name)}, which address_parts names")
      }
      text.replace("{\(part.name)}", with: "part")
      provider.parts.append(part)
    }
    guard !text.contains("{") else {
      throw .wrong("\(place).base_url", "has a part in braces that address_parts does not define")
    }
    provider.allowsHTTP = allowsHTTP ?? false
    let base = try base(text, at: place)
    if parts.isEmpty { provider.baseURL = base.text }
    provider.worksWithoutKey = worksWithoutKey ?? false
    if !base.mayCarryKey {
      let rule = "cannot be combined with plain http, over which no key is sent"
      guard keyVariables?.isEmpty ?? true else { throw .wrong("\(place).key_env", rule) }
      guard keyHeader == nil else { throw .wrong("\(place).key_header", rule) }
      guard worksWithoutKey ?? true else {
        throw .wrong("\(place).works_without_key", "cannot be false with plain http")
      }
      provider.worksWithoutKey = true
    }
    for (index, row) in addressVariables.enumerated() {
      guard let name = row.name else {
        throw .wrong("\(place).address_env[\(index)]", "needs a name")
      }
      provider.addressVariables.append(
        AddressVariable(
          name: name.text, bareHostPort: row.bareHostPort?.number, leavesOut: row.leavesOut))
    }
  }

  private func base(_ text: String, at place: String) throws(ByokError) -> BaseURL {
    let source = "\(place).base_url"
    do throws(ByokError) {
      return try BaseURL(text, from: source, allowsHTTP: allowsHTTP ?? false)
    } catch {
      var error = error
      if (try? BaseURL(text, from: source, allowsHTTP: true)) != nil {
        error.hints.append(
          "allow_http: true permits plain http for a provider without a key")
      }
      throw error
    }
  }
}

extension AddressPartRow {
  fileprivate func part(at place: String) throws(ByokError) -> AddressPart {
    guard let name, name.utf8.allSatisfy({ Self.isOfName($0) }) else {
      throw .wrong(place, "needs a name of lower-case letters and _")
    }
    guard standard.map(AddressPart.isValid) ?? true else {
      throw .wrong("\(place).default", "must be letters, digits and hyphens")
    }
    return AddressPart(
      name: name, meaning: meaning ?? name, variables: variables?.map(\.text) ?? [],
      standard: standard)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
  }
}
