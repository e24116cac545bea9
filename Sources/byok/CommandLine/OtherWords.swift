internal import ByokCore
internal import ByokKit

/// Words that other tools have for what byok does, and what to type here.
enum OtherWords {
  private static let rows: [(words: [String], hint: String)] = [
    (["ask", "prompt", "complete", "query", "run", "q"], "to ask a model: byok chat 'question'"),
    (["version"], "byok --version"),
    (["topics"], "byok help topics"),
    (
      ["templates", "template", "roles"],
      "templates are in config.json: byok help templates"
    ),
    (
      ["aliases", "alias"],
      "byok config set aliases.NAME PROVIDER/MODEL-ID; byok config list shows them"
    ),
    (["schemas", "schema"], "byok chat --schema FIELDS: byok help schema"),
    (["costs", "cost", "spend"], "byok usage"),
    (["logs", "log", "history"], "byok conversations list, byok usage"),
    (
      ["continue", "repl", "session", "sessions"],
      "byok chat talks at a terminal; byok chat --conversation NAME keeps what is said"
    ),
    (["plugins", "install"], "byok providers add adds a server of your own"),
    (["login", "auth", "signin"], "byok keys add PROVIDER stores an API key"),
    (["set", "get"], "byok config set, byok config get"),
    (["env"], "byok exec runs a program with keys in its environment"),
    (["status", "diagnose", "check"], "byok doctor, byok keys check"),
    (["unlock"], "byok keys unlock"),
    (["lock"], "byok keys lock"),
    (["import"], "byok keys import, byok creds import"),
    (["list", "ls"], "byok keys list, byok models, byok providers list"),
    (["add"], "byok keys add, byok providers add"),
  ]

  /// What to type for a word that is no command of byok's; `nil` where that is not known.
  static func hint(for word: String) -> String? {
    rows.first { $0.words.contains(word) }?.hint
  }
}
