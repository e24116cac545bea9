/// A listing as JSON: an array of objects on lines of their own, which is written object by object.
///
/// Its bytes are those of the same ``JSONValue``, which a long listing need not keep.
package struct JSONListing {
  private var writer = JSONWriter(isPretty: true)
  private var isEmpty = true
  private var flaw: JSONFlaw?

  package init() { writer.begin("[") }

  /// Adds an object.
  package mutating func add(_ members: [(key: String, value: JSONValue)]) {
    writer.beginItem(isFirst: isEmpty)
    isEmpty = false
    do throws(JSONFlaw) {
      try writer.write(members: members.sorted { $0.key < $1.key })
    } catch {
      flaw = flaw ?? error
    }
  }

  /// The document.
  ///
  /// - Throws: A failure when a number was not finite.
  package consuming func json() throws(ByokError) -> [UInt8] {
    if let flaw { throw .unwritable(flaw) }
    writer.end("]", isEmpty: isEmpty)
    return writer.bytes
  }
}
