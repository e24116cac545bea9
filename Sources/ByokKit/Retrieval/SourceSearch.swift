package import ByokCore

/// Looks for the passages of an index that answer a question.
package struct SourceSearch {
  package init(_ index: String, _ session: Session, isRehearsal: Bool) throws(ByokError) {
    throw ByokError(.usage, "there is no index \(index.quoted)", hint: "byok index add NAME PATH")
  }

  package func passages(for question: String, count: Int) throws(ByokError) -> [SourcePassage] {
    []
  }
}
