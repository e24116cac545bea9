package import ByokCore

/// What the options say about the files that an answer comes from.
package struct SourceOptions: Sendable {
  /// The index to look in; `nil` for none.
  package var index: IndexName?
  /// How many passages are given at most.
  package var count: SourceCount?
  /// Whether nothing is asked where nothing is found.
  package var isRequired = false
  /// Where the sources that are cited are listed.
  package var listing: SourceListing?

  /// How many passages are given where nothing is said.
  package static let usualCount = 5

  package init() {}

  /// Refuses what makes no sense without an index.
  ///
  /// - Throws: A usage error.
  package func check() throws(ByokError) {
    guard index == nil else { return }
    let needy: [(Bool, String)] = [
      (count != nil, "--rag-k"), (isRequired, "--rag-only"), (listing != nil, "--sources"),
    ]
    if let option = needy.first(where: \.0)?.1 {
      throw ByokError(.usage, "\(option) is for answers from an index: --rag INDEX")
    }
  }
}

/// How many passages: 1 to 100.
package struct SourceCount: ArgumentValue, Equatable {
  package static let expectation = "a number of passages from 1 to 100"
  package let count: Int

  package init?(argument: String) {
    guard let count = Int(argument), (1...100).contains(count) else { return nil }
    self.count = count
  }
}

/// Where the sources of an answer are listed.
package enum SourceListing: String, CaseIterable, ArgumentValue {
  case stdout, stderr

  package static var expectation: String { "stdout or stderr" }
  package static var words: WordKind? { .choices(allCases.map(\.rawValue)) }

  package init?(argument: String) { self.init(rawValue: argument) }
}

extension ChatContent {
  /// The same with passages to answer from, before what the user says, and how to use them.
  ///
  /// They go with this request alone: a conversation keeps what was asked, and which sources there
  /// were.
  ///
  /// - Parameter sources: None changes nothing.
  /// - Returns: What is sent.
  package func adding(sources: [SourcePassage]) -> Self {
    guard !sources.isEmpty, let last = messages.indices.last else { return self }
    var content = adding(SourcePrompt.instructions)
    let text = SourcePrompt(sources).text + "\n\n"
    // Some models take no list of parts, so a text stays one.
    if case .text(let said)? = content.messages[last].parts.first {
      content.messages[last].parts[0] = .text(text + said)
    } else {
      content.messages[last].parts.insert(.text(text), at: 0)
    }
    return content
  }
}
