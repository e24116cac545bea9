package import ByokCore

extension CredentialTool {
  /// The address that requests with its creds go to.
  ///
  /// Qwen's say themselves where, and are believed only so far: `https`, at Qwen's own hosts. The
  /// domain of Alibaba Cloud, `aliyuncs.com`, has its customers' hosts, too.
  ///
  /// Source: QwenLM/qwen-code, `packages/core/src/qwen/qwenContentGenerator.ts`, read 2026-11-23.
  ///
  /// - Parameter facts: What the creds tell.
  /// - Returns: The address.
  /// - Throws: `damaged` when they name another vendor's.
  package func base(for facts: CredentialFacts) throws(ByokError) -> BaseURL {
    guard !serviceHosts.isEmpty, let named = facts.resourceURL else {
      return try BaseURL(provider.baseURL, from: id)
    }
    var text = named
    while text.hasSuffix("/") { text.removeLast() }
    if !text.contains("://") { text = "https://" + text }
    if !text.hasSuffix("/v1") { text += "/v1" }
    guard let base = try? BaseURL(text, from: id), base.isSecure, base.port == 443,
      serviceHosts.contains(where: { $0.hasPrefix(".") ? base.host.hasSuffix($0) : base.host == $0 }
      )
    else {
      throw ByokError(
        .damaged,
        "the credentials of \(name) name \(named.quoted) as its service, which is none of"
          + " its vendor's; nothing was sent",
        hint: "sign in again with '\(command)'")
    }
    return base
  }
}
