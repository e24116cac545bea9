import Testing

@testable import ByokCore
@testable import ByokKit

/// What comes of a row of the user's own, and what is refused.
@Suite struct OwnProviderTests {
  @Test func `a row becomes what a built-in one is`() throws {
    let provider = try OwnProvider().read(
      """
      base_url: 'https://{team}.gate.example/openai/v1',
      address_parts: [{ name: 'team', meaning: 'your team', variables: ['TEAM'], default: 'a' }],
      address_env: ['GATE_ENDPOINT', { name: 'GATE_HOST', bare_host_port: 80, leaves_out: '/v1' }],
      dialect: 'openai-responses', other_dialects: ['anthropic'],
      key_header: 'api-key', headers: { 'x-cost-center': '4711', 'X-Tenant': 'red' },
      model_list: { shape: 'array' },
      check: {
        path: '/me', invalid_statuses: [401, 403], proof: true,
        facts: [{ name: 'left', path: ['data', '0'], meaning: 'credit_if_positive' }],
      },
      quirks: { echo_reasoning: 'always', reasoning_filler: ' ' },
      """)
    #expect(provider.baseURL == "https://{team}.gate.example/openai/v1")
    #expect(
      provider.parts == [
        AddressPart(name: "team", meaning: "your team", variables: ["TEAM"], standard: "a")
      ])
    #expect(
      provider.addressVariables == [
        AddressVariable(name: "GATE_ENDPOINT"),
        AddressVariable(name: "GATE_HOST", bareHostPort: 80, leavesOut: "/v1"),
      ])
    #expect(provider.dialects.map { $0.name } == ["openai-responses", "anthropic"])
    #expect(provider.keyHeader == .apiKey)
    #expect(provider.headers.map(\.name) == ["x-cost-center", "X-Tenant"])
    #expect(provider.headers.map(\.value) == ["4711", "red"])
    #expect(provider.modelList == ModelList(shape: .array))
    #expect(provider.keyCheck.probe == .get("/me"))
    #expect(provider.keyCheck.bad == [401, 403])
    #expect(provider.keyCheck.isProof)
    #expect(
      provider.keyCheck.facts == [
        AccountFact("left", "data", "0", meaning: .creditIfPositive)
      ])
    #expect(provider.quirks.echoesReasoning == .always(filler: " "))
  }

  @Test func `a model is what its row says, and more where that is not told`() throws {
    let provider = try OwnProvider().read(
      """
      models: [
        'plain',
        {
          id: 'full', name: 'Full', context_window: 8000, max_output_tokens: 100,
          input_price: 1, output_price: 2.5, cached_price: 0.1, modalities: ['image'],
          tools: true, structured_output: false, temperature: false,
          reasoning_levels: ['high', 'low'], reasoning_budget_min: 10,
        },
        { id: 'simple', reasoning: false, modalities: [] },
      ]
      """)
    #expect(provider.defaultModel == "plain")
    let plain = try #require(provider.model("plain"))
    #expect(plain.mayThink && !plain.isInputCertain && plain.price == nil)
    let full = try #require(provider.model("full"))
    #expect(full.provider == "p" && full.name == "Full")
    #expect(full.price == Model.Price(input: 1, output: 2.5, cached: 0.1))
    #expect(full.contextWindow == 8000 && full.maxOutputTokens == 100)
    #expect(full.input == [.text, .image] && full.isInputCertain)
    #expect(full.callsTools == true && full.hasStructuredOutput == false)
    #expect(
      full.reasoning == ReasoningOptions(levels: [.low, .high], budget: .init(least: 10)))
    let simple = try #require(provider.model("simple"))
    #expect(!simple.mayThink && simple.input == .text && simple.isInputCertain)
    #expect(provider.model("other") == nil)
  }

  @Test(arguments: [
    ("api-key", "api-key: "), ("api-key:", "api-key: "), ("X-Key: KEY", "X-Key: "),
    ("Authorization: Bearer", "Authorization: Bearer "), ("Authorization", "Authorization: "),
    ("Authorization: Token KEY", "Authorization: Token "),
    ("Ocp-Apim-Subscription-Key", "Ocp-Apim-Subscription-Key: "),
  ])
  func `a key travels in any field`(_ text: String, _ prefix: String) throws {
    #expect(try OwnProvider().read("key_header: '\(text)'").keyHeader?.prefix == prefix)
  }

  @Test(arguments: [
    "", ":", "a b", "Cookie", "cookie2", "Host", "Content-Length", "Proxy-Authorization", "a: b c",
    "ä", "a\\r\\nb", "User-Agent: x", "a: b\\nc",
  ])
  func `but for those that are not the key's`(_ text: String) throws {
    let failure = try OwnProvider().failure("key_header: '\(text)'")
    #expect(failure?.message.contains("providers.p.key_header must be a header field") == true)
  }

  /// A row, and what is wrong in it.
  static let wrong: [(row: String, message: String)] = [
    ("headers: []", "headers must be an object, not a list"),
    ("headers: {'X-A': 1}", "headers.X-A must be a string, not 1"),
    ("headers: {'X-A': ''}", "headers.X-A must be a string, not ''"),
    ("headers: {'X A': 'b'}", "headers.X A is not the name of a header field"),
    ("headers: {'X-A': 'a\\r\\nb: c'}", "headers.X-A must be one line of printable ASCII"),
    ("headers: {'X-A': 'ä'}", "headers.X-A must be one line of printable ASCII"),
    ("headers: {'X-A': ' a'}", "headers.X-A must be one line of printable ASCII"),
    (
      "headers: {'X-A': 'a', 'x-a': 'b'}", "headers.x-a is a duplicate header field"
    ),
    (
      "key_header: 'X-A', headers: {'x-a': 'b'}",
      "headers.x-a is a duplicate header field"
    ),
    (
      "dialect: 'anthropic', headers: {'Anthropic-Version': '1'}",
      "headers.Anthropic-Version is a duplicate header field"
    ),
    ("kind: 'moon'", "kind must be one of cloud, gateway, local, not 'moon'"),
    ("other_dialects: ['openai-chat']", "other_dialects has a dialect twice"),
    ("key_env: ['A B']", "key_env must be a list of names of variables, not a list"),
    ("key_url: 'http://a'", "key_url must be a URL that begins with https://, not 'http://a'"),
    ("models: {}", "models must be a list, each a string, or an object, not an object"),
    ("models: 'm'", "models must be a list, each a string, or an object, not 'm'"),
    ("models: ['m', 1]", "models[1] must be a string, not 1"),
    ("models: ['m', {}]", "models[1] needs an id"),
    ("models: ['m', {id: 'm'}]", "models[1] is a duplicate"),
    ("models: [{id: 'm', price: 1}]", "unknown key providers.p.models[0].price"),
    ("models: [{id: 'm', input_price: 1}]", "models[0] needs output_price beside its other prices"),
    ("models: [{id: 'm', cached_price: 1}]", "models[0] needs input_price beside its other prices"),
    (
      "models: [{id: 'm', input_price: -1}]",
      "models[0].input_price must be USD for a million tokens, 0 or more, not -1"
    ),
    (
      "models: [{id: 'm', context_window: 0}]",
      "models[0].context_window must be a whole number above 0, not 0"
    ),
    (
      "models: [{id: 'm', modalities: ['smell']}]",
      "models[0].modalities must be a list, each one of text, image, pdf, audio, video, not a list"
    ),
    (
      "models: [{id: 'm', reasoning: false, reasoning_switchable: true}]",
      "models[0].reasoning is false, but the row says how it reasons"
    ),
    (
      "models: [{id: 'm', reasoning_budget_min: 2, reasoning_budget_max: 1}]",
      "models[0].reasoning_budget_max is less than reasoning_budget_min"
    ),
    (
      "models: [{id: 'm', dialect: 'gemini'}]",
      "models[0].dialect is not one of the provider's dialects"
    ),
    ("model_list: 'all'", "model_list must be none, or an object, not 'all'"),
    ("model_list: {shape: 'x'}", "model_list.shape must be \(ModelList.Shape.configured), not 'x'"),
    (
      "model_list: {path: 'models'}",
      "model_list.path must be a path below the base URL, such as /models, not 'models'"
    ),
    ("model_list: {chat_word: 'a'}", "model_list needs chat_path and chat_word together"),
    ("check: {request: 'get'}", "check needs a path"),
    ("check: {model: 'm'}", "check.model has no effect with the request 'models'"),
    (
      "check: {request: 'none', path: '/'}", "check.path has no effect with the request 'none'"
    ),
    (
      "model_list: 'none', check: {request: 'models'}",
      "check asks for the models, which are not listed"
    ),
    (
      "check: {ok_statuses: [99]}",
      "check.ok_statuses must be a list, each an HTTP status, not a list"
    ),
    (
      "check: {invalid_statuses: [200]}",
      "check.invalid_statuses has a status that is also in ok_statuses"
    ),
    ("check: {facts: ['a']}", "check.facts[0] must be an object, not 'a'"),
    ("check: {facts: [{name: 'a'}]}", "check.facts[0] needs a name and a path"),
    ("check: {account_path: '/'}", "check needs account_path and account_facts together"),
    ("quirks: {stop_limit: 0}", "quirks.stop_limit must be a whole number above 0, not 0"),
    ("quirks: {temperature_max: 0}", "quirks.temperature_max must be a number above 0, not 0"),
    (
      "quirks: {reasoning_filler: 'x'}", "quirks.reasoning_filler needs echo_reasoning to be always"
    ),
    ("quirks: {pdf: 'paper'}", "quirks.pdf must be \(Quirks.PDFForm.configured), not 'paper'"),
    ("address_env: [{}]", "address_env[0] needs a name"),
    ("address_parts: [{name: 'r'}]", "base_url has no {r}, which address_parts names"),
    (
      "base_url: 'https://{r}.example'",
      "base_url has a part in braces that address_parts does not define"
    ),
    (
      "base_url: 'https://{R}.example', address_parts: [{name: 'R'}]",
      "address_parts[0] needs a name of lower-case letters and _"
    ),
    (
      "base_url: 'http://gpu.example'",
      "base_url is not a base URL that byok uses: plain http is allowed only for this machine"
    ),
    (
      "base_url: 'http://gpu.example', allow_http: true, key_env: ['K']",
      "key_env cannot be combined with plain http, over which no key is sent"
    ),
    (
      "base_url: 'http://gpu.example', allow_http: true, key_header: 'api-key'",
      "key_header cannot be combined with plain http, over which no key is sent"
    ),
    (
      "base_url: 'http://gpu.example', allow_http: true, works_without_key: false",
      "works_without_key cannot be false with plain http"
    ),
  ]

  @Test(arguments: wrong)
  func `what is wrong is told with its place`(row: String, message: String) throws {
    let failure = try OwnProvider().failure(row)
    #expect(failure?.kind == .usage)
    let expected = message.hasPrefix("unknown key ") ? message : "providers.p.\(message)"
    #expect(failure?.message.hasSuffix(": \(expected)") == true, "\(failure?.message ?? "")")
    #expect(failure?.message.contains("line 1, column ") == true)
  }

  @Test(arguments: [
    "Host", "content-type", "Content-Length", "Transfer-Encoding", "Connection", "User-Agent",
    "Accept", "TE", "Proxy-Connection", "Expect",
  ])
  func `a field that byok sets itself is refused`(_ name: String) throws {
    let failure = try OwnProvider().failure("headers: {'\(name)': 'x'}")
    #expect(
      failure?.message.hasSuffix("headers.\(name) is a header field that byok sets itself") == true)
  }

  @Test(arguments: [
    "Authorization", "cookie", "Set-Cookie", "x-api-key", "api-key", "X-Goog-Api-Key",
    "cf-aig-authorization", "X-Auth-Token", "apikey", "X_SECRET",
  ])
  func `a field that carries keys is refused`(_ name: String) throws {
    let failure = try OwnProvider().failure("headers: {'\(name)': 'x'}")
    #expect(
      failure?.message.hasSuffix("would contain a key, which config.json must not") == true)
    #expect(failure?.hints.first?.hasPrefix("byok keys add p   seals a key") == true)
  }

  @Test func `a value that may be a key is refused, and not repeated`() throws {
    let failure = try OwnProvider().failure("headers: {'X-Team': 'sk-0123456789abcdefghij'}")
    #expect(
      failure?.message.hasSuffix(
        "headers.X-Team would contain a key, which config.json must not") == true)
    let tenant = "headers: {'X-Tenant': '0b6cbd1c-1a93-4a57-9a0d-3b7c6a0f3f11'}"
    #expect(try OwnProvider().failure(tenant) == nil)
  }

  @Test func `a wrong member of a list is told with its own place`() throws {
    let failure = try OwnProvider().failure("models: [\n'm',\n { id: 'n', tools: 1 },\n]")
    #expect(
      failure?.message.contains("line 3, column 20: providers.p.models[1].tools must be") == true)
  }

  @Test func `plain http makes a key unneeded, and only where it is allowed`() throws {
    let provider = try OwnProvider().read("base_url: 'http://gpu.example:8000', allow_http: true")
    #expect(provider.worksWithoutKey && provider.allowsHTTP)
    #expect(try provider.base().text == "http://gpu.example:8000")
    let failure = try OwnProvider().failure("base_url: 'http://gpu.example:8000'")
    #expect(
      failure?.hints == [
        "allow_http: true permits plain http for a provider without a key"
      ])
    // On this machine and with https, a key may go.
    for base in ["http://127.0.0.1:1", "https://gpu.example"] {
      let row = "base_url: '\(base)', allow_http: true, key_env: ['K']"
      #expect(try !OwnProvider().read(row).worksWithoutKey)
    }
  }
}
