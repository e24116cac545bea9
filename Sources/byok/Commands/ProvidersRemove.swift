internal import ByokCore
internal import ByokKit

/// `byok providers rm`: take a provider of the user's own away.
struct ProvidersRemove: Command {
  var common = CommonOptions()
  var id: ProviderID?

  static let name = "providers rm"

  static let definition = CommandDefinition<Self>(
    summary: "Remove your own provider from config.json",
    detail: ["Its keys stay in the keystore; 'byok keys rm' removes them."],
    operands: [.required("PROVIDER", \.id, words: .names(.ownProvider))],
    examples: [Example(line: "byok providers rm work", purpose: "forgets the provider 'work'")])

  func run(in session: inout Session) throws(ByokError) {
    guard let id = id?.text else { return }
    let configuration = try Configuration.load(session.locations)
    guard configuration.providers.contains(where: { $0.id == id }) else {
      let provider = try ProviderList(configuration).find(id)
      throw ByokError(.usage, "\(provider.id.quoted) is built in and stays")
    }
    let left = ProvidersWithKeys.readableNames(session.keystore).filter { $0.provider == id }
    try Configuration.remove(["providers", id], session.locations, clock: session.clock)
    session.console.note("removed \(id)")
    guard !left.isEmpty else { return }
    let names = left.map(\.text).joined(separator: " ")
    session.console.note("its keys stay; to remove them: byok keys rm \(names)")
  }
}
