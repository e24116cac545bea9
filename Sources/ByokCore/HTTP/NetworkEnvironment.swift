/// What the environment and the user say about reaching servers: which authorities to trust, and
/// through what.
package struct NetworkEnvironment: Sendable {
  package let environment: Environment
  /// Authorities that are trusted besides the system's; `nil` for none.
  var extra: ExtraAuthorities?

  package init(environment: Environment) {
    self.environment = environment
  }

  /// Which authorities a request trusts.
  func trust(for request: HTTPRequest) -> TrustedAuthorities {
    TrustedAuthorities(environment, obeysVariables: request.obeysTrustVariables, extra)
  }
}
