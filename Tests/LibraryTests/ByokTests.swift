import ByokKit
import Foundation
import Testing

/// The library as a program sees it: by what is public.
@Suite struct ByokTests {
  private static let key = Array("sk-fixture-0123456789abcdefghijklmnopqrstuvwxyz".utf8)

  private let folder: Folder

  init() throws {
    folder = try Folder()
  }

  /// The library in a folder and an environment of its own.
  private func byok(
    _ variables: [String: String] = [:], unlock: Byok.Unlock = .automatic, notes: Notes = Notes()
  ) -> Byok {
    Byok(
      home: folder.path, environment: Environment(variables), unlock: unlock,
      onNote: { notes.add($0) })
  }

  // MARK: Keystore

  @Test func `without a keystore there are no keys`() throws {
    #expect(try byok().keys() == [])
    let failure = #expect(throws: ByokError.self) { try byok().remove("openai/work") }
    #expect(failure?.kind == .noKey)
    #expect(try !folder.names.contains("keystore"))
  }

  @Test func `a sealed key is listed with its facts, and never shown`() throws {
    let byok = byok()
    try byok.seal(Self.key.span, as: "openai")
    let key = try #require(try byok.keys().first)
    #expect((key.name, key.provider, key.label) == ("openai/default", "openai", "default"))
    #expect((key.lastFour, key.kind, key.variable) == ("wxyz", "api-key", nil))
    #expect(key.baseURL == "https://api.openai.com/v1")
    #expect(key.fingerprint?.count == 16)
    #expect(key.created.map { $0 > 1_700_000_000 } == true && key.created == key.updated)
    #expect(key.isInUse)
    #expect(!"\(key)".contains("0123456789"))
    try byok.remove("openai/default")
    #expect(try byok.keys() == [])
  }

  @Test func `a key is bound to an address, and replaced only on request`() throws {
    let byok = byok()
    try byok.seal(Self.key.span, as: "openai/work", baseURL: "https://proxy.example/v1")
    #expect(try byok.keys().map(\.baseURL) == ["https://proxy.example/v1"])
    let failure = #expect(throws: ByokError.self) {
      try byok.seal(Self.key.span, as: "openai/work")
    }
    #expect(failure?.kind == .failure)
    try byok.seal(
      Array("sk-fixture-9876543210zyxwvutsrqponmlkj".utf8).span, as: "openai/work",
      replacing: true)
    #expect(try byok.keys().map(\.lastFour) == ["mlkj"])
    #expect(try byok.keys().map(\.baseURL) == ["https://api.openai.com/v1"])
  }

  @Test(arguments: [
    ("openai/work", " \n"), ("openai/work", "two words of a key"), ("nobody/work", "sk-0123456789"),
    ("echo", "sk-0123456789"), ("OpenAI", "sk-0123456789"), ("a/b/c", "sk-0123456789"),
    ("sk-fixture-0123456789abcdefghijklmnopqrstuvwxyz", "sk-0123456789"),
  ])
  func `what is no name, no provider or no key is a usage error`(
    _ name: String, _ key: String
  ) throws {
    let failure = #expect(throws: ByokError.self) {
      try byok().seal(Array(key.utf8).span, as: name)
    }
    #expect(failure?.kind == .usage)
    #expect(failure.map { "\($0)".contains("0123456789") } == false)
    #expect(try folder.names == [])
  }

  @Test func `a key of the environment is listed by its variable`() throws {
    let byok = byok(["OPENAI_API_KEY": String(decoding: Self.key, as: UTF8.self)])
    let key = try #require(try byok.keys().first)
    #expect((key.name, key.variable, key.label) == ("openai", "OPENAI_API_KEY", nil))
    #expect(key.created == nil && key.isInUse)
  }

  @Test func `the folder that is named counts, whatever the environment says`() throws {
    let other = try Folder()
    try byok(["BYOK_HOME": other.path, "BYOK_STORE": other.path + "/keystore"])
      .seal(Self.key.span, as: "openai")
    #expect(try folder.names.contains("keystore"))
    #expect(try other.names == [])
    let relative = Byok(home: "here", environment: Environment([:]))
    let failure = #expect(throws: ByokError.self) { try relative.keys() }
    #expect(failure?.kind == .usage)
  }

  @Test func `a keystore that nothing unlocks is locked, and listed with a note`() throws {
    try byok().seal(Self.key.span, as: "openai")
    try FileManager.default.moveItem(
      atPath: folder.path + "/unlock.key", toPath: folder.path + "/elsewhere")
    let notes = Notes()
    let found = try byok(notes: notes).keys()
    #expect(found.map(\.name) == ["openai/default"])
    #expect(found.map(\.lastFour) == [nil])
    #expect(notes.texts.count == 1)
    #expect(notes.texts.first?.hasPrefix("warning: the keystore '") == true)
    let failure = #expect(throws: ByokError.self) {
      try byok().seal(Self.key.span, as: "openai/work")
    }
    #expect(failure?.kind == .locked)
    // Named, the key opens it again.
    let unlocked = byok(unlock: .file(folder.path + "/elsewhere"))
    #expect(try unlocked.keys().map(\.lastFour) == ["wxyz"])
    let command = try Byok.Unlock.command("cat '\(folder.path)/elsewhere'")
    #expect(try byok(unlock: command).keys().map(\.lastFour) == ["wxyz"])
    #expect(throws: ByokError.self) { try Byok.Unlock.command("an open 'quote") }
  }

  // MARK: Providers and models

  @Test func `providers say whether there is a key for them`() throws {
    let byok = byok()
    try byok.seal(Self.key.span, as: "groq")
    let providers = try byok.providers()
    let groq = try #require(providers.first { $0.id == "groq" })
    #expect(groq.hasKey && !groq.worksWithoutKey && groq.keyVariables == ["GROQ_API_KEY"])
    let openai = try #require(providers.first { $0.id == "openai" })
    #expect((openai.name, openai.hasKey) == ("OpenAI", false))
    #expect(try #require(providers.first { $0.id == "echo" }).worksWithoutKey)
  }

  @Test func `models have names that can be asked, limits and prices`() throws {
    let models = try byok(["OPENAI_API_KEY": "sk-0123456789"]).models()
    #expect(Set(models.map(\.name)).count == models.count)
    #expect(models.allSatisfy { $0.name == "\($0.provider)/\($0.id)" })
    let openai = models.filter { $0.provider == "openai" && $0.status == "active" }
    #expect(openai.contains { $0.isAvailable && $0.inputPrice != nil && $0.contextWindow != nil })
    #expect(models.contains { $0.provider == "anthropic" && !$0.isAvailable })
    #expect(models.contains { $0.takes.contains("image") })
  }

  // MARK: Chat

  @Test func `a reply has its circumstances`() throws {
    let reply = try byok().ask("echo/echo", "It works")
    #expect((reply.text, reply.model, reply.provider) == ("It works", "echo", "echo"))
    #expect(reply.key == nil)
    #expect(reply.finishReason == .stop)
    #expect(reply.usage.input == nil)
  }

  @Test func `the pieces of a reply come as they arrive, and are the reply`() throws {
    var pieces: [String] = []
    let reply = try byok().ask("echo/echo", "one two three") { event in
      if case .text(let piece) = event { pieces.append(piece) }
    }
    #expect(pieces == ["one ", "two ", "three"])
    #expect(reply.text == "one two three")
  }

  @Test func `files go before the prompt, and a dash is a file like any other`() throws {
    let path = folder.path + "/notes.txt"
    try "of old".write(toFile: path, atomically: true, encoding: .utf8)
    var options = Byok.Options()
    options.files = [path]
    options.conversation = [.init(.user, "Hello"), .init(.assistant, "Hi")]
    let reply = try byok().ask("echo/echo", "Read this", options)
    #expect(reply.text == "<file name=\"notes.txt\">\nof old\n</file>\n\nRead this")
    options.files = ["-"]
    let failure = #expect(throws: ByokError.self) {
      try byok().ask("echo/echo", "Read this", options)
    }
    #expect(failure?.message == "cannot read '-': No such file or directory")
  }

  @Test func `a reply that must have a form comes whole, or fails`() throws {
    var options = Byok.Options()
    options.schema = "name, age int"
    let json = #"{"name": "Ada", "age": 36}"#
    var pieces: [Byok.Event] = []
    #expect(try byok().ask("echo/echo", json, options) { pieces.append($0) }.text == json)
    #expect(pieces == [.text(json)])
    let notes = Notes()
    let failure = #expect(throws: ByokError.self) {
      try byok(notes: notes).ask("echo/echo", "no JSON", options)
    }
    #expect(failure?.kind == .provider)
    #expect(notes.texts.count == 1)
  }

  @Test(arguments: [
    ("openai/gpt-5.4-mini", ByokError.Kind.noKey), ("nobody/nothing", .usage),
    ("echo/echo", .usage),
  ])
  func `why there is no reply is told by the kind`(
    _ model: String, _ kind: ByokError.Kind
  ) throws {
    let failure = #expect(throws: ByokError.self) { try byok().ask(model, "") }
    #expect(failure?.kind == kind || failure?.kind == .usage)
    let asked = #expect(throws: ByokError.self) {
      var options = Byok.Options()
      if model == "echo/echo" { options.temperature = .nan }
      return try byok().ask(model, "Hi", options)
    }
    #expect(asked?.kind == kind)
  }

  @Test(arguments: ["maxTokens", "timeout", "maxCost", "key"])
  func `options keep the rules of the command line`(_ name: String) throws {
    var options = Byok.Options()
    switch name {
    case "maxTokens": options.maxTokens = -1
    case "timeout": options.timeout = 0
    case "maxCost": options.maxCost = -1
    default: options.key = "Not A Label"
    }
    let failure = #expect(throws: ByokError.self) {
      try byok().ask("echo/echo", "Hi", options)
    }
    #expect(failure?.kind == .usage)
    #expect(failure?.message.hasPrefix("\(name) must be ") == true)
  }
}

/// Notes that the library gives a person.
private final class Notes: @unchecked Sendable {
  private let lock = NSLock()
  private var all: [String] = []

  var texts: [String] { lock.withLock { all } }

  func add(_ text: String) { lock.withLock { all.append(text) } }
}

/// A fresh folder, removed with all that is in it.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "byok-library-\(UUID().uuidString.prefix(13))")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    path = url.path(percentEncoded: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The names of what is in it.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path) }
  }
}
