internal import ByokCore

extension Attachment {
  /// The failure of a file that a dialect has no form for.
  func refused(by dialect: String) -> ByokError {
    if kind == .image { return addressRefused(by: dialect) }
    return ByokError(
      .usage, "the dialect \(dialect) does not support PDFs: \(name.quoted)",
      hint: "send its text instead: pdftotext FILE - | byok chat …")
  }

  /// The failure of a file that a dialect takes, but not by its address.
  func addressRefused(by dialect: String) -> ByokError {
    let what = kind == .pdf ? "a PDF" : "an image"
    var address = name
    if case .url(let url) = source { address = url }
    return ByokError(
      .usage, "the dialect \(dialect) does not support the URL of \(what): \(address.quoted)",
      hint: "download it and attach the file with -f")
  }
}
