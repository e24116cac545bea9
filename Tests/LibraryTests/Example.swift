import ByokKit

/// The example of the README and of ``Byok``, word for word.
///
/// - Parameters:
///   - home: The folder of the keystore.
///   - key: A key to seal.
///   - print: Takes what the example prints.
/// - Throws: What the library throws.
func example(home: String, key: [UInt8], print: (String) -> Void) throws(ByokError) {
  let byok = Byok(home: home)
  try byok.seal(key.span, as: "openai/work")
  for key in try byok.keys() { print("\(key.name) …\(key.lastFour ?? "")") }

  let reply = try byok.ask("echo/echo", "It works")
  print(reply.text)

  var options = Byok.Options()
  options.system = "Answer in one word."
  options.maxTokens = 100
  try byok.ask("echo/echo", "Does it stream?", options) { event in
    if case .text(let piece) = event { print(piece) }
  }
}
