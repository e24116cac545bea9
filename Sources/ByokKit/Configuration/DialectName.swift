package import ByokCore

/// The name of a dialect, in the configuration and on the command line.
package struct DialectName: ConfigurationValue, ArgumentValue {
  package static let expectation =
    "one of " + Dialects.all.map { $0.name }.joined(separator: ", ")
  package static let words: WordKind? = .choices(Dialects.all.map { $0.name })
  package static let choices = Dialects.all.map { $0.name }
  package let dialect: any Dialect.Type

  package init?(argument: String) {
    guard let dialect = Dialects.all.first(where: { $0.name == argument }) else { return nil }
    self.dialect = dialect
  }
}
