import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// A `config.json` with one provider of the user's own.
struct OwnProvider {
  private let folder: TemporaryFolder
  private var locations: Locations { Locations(Environment(["BYOK_HOME": folder.path])) }

  init() throws { folder = try TemporaryFolder() }

  /// The provider `p` of a row, of which the address is told unless the row does.
  func read(_ row: String) throws -> Provider {
    try write(row)
    return try provider()
  }

  func write(_ row: String) throws {
    let base = row.contains("base_url") ? "" : "base_url: 'https://p.example/v1', "
    try folder.write("{ providers: { p: { \(base)\(row) } } }", to: "config.json", mode: 0o600)
  }

  func provider() throws -> Provider {
    try #require(try Configuration.load(locations).providers.first)
  }

  /// Sets a key as `config set` does.
  func set(_ key: String, to value: String) throws {
    let path = try ConfigurationPath("providers.p.\(key)")
    try Configuration.set(path.names, to: value, locations, clock: .system)
  }

  func failure(_ row: String) -> ByokError? {
    do {
      _ = try read(row)
      return nil
    } catch {
      return error as? ByokError
    }
  }
}

/// All that a row may say: each key changes the provider.
@Suite struct ProviderRowTests {
  /// A key, a value of it in JSON5, and a row to set it in.
  static let samples: [(key: String, value: String, row: String)] = [
    ("embeddings.api", "'cohere'", ""), ("embeddings.path", "'/e'", ""),
    ("embeddings.max_texts", "7", ""), ("embeddings.max_tokens", "7", ""),
    ("embeddings.base64", "true", ""), ("embeddings.default_model", "'e'", ""),
    ("rerank.api", "'voyage'", ""), ("rerank.path", "'/r'", ""),
    ("rerank.max_documents", "7", ""), ("rerank.default_model", "'r'", ""), ("chat", "false", ""),
    ("name", "'Gate'", ""), ("dialect", "'anthropic'", ""),
    ("other_dialects", "['anthropic']", ""), ("kind", "'local'", ""), ("notes", "['n']", ""),
    ("documentation", "'d'", ""), ("other_names", "['gate']", ""),
    ("base_url", "'https://q.example'", ""), ("allow_http", "true", ""),
    ("address_env", "['P_ENDPOINT']", ""),
    (
      "address_parts", "[{name: 'r', default: 'eu'}]",
      "base_url: 'https://{r}.example', address_parts: [{name: 'r'}]"
    ),
    ("key_env", "['P_KEY']", ""), ("bearer_env", "['P_KEY']", "key_env: ['P_KEY']"),
    ("key_header", "'X-Gate-Key: Token KEY'", ""),
    ("headers.X-Team", "'red'", ""), ("works_without_key", "true", ""),
    ("key_url", "'https://p.example/keys'", ""), ("key_family", "'zhipu'", ""),
    ("models", "['m', {id: 'n'}]", ""), ("default_model", "'m'", ""), ("makes", "['P-']", ""),
    ("model_list", "'none'", ""), ("model_list.path", "'../models'", ""),
    ("model_list.shape", "'array'", ""), ("model_list.public", "true", ""),
    ("model_list.other_words", "['x']", ""), ("model_list.beginnings", "['x']", ""),
    ("model_list.chat_path", "['type']", "model_list: {chat_path: ['a'], chat_word: 'chat'}"),
    ("model_list.chat_word", "'text'", "model_list: {chat_path: ['a'], chat_word: 'chat'}"),
    ("check.request", "'completion'", ""), ("check.path", "'/me'", ""),
    ("check.body", "'[]'", "check: {request: 'post', path: '/me'}"),
    ("check.model", "'m'", "check: {request: 'completion'}"),
    ("check.ok_statuses", "[204]", ""), ("check.invalid_statuses", "[403]", ""),
    ("check.proof", "true", ""), ("check.note", "'n'", ""),
    ("check.facts", "[{name: 'a', path: ['b']}]", ""),
    ("check.account_path", "'/you'", "check: {account_path: '/me', \(account)}"),
    ("check.account_facts", "[{name: 'a', path: ['c']}]", "check: {account_path: '/', \(account)}"),
    ("batch.shape", "'jobs'", ""), ("batch.max_requests", "9", batch),
    ("batch.max_bytes", "9000", batch), ("batch.windows", "['48h']", batch),
    ("batch.price", "0.7", batch), ("batch.retention", "'a day'", batch),
    ("batch.endpoint_prefix", "'/v9'", batch),
    ("quirks.token_limit_field", "'limit'", ""), ("quirks.seed_field", "'random_seed'", ""),
    ("quirks.reasoning", "'enable_thinking'", ""), ("quirks.any_level", "true", ""),
    ("quirks.schema", "'json_object'", ""), ("quirks.pdf", "'document_url'", ""),
    ("quirks.tools", "'mistral'", ""), ("quirks.echo_reasoning", "'none'", ""),
    ("quirks.reasoning_filler", "' '", "quirks: {echo_reasoning: 'always'}"),
    ("quirks.tool_limit", "64", ""),
    ("quirks.stop_limit", "4", ""), ("quirks.temperature_max", "1.5", ""),
    ("quirks.fetches_files", "true", ""), ("quirks.stream_options", "false", ""),
    ("quirks.temperature", "false", ""), ("quirks.top_p", "false", ""),
    ("quirks.hides_reasoning", "true", ""), ("quirks.prompt_cache", "'cache_control'", ""),
  ]

  private static let batch = "batch: {shape: 'files'}"
  private static let account = "account_facts: [{name: 'a', path: ['b']}]"

  /// A list, a member of its objects, such an object without it, and the member's value.
  static let members: [(list: String, member: String, object: String, value: String)] = [
    ("address_env", "bare_host_port", "name: 'P_HOST'", "80"),
    ("address_env", "leaves_out", "name: 'P_HOST'", "'/v1'"),
    ("address_parts", "meaning", "name: 'r'", "'it'"),
    ("address_parts", "variables", "name: 'r'", "['R']"),
    ("address_parts", "default", "name: 'r'", "'eu'"), ("models", "name", "id: 'm'", "'M'"),
    ("models", "context_window", "id: 'm'", "1000"),
    ("models", "max_output_tokens", "id: 'm'", "100"),
    ("models", "input_price", "id: 'm', input_price: 1, output_price: 2", "0.5"),
    ("models", "output_price", "id: 'm', input_price: 1, output_price: 2", "0.5"),
    ("models", "cached_price", "id: 'm', input_price: 1, output_price: 2", "0"),
    ("models", "cache_write_price", "id: 'm', input_price: 1, output_price: 2", "1.25"),
    ("models", "modalities", "id: 'm'", "['image']"), ("models", "tools", "id: 'm'", "true"),
    ("models", "structured_output", "id: 'm'", "false"),
    ("models", "temperature", "id: 'm'", "false"), ("models", "reasoning", "id: 'm'", "true"),
    ("models", "reasoning_levels", "id: 'm'", "['low','high']"),
    ("models", "reasoning_switchable", "id: 'm'", "true"),
    ("models", "reasoning_budget_min", "id: 'm'", "1024"),
    ("models", "reasoning_budget_max", "id: 'm'", "2048"),
    ("models", "dialect", "id: 'm'", "'openai-responses'"),
    ("models", "released", "id: 'm'", "'2026-01-01'"), ("models", "note", "id: 'm'", "'n'"),
    ("check.facts", "meaning", "name: 'a', path: ['b']", "'credit_if_positive'"),
    ("check.account_facts", "meaning", "name: 'a', path: ['b']", "'works_if_true'"),
  ]

  /// What every object of a list has, or is where it is no object.
  private static let essential = [
    "address_env[]", "address_env[].name", "address_parts[]", "address_parts[].name", "models[]",
    "models[].id", "check.facts[]", "check.facts[].name", "check.facts[].path",
    "check.account_facts[]", "check.account_facts[].name", "check.account_facts[].path",
  ]

  @Test func `every key has a sample`() {
    let sampled =
      Self.samples.map(\.key) + Self.members.map { "\($0.list)[].\($0.member)" } + Self.essential
    let names = ConfigurationKey.all.map(\.name).filter { $0.hasPrefix("providers.ID.") }
    #expect(
      Set(names) == Set(sampled.map { "providers.ID.\($0)".replacing("X-Team", with: "NAME") }))
  }

  private static func described(_ provider: Provider) -> String {
    var text = ""
    dump(provider, to: &text)
    return text
  }

  @Test(arguments: samples)
  func `a key that is set changes the provider`(key: String, value: String, row: String) throws {
    let own = try OwnProvider()
    let before = Self.described(try own.read(row))
    try own.set(key, to: value)
    #expect(Self.described(try own.provider()) != before)
  }

  @Test(arguments: members)
  func `a member of an object in a list changes the provider`(
    list: String, member: String, object: String, value: String
  ) throws {
    let own = try OwnProvider()
    let start = list == "address_parts" ? "base_url: 'https://{r}.example', " : ""
    func row(_ object: String) -> String {
      switch list {
      case "check.facts": "check: {facts: [{\(object)}]}"
      case "check.account_facts": "check: {account_path: '/', account_facts: [{\(object)}]}"
      default: "\(start)\(list): [{\(object)}]"
      }
    }
    let kept = object.split(separator: ", ").filter { !$0.hasPrefix("\(member):") }
    let changed = (kept + ["\(member): \(value)"]).joined(separator: ", ")
    let before = Self.described(try own.read(row(object)))
    #expect(Self.described(try own.read(row(changed))) != before)
  }

  /// The key of each property that a built-in row may set; `nil` for what only byok's own have.
  private static let keys: [String: String?] = [
    "id": "", "name": "name", "kind": "kind", "baseURL": "base_url", "parts": "address_parts",
    "dialect": "dialect", "otherDialects": "other_dialects", "keyHeader": "key_header",
    "headers": "headers.NAME", "keyVariables": "key_env", "bearerVariables": "bearer_env",
    "addressVariables": "address_env",
    "keyURL": "key_url", "modelList": "model_list", "keyCheck": "check.request",
    "defaultModel": "default_model", "models": "models", "worksWithoutKey": "works_without_key",
    "allowsHTTP": "allow_http", "makes": "makes", "otherNames": "other_names",
    "keyFamily": "key_family", "notes": "notes", "documentation": "documentation",
    "quirks": "quirks.pdf",
    // Whose a key is is guessed among built-in rows alone.
    "keyPatterns": nil,
    // Those that byok is a part of, rows that are gone, and how well a built-in row is known.
    "isOffline": nil, "usesCredentials": nil, "retirement": nil, "evidence": nil,
    // Of Quirks
    "tokenLimitField": "quirks.token_limit_field", "seedField": "quirks.seed_field",
    "reasoning": "quirks.reasoning", "schema": "quirks.schema", "pdf": "quirks.pdf",
    "tools": "quirks.tools", "echoesReasoning": "quirks.echo_reasoning",
    "takesAnyLevel": "quirks.any_level", "hidesReasoning": "quirks.hides_reasoning",
    "stopLimit": "quirks.stop_limit", "toolLimit": "quirks.tool_limit",
    "highestTemperature": "quirks.temperature_max", "fetchesFiles": "quirks.fetches_files",
    "takesStreamOptions": "quirks.stream_options", "takesTemperature": "quirks.temperature",
    "takesTopP": "quirks.top_p", "promptCache": "quirks.prompt_cache",
    // Of ModelList
    "path": "model_list.path", "shape": "model_list.shape", "isPublic": "model_list.public",
    "otherWords": "model_list.other_words", "beginnings": "model_list.beginnings",
    "chatMark": "model_list.chat_path",
    // Of KeyCheck
    "probe": "check.request", "good": "check.ok_statuses", "bad": "check.invalid_statuses",
    "embeddings": "embeddings.api", "reranking": "rerank.api", "answersChats": "chat",
    "isProof": "check.proof", "note": "check.note", "facts": "check.facts",
    "account": "check.account_path",
    // Of BatchTerms
    "batch": "batch.shape",
  ]

  @Test func `all that a built-in row may say has a key`() throws {
    let row = try #require(Provider.builtIn.first)
    let properties = [row, row.quirks, ModelList(), KeyCheck.none] as [Any]
    let labels = Set(properties.flatMap { Mirror(reflecting: $0).children.compactMap(\.label) })
    #expect(labels == Set(Self.keys.keys))
    let names = Set(ConfigurationKey.all.map(\.name))
    for case (let label, let key?) in Self.keys {
      let name = key.isEmpty ? "providers.ID" : "providers.ID.\(key)"
      #expect(names.contains(name), "\(label)")
    }
  }

  /// The key of each property of a model; `nil` for what its row has no word for.
  private static let modelKeys: [String: String?] = [
    "id": "id", "name": "name", "contextWindow": "context_window",
    "maxOutputTokens": "max_output_tokens", "price": "input_price", "input": "modalities",
    "callsTools": "tools", "hasStructuredOutput": "structured_output",
    "takesTemperature": "temperature", "reasoning": "reasoning", "released": "released",
    "dialect": "dialect", "note": "note",
    // Its provider, replies that are no text, what follows from the rest, and what may be removed.
    "provider": nil, "output": nil, "isOutputLimitCertain": nil, "isInputCertain": nil,
    "isReasoningCertain": nil, "status": nil, "retires": nil, "successor": nil,
    // Where a price is from, and of when.
    "priceAsOf": nil, "priceSource": nil,
  ]

  @Test func `all that the catalogue may say of a model has a key`() throws {
    let model = try #require(Catalogue.models(of: "openai").first)
    let labels = Set(Mirror(reflecting: model).children.compactMap(\.label))
    #expect(labels == Set(Self.modelKeys.keys))
    let names = Set(ConfigurationKey.all.map(\.name))
    for case (let label, let key?) in Self.modelKeys {
      #expect(names.contains("providers.ID.models[].\(key)"), "\(label)")
    }
  }
}
