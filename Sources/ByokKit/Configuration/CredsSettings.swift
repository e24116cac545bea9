/// What the configuration says about other tools' creds, under `creds`.
struct CredsSettings: Equatable, Sendable {
  /// Where a tool's file lies instead, as it was written, by the tool's id.
  var paths: [String: String] = [:]
  /// The ids of the tools whose creds may be used although their vendors are against it.
  var allowed: [String] = []
  /// The OAuth client that Gemini CLI's refresh tokens belong to, as the user has it from Google.
  var geminiClientID: String?
  /// That client's secret, which for an installed program is none (RFC 8252, section 8.5).
  var geminiClientSecret: String?

  /// Whether a tool's creds may be used.
  func allows(_ tool: OAuthTool) -> Bool { !tool.needsAllowing || allowed.contains(tool.id) }
}

extension ConfigurationReader {
  /// Reads what stands under `creds`.
  func creds(_ value: JSONValue) throws(ByokError) -> CredsSettings {
    var settings = CredsSettings()
    for (name, value) in try members(of: value, at: "creds") {
      let place = "creds.\(name)"
      switch name {
      case "paths":
        for (word, path) in try members(of: value, at: place) {
          let id = try tool(word, at: "\(place).\(word)")
          settings.paths[id] = try text(path, at: "\(place).\(word)")
        }
      case "allowed":
        for word in try texts(value, at: place) {
          settings.allowed.append(try tool(word, at: place))
        }
      case "gemini_client_id": settings.geminiClientID = try text(value, at: place)
      case "gemini_client_secret": settings.geminiClientSecret = try text(value, at: place)
      default:
        throw unknown(
          place,
          among: ["paths", "allowed", "gemini_client_id", "gemini_client_secret"].map {
            "creds.\($0)"
          })
      }
    }
    return settings
  }

  private func tool(_ word: String, at place: String) throws(ByokError) -> String {
    guard let tool = OAuthTool.named(word) else {
      throw wrong(place, "must name \(OAuthToolName.expectation), not \(word.quoted)")
    }
    return tool.id
  }
}
