internal import ByokCore

// The codes of a failure, and the rest that programs read.

extension ErrorReport {
  private static let codeMembers = [
    "code", "type", "status", "reason", "status_code", "statusCode", "error_code", "error_type",
    "__type",
  ]

  static func codes(of error: JSONValue, in body: JSONValue) -> [String] {
    // A sentence that is an object may have codes of its own.
    let places = [error, body, error["message"], body["detail"]].compactMap(\.self)
    var codes = places.flatMap { place in codeMembers.compactMap { place[$0]?.code } }
    for detail in error["details"]?.elements ?? [] {
      codes += [detail["reason"]?.code].compactMap(\.self)
      codes += (detail["violations"]?.elements ?? []).compactMap { $0["quotaId"]?.code }
    }
    // A moderated prompt is recognized by the presence of reasons, not by a word.
    codes += ["reasons", "patterns"].filter { error["metadata"]?[$0] != nil }
      .map { "metadata." + $0 }
    let more = [
      error["details"]?["error_code"], error["innererror"]?["code"],
      error["metadata"]?["error_type"], error["metadata"]?["raw"], error["availability"]?["code"],
      body["errors"]?.elements?.first?["code"],
    ]
    return unique(codes + more.compactMap { $0?.code })
  }

  /// Source: google.rpc.ErrorInfo and google.rpc.Help, whose names are those of Google's own
  /// clients; `details` of Anthropic's errors, as in its SDK 2.14.0.
  static func page(in error: JSONValue) -> String? {
    let names = ["appeal_url", "activationUrl", "validation_link", "validationUrl"]
    let listed = (error["details"]?.elements ?? []).flatMap { detail in
      names.map { detail["metadata"]?[$0]?.text }
        + (detail["links"]?.elements ?? []).map { $0["url"]?.text }
    }
    let pages = [error["details"]?["appeal_url"]?.text] + listed
    return pages.lazy.compactMap { $0 }.first { $0.hasPrefix("https://") }
      .map { Sanitizer.oneLine($0) }
  }

  static func unique(_ codes: [String]) -> [String] {
    var seen: Set<String> = []
    return codes.filter { seen.insert($0).inserted }
  }

  static func retryAfter(of error: JSONValue) -> Double? {
    let seconds =
      error["metadata"]?["retry_after_seconds"]?.double
      ?? error["availability"]?["retry_after"]?.double
      ?? error["details"]?.elements?.lazy.compactMap { $0["retryDelay"]?.text }.first
      .flatMap(RetryWait.duration)
    return seconds.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}
