import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIChatFileTests {
  private static let image = Attachment(
    name: "a.png", mediaType: "image/png", source: .bytes([1, 2, 3, 4]))
  private static let pdf = Attachment(
    name: "b.pdf", mediaType: "application/pdf", source: .bytes([0xFF]))
  private static let farImage = Attachment(
    name: "c.jpg", mediaType: "image/jpeg", source: .url("https://example.org/c"))
  private static let farPDF = Attachment(
    name: "d.pdf", mediaType: "application/pdf", source: .url("https://example.org/d"))

  private static func body(
    _ files: [ByokKit.Attachment], pdf: Quirks.PDFForm = .file
  ) throws -> String {
    let parts = [.text("Read")] + files.map(ChatMessage.Part.file)
    var request = ChatRequest(
      model: "gpt-x", messages: [ChatMessage(role: .user, parts: parts)])
    request.streams = false
    request.quirks.pdf = pdf
    return String(decoding: try OpenAIChat.body(for: request), as: UTF8.self)
  }

  private static func wanted(_ parts: String...) -> String {
    let content = ([#"{"text":"Read","type":"text"}"#] + parts).joined(separator: ",")
    return #"{"messages":[{"content":[\#(content)],"role":"user"}],"model":"gpt-x"}"#
  }

  @Test func `files are parts of the message, as bytes or by address`() throws {
    #expect(
      try Self.body([Self.image, Self.pdf, Self.farImage])
        == Self.wanted(
          #"{"image_url":{"url":"data:image/png;base64,AQIDBA=="},"type":"image_url"}"#,
          #"{"file":{"file_data":"data:application/pdf;base64,/w==","filename":"b.pdf"},"#
            + #""type":"file"}"#,
          #"{"image_url":{"url":"https://example.org/c"},"type":"image_url"}"#))
  }

  @Test func `a PDF goes the provider's way`() throws {
    #expect(
      try Self.body([Self.farPDF], pdf: .fileOrAddress)
        == Self.wanted(
          #"{"file":{"file_data":"https://example.org/d","filename":"d.pdf"},"type":"file"}"#))
    #expect(
      try Self.body([Self.pdf, Self.farPDF], pdf: .documentURL)
        == Self.wanted(
          #"{"document_url":"data:application/pdf;base64,/w==","type":"document_url"}"#,
          #"{"document_url":"https://example.org/d","type":"document_url"}"#))
  }

  @Test func `a PDF that the provider does not take is a usage error`() {
    let none = #expect(throws: ByokError.self) { try Self.body([Self.pdf], pdf: .none) }
    #expect(none?.message == "the dialect openai-chat does not support PDFs: 'b.pdf'")
    let far = #expect(throws: ByokError.self) { try Self.body([Self.farPDF]) }
    #expect(far?.kind == .usage)
    #expect(
      far?.message
        == "the dialect openai-chat does not support the URL of a PDF: 'https://example.org/d'")
  }
}
