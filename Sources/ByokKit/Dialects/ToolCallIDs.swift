internal import ByokCore

/// The ids of calls and of their results in one request.
///
/// Another provider's ids may not have the form that this one demands, and some providers give none.
struct ToolCallIDs {
  /// The ids that a provider takes.
  enum Form: Sendable {
    /// Any of a moderate length.
    case short
    /// `^[a-zA-Z0-9_-]+$`, as Anthropic has it.
    case word
    /// Nine letters and digits, as Mistral has it.
    case nine
  }

  private let form: Form
  /// The ids in turns that are sent back unchanged.
  private var kept: Set<String> = []
  /// How many calls, and how many results, there were without an id.
  private var (calls, results) = (0, 0)

  init(_ form: Form) { self.form = form }

  /// The id to send for a call.
  mutating func id(of call: ToolCall) -> String {
    guard call.id.isEmpty else { return adapted(call.id) }
    calls += 1
    return Self.digest("call \(calls)")
  }

  /// The id to send for a result: that of its call.
  mutating func id(of result: ToolResult) -> String {
    guard result.callID.isEmpty else {
      return kept.contains(result.callID) ? result.callID : adapted(result.callID)
    }
    results += 1
    return Self.digest("call \(results)")
  }

  /// The id of a call in a turn that is sent back: its own, if it has one.
  mutating func id(kept id: String) -> String {
    guard id.isEmpty else {
      kept.insert(id)
      return id
    }
    calls += 1
    return Self.digest("call \(calls)")
  }

  private func adapted(_ id: String) -> String { fits(id) ? id : Self.digest(id) }

  private func fits(_ id: String) -> Bool {
    switch form {
    case .short: id.utf8.count <= 40
    case .word: id.utf8.allSatisfy { Self.digits.contains($0) || $0 == 0x5F || $0 == 0x2D }
    case .nine: id.utf8.count == 9 && id.utf8.allSatisfy(Self.digits.contains)
    }
  }

  private static let digits = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// Nine letters and digits, which every form allows: the same for the same text.
  ///
  /// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>, FNV-1a of 64 bits.
  private static func digest(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var id: [UInt8] = []
    for _ in 0..<9 {
      id.append(digits[Int(hash % 62)])
      hash /= 62
    }
    return String(decoding: id, as: UTF8.self)
  }
}
