import Testing

@testable import ByokCore
@testable import ByokKit

/// The header field that a key travels in.
@Suite struct KeyHeaderTests {
  @Test(
    arguments: [
      (.environment(variable: "P_TOKEN"), "Authorization: Bearer "),
      (.environment(variable: "P_KEY"), nil),
      (.keystore(KeyName(provider: "p", label: "P_TOKEN")), nil), (.notNeeded, nil),
    ] as [(KeySource, String?)])
  func `a key of a variable for tokens travels as one in every dialect`(
    source: KeySource, prefix: String?
  ) {
    for dialect in Dialects.all {
      var provider = Provider(id: "p", name: "P", baseURL: "https://p.example", dialect: dialect)
      provider.keyVariables = ["P_KEY", "P_TOKEN"]
      provider.bearerVariables = ["P_TOKEN"]
      #expect(
        source.header(for: provider, dialect).prefix == prefix ?? dialect.keyHeader.prefix)
      provider.keyHeader = .apiKey
      #expect(source.header(for: provider, dialect).prefix == prefix ?? "api-key: ")
    }
  }
}
