extension Attachment {
  /// The failure of a file that a dialect has no form for.
  func refused(by dialect: String) -> ByokError {
    if case .url(let url) = source, kind == .image {
      return ByokError(
        .usage, "the dialect \(dialect) takes no address of an image: \(url.quoted)",
        hint: "download it, and give the file to -f")
    }
    return ByokError(
      .usage, "the dialect \(dialect) takes no PDF: \(name.quoted)",
      hint: "send its text instead: pdftotext FILE - | byok chat …")
  }
}
