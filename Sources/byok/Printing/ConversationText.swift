internal import ByokCore
internal import ByokKit

/// The turns of a conversation as people read them.
struct ConversationText {
  let conversation: StoredConversation
  /// The turns to show, with their numbers.
  let turns: [(number: Int, turn: StoredTurn)]
  /// The text that stands for the turns before; `nil` for none.
  var summary: StoredConversation.Summary?

  /// For a pipe or a file: a line that says who speaks before each message.
  var plain: String {
    blocks {
      "[\($0)] \($1)\n"
    } attachment: {
      "(\($0))\n"
    }
  }

  /// For a file of Markdown.
  var markdown: String {
    var text = "# \(conversation.name.text)\n\n"
    if let system = conversation.system { text += "## system\n\n\(Self.body(system))\n" }
    return text + turnsAsMarkdown
  }

  /// The turns, as Markdown.
  var turnsAsMarkdown: String {
    blocks {
      "## \($0) \($1)\n\n"
    } attachment: {
      "\n- \($0)\n"
    }
  }

  /// The messages, an empty line between two.
  ///
  /// - Parameters:
  ///   - heading: Makes the lines before a message from the turn's number and who speaks when.
  ///   - attachment: Makes the lines for an attachment.
  /// - Returns: Lines, each ended.
  private func blocks(
    heading: (String, String) -> String, attachment: (String) -> String
  ) -> String {
    var blocks: [String] = []
    if let summary {
      blocks.append(heading("1-\(summary.upTo)", "summary") + Self.body(summary.text))
    }
    for (number, turn) in turns {
      for message in turn.messages {
        let time = message.at.map { ", \($0.rfc3339)" } ?? ""
        let isCallAlone = message.text.isEmpty && !message.calls.isEmpty
        blocks.append(
          heading("\(number)", Self.speaker(message) + time)
            + (isCallAlone ? "" : Self.body(message.text))
            + (Self.attachments(message) + Self.calls(message) + Self.sources(message))
            .map(attachment).joined())
      }
    }
    return blocks.joined(separator: "\n")
  }

  /// A message's text, ended by a newline.
  static func body(_ text: String) -> String {
    text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
  }

  private static func speaker(_ message: StoredMessage) -> String {
    if let answer = message.answer {
      let name = Sanitizer.oneLine(answer.name, limit: 80)
      return "tool \(name)\(answer.isError ? " failed" : "")"
    }
    guard message.role == .assistant else { return message.role.rawValue }
    return StoredTurn([message]).model ?? message.role.rawValue
  }

  private static func calls(_ message: StoredMessage) -> [String] {
    message.calls.map { call in
      let name = Sanitizer.oneLine(call.name, limit: 80)
      return "called: \(name) \(Sanitizer.oneLine(call.arguments))"
    }
  }

  /// The sources that a reply cites.
  private static func sources(_ message: StoredMessage) -> [String] {
    (message.other["sources"]?.elements ?? []).compactMap { source in
      guard source["cited"]?.flag == true, let id = source["id"]?.integer,
        let file = source["file"]?.text, let first = source["first_line"]?.integer,
        let last = source["last_line"]?.integer
      else { return nil }
      let passage = SourcePassage(path: file, firstLine: first, lastLine: last, text: "")
      return "source [\(id)]: \(passage.place)"
    }
  }

  private static func attachments(_ message: StoredMessage) -> [String] {
    message.attachments.map { attachment in
      let size = attachment.size.map { ", \($0) bytes" } ?? ""
      return "attached: \(attachment.name), \(attachment.mediaType)\(size)"
    }
  }
}

/// A range of turns on the command line: `3`, `3-5` or `3-`.
struct TurnRange: ArgumentValue {
  static let expectation = "a turn or a range of turns, such as 3, 3-5 or 3-"
  let turns: ClosedRange<Int>

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), let first = Int(argument: parts[0]), first > 0 else {
      return nil
    }
    guard parts.count == 2 else {
      turns = first...first
      return
    }
    guard let last = parts[1].isEmpty ? Int.max : Int(argument: parts[1]), last >= first else {
      return nil
    }
    turns = first...last
  }
}

/// A file's size as people read it.
enum ByteCount {
  /// Such as `512 B`, `12 KiB` or `3.4 MiB`.
  static func text(_ count: Int) -> String {
    if count < 1024 { return "\(count) B" }
    if count < 1 << 20 { return "\((count + 512) >> 10) KiB" }
    let tenths = (count * 10 + 1 << 19) >> 20
    return "\(tenths / 10).\(tenths % 10) MiB"
  }
}
