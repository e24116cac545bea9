extension Array {
  /// An array of the elements that `span` lends.
  init(copying span: Span<Element>) {
    self = span.indices.map { span[$0] }
  }
}
