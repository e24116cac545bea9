internal import ByokCore

// The types of what a provider of the user's own may be said to be.

extension Provider.Kind: ConfigurationChoice {}
extension ModelList.Shape: ConfigurationChoice {}
extension AccountFact.Meaning: ConfigurationChoice {}
extension Quirks.ReasoningField: ConfigurationChoice {}
extension Quirks.SchemaForm: ConfigurationChoice {}
extension Quirks.PDFForm: ConfigurationChoice {}
extension Quirks.ToolForm: ConfigurationChoice {}
extension Quirks.PromptCaching: ConfigurationChoice {}

/// What of a model's reasoning goes back with its calls; see ``Quirks/ReasoningEcho``.
enum EchoWord: String, ConfigurationChoice {
  case none, always
  case ifPresent = "if_present"
}

/// What a model takes; see ``Model/Modalities``.
enum ModalityWord: String, ConfigurationChoice {
  case text, image, pdf, audio, video
}

/// How a key is tried; see ``KeyCheck/Probe``.
enum CheckWord: String, ConfigurationChoice {
  case models, get, post, completion, none
}

/// A number of things, at least one.
package struct Count: ConfigurationValue, Equatable {
  static let configured = "a whole number above 0"
  package let number: Int

  init?(configured value: JSONValue) {
    guard let number = Int(configured: value), number > 0 else { return nil }
    self.number = number
  }
}

/// A port of TCP.
struct Port: ConfigurationValue {
  static let configured = "a number from 1 to 65535"
  let number: Int

  init?(configured value: JSONValue) {
    guard let number = Int(configured: value), (1...65_535).contains(number) else { return nil }
    self.number = number
  }
}

/// The status of an HTTP response.
struct HTTPStatus: ConfigurationValue {
  static let configured = "an HTTP status"
  let code: Int

  init?(configured value: JSONValue) {
    guard let code = Int(configured: value), (200...599).contains(code) else { return nil }
    self.code = code
  }
}

/// A temperature that is the highest.
struct Temperature: ConfigurationValue {
  static let configured = "a number above 0"
  let number: Double

  init?(configured value: JSONValue) {
    guard let number = Double(configured: value), number > 0, number <= 100 else { return nil }
    self.number = number
  }
}

/// What a million tokens cost.
struct TokenPrice: ConfigurationValue {
  static let configured = "USD for a million tokens, 0 or more"
  let amount: Double

  init?(configured value: JSONValue) {
    guard let amount = Double(configured: value), (0...1e6).contains(amount) else { return nil }
    self.amount = amount
  }
}

/// The name of an environment variable.
package struct VariableName: ConfigurationValue, Equatable {
  static let configured = "the name of a variable"
  static let configuredList = "a list of names of variables"
  package let text: String

  init?(configured value: JSONValue) {
    guard let text = value.text, text.first?.isNumber == false, !KeyShape.mayBeKey(text),
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    else { return nil }
    self.text = text
  }
}

/// The path of a request, as ``BaseURL/address(of:)`` reads it.
struct RequestPath: ConfigurationValue {
  static let configured = "a path below the base URL, such as /models"
  let text: String

  init?(configured value: JSONValue) {
    guard let text = value.text, text.hasPrefix("/") || text.hasPrefix("../"),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\\#".utf8.contains($0) })
    else { return nil }
    self.text = text
  }
}

/// A page for people.
struct WebPage: ConfigurationValue {
  static let configured = "a URL that begins with https://"
  let text: String

  init?(configured value: JSONValue) {
    guard let text = value.text, text.hasPrefix("https://"), text.utf8.count > 8,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    self.text = text
  }
}
