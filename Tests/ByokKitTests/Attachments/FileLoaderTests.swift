import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct FileLoaderTests {
  private let folder: TemporaryFolder
  private let console = Console(input: -1, output: -1, errors: -1)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func load(
    _ arguments: [FileArgument], _ answers: [FakeTransport.Answer] = [], takesAddress: Bool = false
  ) throws(ByokError) -> [InputFile] {
    let fetch = WebFetch(
      transport: FakeTransport(answers), console: console,
      network: NetworkEnvironment(environment: Environment([:])))
    return try FileLoader(console: console, fetch: fetch, limit: 10) { _ in takesAddress }.load(
      arguments)
  }

  @Test func `files are read in order and named without folders`() throws {
    let one = try folder.write("1", to: "one.txt")
    let two = try folder.write("%PDF-2", to: "two")
    let files = try load([.path(two), .path(one)])
    #expect(files.map(\.name) == ["two", "one.txt"])
    #expect(files[1].content == .text("1"))
    #expect(
      files[0].content
        == .attachment(
          Attachment(
            name: "two", mediaType: "application/pdf", source: .bytes(Array("%PDF-2".utf8)))))
  }

  @Test func `what cannot be read is told`() throws {
    let missing = #expect(throws: ByokError.self) { try load([.path(folder.path("none"))]) }
    #expect(missing?.kind == .failure)
    #expect(missing?.message.hasSuffix("No such file or directory") == true)
    let twice = #expect(throws: ByokError.self) { try load([.standardInput, .standardInput]) }
    #expect(twice?.kind == .usage)
    let large = folder.path("large")
    try folder.write(String(repeating: "x", count: 11), to: "large")
    #expect(throws: ByokError.tooLargeFile("'\(large)'", limit: 10)) {
      try load([.path(large)])
    }
    try folder.write(String(repeating: "x", count: 10), to: "large")
    #expect(try load([.path(large)]).count == 1)
  }

  @Test func `an address is passed on where the API takes it and its name tells the type`() throws {
    let url = "https://a.example/b/photo.jpg?x=1"
    let passed = Attachment(name: "photo.jpg", mediaType: "image/jpeg", source: .url(url))
    #expect(try load([.address(url)], takesAddress: true).map(\.content) == [.attachment(passed)])
    let fetched = try load([.address(url)], [.status(200, "GIF89a")])
    #expect(
      fetched.map(\.content) == [
        .attachment(
          Attachment(
            name: "photo.jpg", mediaType: "image/gif", source: .bytes(Array("GIF89a".utf8))))
      ])
    let page = try load(
      [.address("https://a.example/page.html")], [.status(200, "<p>")], takesAddress: true)
    #expect(page == [try InputFile(Array("<p>".utf8), name: "page.html")])
    let local = try load(
      [.address("http://127.0.0.1:1/a.png")], [.status(200, "GIF89a")], takesAddress: true)
    #expect(local[0].content != .attachment(passed))
  }
}
