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

/// Finds the passages that prompts are answered from.
package struct SourceFinder: Sendable {
  private let index: IndexName
  private let search: SourceSearch
  private let count: Int
  private let isRequired: Bool

  /// Where no index is named, there is no finder.
  ///
  /// - Parameters:
  ///   - options: What the options say.
  ///   - session: The outside world.
  ///   - isRehearsal: Whether nothing may be sent.
  ///   - isUnlogged: Whether requests are left out of the usage log.
  /// - Throws: What ``SourceSearch`` throws.
  package init?(
    _ options: SourceOptions, _ session: Session, isRehearsal: Bool, isUnlogged: Bool
  ) throws(ByokError) {
    guard let index = options.index else { return nil }
    self.index = index
    search = try SourceSearch(
      index, session, isRehearsal: isRehearsal, isUnlogged: isUnlogged)
    count = options.count?.count ?? SourceOptions.usualCount
    isRequired = options.isRequired
  }

  /// Who asks for the vector of a question; `nil` where words alone are compared.
  var client: ProviderClient? { search.client }

  /// Looks for the passages that answer a question.
  ///
  /// - Parameters:
  ///   - question: The question.
  ///   - client: Who asks for its vector; `nil` for its model's usual client.
  ///   - note: Told what a person should know.
  /// - Returns: None where nothing matches and nothing has to.
  /// - Throws: A failure where something has to match; what searching throws.
  package func find(
    _ question: String, by client: ProviderClient? = nil, note: (String) -> Void
  ) throws(ByokError) -> [SourcePassage] {
    let found = try search.passages(for: question, count: count, by: client, note: note)
    if found.isEmpty {
      let message = "nothing in the index '\(index.text)' matches the question"
      guard !isRequired else {
        throw ByokError(.failure, "\(message); nothing was sent", hint: "use other words")
      }
      note("\(message); the answer has no sources")
    }
    return found
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
