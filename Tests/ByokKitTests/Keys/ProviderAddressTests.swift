import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ProviderAddressTests {
  private func address(_ id: String, _ variables: [String: String] = [:]) throws -> ProviderAddress
  {
    ProviderAddress(
      try ProviderList(Configuration()).find(id), in: Environment(variables))
  }

  @Test(
    arguments: [
      ("openai", [:], "https://api.openai.com/v1"),
      ("openai", ["OPENAI_BASE_URL": "https://a.b"], "https://a.b"),
      ("openai", ["OPENAI_BASE_URL": "https://a.b/v1/chat/completions"], "https://a.b/v1"),
      ("azure-openai", ["AZURE_RESOURCE_NAME": "Me"], "https://me.openai.azure.com/openai/v1"),
      (
        "azure-openai", ["AZURE_OPENAI_ENDPOINT": "https://me.openai.azure.com/"],
        "https://me.openai.azure.com/openai/v1"
      ),
      (
        "azure-openai",
        [
          "AZURE_OPENAI_ENDPOINT": "https://me.services.ai.azure.com/api",
          "AZURE_RESOURCE_NAME": "x",
        ],
        "https://me.services.ai.azure.com/api"
      ),
      (
        "azure-openai",
        [
          "AZURE_OPENAI_ENDPOINT":
            "https://me.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21"
        ], "https://me.openai.azure.com/openai/deployments/d?api-version=2024-10-21"
      ),
      (
        "azure-openai",
        ["AZURE_OPENAI_BASE_URL": "https://a.b", "AZURE_OPENAI_ENDPOINT": "https://c.d"],
        "https://a.b/openai/v1"
      ),
      ("bedrock", [:], "https://bedrock-mantle.us-east-1.api.aws/v1"),
      (
        "bedrock", ["AWS_DEFAULT_REGION": "eu-west-1"],
        "https://bedrock-mantle.eu-west-1.api.aws/v1"
      ),
      (
        "bedrock", ["AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-north-1"],
        "https://bedrock-mantle.eu-north-1.api.aws/v1"
      ),
      (
        "cloudflare", ["CLOUDFLARE_ACCOUNT_ID": "0a1b"],
        "https://api.cloudflare.com/client/v4/accounts/0a1b/ai/v1"
      ),
      ("cloudflare", ["CLOUDFLARE_BASE_URL": "https://a.b"], "https://a.b"),
      ("ollama", [:], "http://localhost:11434"),
      // Their vendors' SDKs add the version to what the variable holds.
      ("anthropic", ["ANTHROPIC_BASE_URL": "https://a.b"], "https://a.b/v1"),
      ("anthropic", ["ANTHROPIC_BASE_URL": "https://a.b/v1/"], "https://a.b/v1"),
      ("anthropic", ["ANTHROPIC_BASE_URL": "https://a.b/anthropic"], "https://a.b/anthropic/v1"),
      ("gemini", ["GOOGLE_GEMINI_BASE_URL": "https://a.b/"], "https://a.b/v1beta"),
      ("gemini", ["GOOGLE_GEMINI_BASE_URL": "https://a.b/v1beta"], "https://a.b/v1beta"),
      ("gemini", ["GEMINI_BASE_URL": "https://a.b/v1beta"], "https://a.b/v1beta"),
      ("cohere", ["CO_API_URL": "https://a.b"], "https://a.b/v2"),
      ("cohere", ["CO_API_URL": "https://a.b/v2/"], "https://a.b/v2"),
      ("ollama", ["OLLAMA_HOST": "0.0.0.0"], "http://127.0.0.1:11434"),
      (
        "ollama", ["OLLAMA_HOST": "x", "OLLAMA_BASE_URL": "http://localhost:1"],
        "http://localhost:1"
      ),
    ] as [(String, [String: String], String)])
  func `the address for keys from the environment`(
    _ id: String, _ variables: [String: String], _ text: String
  ) throws {
    #expect(try address(id, variables).current().text == text)
  }

  @Test(arguments: [
    ("anthropic", "https://a.b/v1", "https://a.b"),
    ("anthropic", "https://a.b/x", "https://a.b/x"),
    ("gemini", "https://a.b/g/v1beta", "https://a.b/g"),
    ("cohere", "https://a.b/v2", "https://a.b"),
  ])
  func `a vendor's own SDK is handed the address as it expects it`(
    _ id: String, _ base: String, _ text: String
  ) throws {
    let variables = try address(id).provider.addressVariables
    let variable = try #require(variables.first { $0.leavesOut != nil })
    #expect(variable.text(of: try BaseURL(base, from: "test")) == text)
  }

  @Test func `a part that is missing is named, with the ways to give it`() throws {
    let address = try address("azure-openai")
    #expect(try address.missingPart()?.name == "resource")
    #expect(
      throws: ByokError(
        .usage, "azure-openai needs the name of your Azure resource",
        hints: [
          "set AZURE_RESOURCE_NAME or AZURE_OPENAI_ENDPOINT",
          "or seal the key with its address: byok keys add azure-openai",
        ])
    ) { try address.current() }
    #expect(
      throws: ByokError(
        .usage, "azure-openai needs the name of your Azure resource",
        hints: [
          "set AZURE_RESOURCE_NAME",
          "or give the whole address: --base-url https://RESOURCE.openai.azure.com/openai/v1",
          "on a terminal, byok asks for it",
        ])
    ) { try address.binding(option: nil) { _ in nil } }
  }

  @Test(arguments: ["evil.example/x", "a.b", "", "-", "a@b"])
  func `a part cannot lead to another host`(_ text: String) throws {
    let asked = try address("azure-openai")
    #expect(throws: ByokError.self) { try asked.binding(option: nil) { _ in text } }
    guard !text.isEmpty else { return }
    let set = try address("azure-openai", ["AZURE_RESOURCE_NAME": text])
    #expect(throws: ByokError.self) { try set.current() }
  }

  @Test(
    arguments: [
      ("openai", nil, "https://api.openai.com/v1"),
      ("openai", "https://a.b", "https://a.b"),
      ("azure-openai", nil, "https://typed.openai.azure.com/openai/v1"),
      ("azure-openai", "https://a.b", "https://a.b/openai/v1"),
      ("azure-openai", "https://a.b/x", "https://a.b/x"),
      ("bedrock", nil, "https://bedrock-mantle.us-east-1.api.aws/v1"),
      ("cloudflare", "https://a.b", "https://a.b"),
    ] as [(String, String?, String)])
  func `the address that a key is bound to`(_ id: String, _ option: String?, _ text: String) throws
  {
    let base = try address(id).binding(option: option) { _ in "typed" }
    #expect(base.text == text)
  }

  @Test func `a key is not bound to where a variable points, if the provider has its own`() throws {
    let address = try address("openai", ["OPENAI_BASE_URL": "https://a.b"])
    #expect(try address.binding(option: nil) { _ in nil }.text == "https://api.openai.com/v1")
  }
}
