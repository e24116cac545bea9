internal import ByokCore
internal import ByokKit

/// A provider's row as JSON and as lines for a person.
struct ProviderFacts {
  let provider: Provider
  let hasKey: Bool

  init(_ provider: Provider, hasKey: Bool) {
    (self.provider, self.hasKey) = (provider, hasKey)
  }

  private var addressVariables: [String] {
    provider.isOffline ? [] : provider.variablesOfAddress
  }

  /// The members of a listing; what is not known is `null`.
  var summary: [String: JSONValue] {
    [
      "id": .string(provider.id), "name": .string(provider.name),
      "dialect": .string(provider.dialect.name), "base_url": .string(provider.baseURL),
      "variables": .texts(provider.keyVariables),
      "bearer_variables": .texts(provider.bearerVariables), "key_url": .text(provider.keyURL),
      "has_key": .bool(hasKey), "kind": .string(provider.kind.rawValue),
      "source": .string(provider.isBuiltIn ? "built-in" : "configuration"),
      "status": .string(provider.retirement == nil ? "active" : "retired"),
      "default_model": .text(provider.defaultModel),
    ]
  }

  /// All members.
  var document: JSONValue {
    let more: [String: JSONValue] = [
      "other_dialects": .texts(provider.otherDialects.map { $0.name }),
      "key_header": .string(header), "headers": headers,
      "works_without_key": .bool(provider.worksWithoutKey),
      "allow_http": .bool(provider.allowsHTTP), "address_variables": .texts(addressVariables),
      "address_parts": .array(
        provider.parts.map { part in
          .object([
            "name": .string(part.name), "meaning": .string(part.meaning),
            "variables": .texts(part.variables), "default": .text(part.standard),
          ])
        }),
      "models": .texts(provider.models.map(\.id)), "model_list": modelList, "key_check": keyCheck,
      "key_prefixes": .texts(prefixes), "notes": .texts(provider.notes),
      "retired_on": .text(provider.retirement?.day),
      "successor": .text(provider.retirement?.advice),
      "known_from": provider.isBuiltIn ? .string(provider.evidence.rawValue) : .null,
      "documentation": .text(provider.documentation),
    ]
    return .object(summary.merging(more) { $1 })
  }

  private var modelList: JSONValue {
    guard let list = provider.modelList else { return .null }
    return .object([
      "url": .string(address(list.path)), "shape": .string(list.shape.rawValue),
      "public": list.isPublic.map(JSONValue.bool) ?? .null,
    ])
  }

  private var keyCheck: JSONValue {
    let check = provider.keyCheck
    guard check.probe != .none else { return .null }
    return .object([
      "request": .string(request), "ok_statuses": .array(check.good.map(JSONValue.integer)),
      "invalid_statuses": .array(check.bad.map(JSONValue.integer)),
      "proves_validity": .bool(check.isProof), "note": .text(check.note),
    ])
  }

  /// Where something is asked for: the whole address where no part of it is missing.
  private func address(_ path: String) -> String {
    (try? provider.base())?.address(of: path) ?? path
  }

  /// What a check sends, in words.
  private var request: String {
    switch provider.keyCheck.probe {
    case .models: "GET \(address(provider.modelList?.path ?? ""))"
    case .get(let path): "GET \(address(path))"
    case .post(let path, _): "POST \(address(path))"
    case .completion(let model): "a chat of one token" + (model.map { " with \($0)" } ?? "")
    case .none: ""
    }
  }

  private var header: String {
    KeySource.notNeeded.header(for: provider, provider.dialect).prefix + "KEY"
  }

  /// The fields of keys from some variables, where it is another.
  private var bearerHeaders: [String] {
    provider.bearerVariables.map { variable in
      KeySource.environment(variable: variable).header(for: provider, provider.dialect).prefix
        + variable
    }
  }

  private var headers: JSONValue {
    .object(Dictionary(provider.headers.map { ($0.name, .string($0.value)) }) { $1 })
  }

  private var prefixes: [String] {
    provider.keyPatterns.map(\.prefix).filter { !$0.isEmpty }
  }
}

extension ProviderFacts {
  /// The facts as lines for a person.
  var listing: FactList {
    let retirement = provider.retirement.map { "shut down on \($0.day); \($0.advice)" }
    return FactList(texts: [
      ("id", [provider.id]), ("name", [provider.name]), ("retired", retirement.map { [$0] } ?? []),
      ("kind", [provider.isBuiltIn ? provider.kind.rawValue : "your own (config.json)"]),
      ("dialect", [provider.dialects.map { $0.name }.joined(separator: ", ")]),
      ("base URL", [provider.isOffline ? "offline" : provider.baseURL]),
      ("its parts", provider.parts.map(\.listing)),
      ("address from", [addressVariables.joined(separator: ", ")]),
      ("key from", [provider.keyVariables.joined(separator: ", ")]),
      ("key sent as", provider.isOffline ? [] : [header] + bearerHeaders),
      ("its headers", provider.headers.map { "\($0.name): \($0.value)" }),
      ("keys begin", [prefixes.joined(separator: ", ")]), ("make a key", [provider.keyURL ?? ""]),
      ("has a key", [hasKey ? "yes" : provider.worksWithoutKey ? "no, needs none" : "no"]),
      ("default model", [provider.defaultModel ?? ""]), ("models", provider.models.map(\.id)),
      ("models from", [modelsFrom]), ("key check", [checkWords] + [provider.keyCheck.note ?? ""]),
      ("note", provider.notes),
      ("known from", [provider.isBuiltIn ? provider.evidence.rawValue : ""]),
      ("see", [provider.documentation]),
    ])
  }

  private var modelsFrom: String {
    guard let list = provider.modelList else { return "" }
    return "GET \(address(list.path))" + (list.isPublic == true ? " (public: proves no key)" : "")
  }

  private var checkWords: String {
    let check = provider.keyCheck
    guard check.probe != .none else { return "" }
    let statuses = "\(words(check.good)) works, \(words(check.bad)) does not"
    return "\(request): \(statuses)" + (check.isProof ? "" : "; only a hint")
  }

  private func words(_ statuses: [Int]) -> String {
    statuses.map(String.init).joined(separator: " or ")
  }
}

extension AddressPart {
  fileprivate var listing: String {
    let source = ([variables.joined(separator: " or ")] + [standard.map { "else \($0)" } ?? ""])
      .filter { !$0.isEmpty }.joined(separator: ", ")
    return "{\(name)}: \(meaning) (\(source))"
  }
}

extension JSONValue {
  fileprivate static func text(_ value: String?) -> Self {
    value.flatMap { $0.isEmpty ? nil : .string($0) } ?? .null
  }

  fileprivate static func texts(_ values: [String]) -> Self { .array(values.map(Self.string)) }
}
