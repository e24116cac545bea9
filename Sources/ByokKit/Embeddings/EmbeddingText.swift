package import ByokCore

/// A text that a command line names to be embedded.
package struct EmbeddingText: Sendable {
  /// Which text it is, from 0.
  package let index: Int
  /// What its line calls it: a string or a number.
  package let id: JSONValue?
  package let text: String
  /// What a message calls it, such as `line 3`.
  package let place: String

  package init(index: Int, id: JSONValue? = nil, text: String, place: String) {
    (self.index, self.id, self.text, self.place) = (index, id, text, place)
  }
}
