internal import ByokCore
internal import ByokKit

/// The lines of a chat with tools.
extension ReplyEvents {
  /// What a step shows; `nil` for one that other lines tell.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - showsResults: Whether the content of results is shown.
  /// - Returns: The line.
  static func step(_ step: ToolStep, showing showsResults: Bool) -> JSONValue? {
    switch step {
    case .turn, .preamble: return nil
    case .server(let name, let tools, let milliseconds, let isCached):
      return .object([
        "type": .string("server"), "name": .string(name),
        "state": .string(tools == nil ? "failed" : isCached ? "cached" : "started"),
        "ms": .integer(milliseconds),
        "tools": number(tools),
      ])
    case .usage(let usage, let turn):
      return .object([
        "type": .string("usage"), "turn": .integer(turn), "input_tokens": number(usage.input),
        "output_tokens": number(usage.output), "cached_input_tokens": number(usage.cachedInput),
        "reasoning_tokens": number(usage.reasoning),
        "cost_usd": usage.cost.map(JSONValue.number) ?? .null,
      ])
    case .call(let run): return .object(members("tool_call", of: run))
    case .refused(let run): return .object(members("refused", of: run))
    case .result(let run, let content):
      var line: [String: JSONValue] = [
        "type": .string("tool_result"), "turn": .integer(run.turn), "id": id(of: run),
        "is_error": .bool(run.isError), "ms": .integer(run.milliseconds),
        "bytes": .integer(run.bytes), "cut": .integer(run.leftOut),
      ]
      if showsResults { line["content"] = .array(content.map(piece)) }
      return .object(line)
    }
  }

  private static func members(_ type: String, of run: ToolRun) -> [String: JSONValue] {
    [
      "type": .string(type), "turn": .integer(run.turn), "id": id(of: run),
      "name": .string(run.name), "server": run.server.map(JSONValue.string) ?? .null,
      "tool": run.tool.map(JSONValue.string) ?? .null, "arguments": .string(run.arguments),
    ]
  }

  private static func id(of run: ToolRun) -> JSONValue { run.id.isEmpty ? .null : .string(run.id) }

  private static func number(_ number: Int?) -> JSONValue {
    number.map(JSONValue.integer) ?? .null
  }

  private static func piece(_ piece: ChatMessage.Content) -> JSONValue {
    switch piece {
    case .text(let text): .object(["type": .string("text"), "text": .string(text)])
    case .file(let file):
      .object([
        "type": .string("file"), "name": .string(file.name), "media_type": .string(file.mediaType),
      ])
    }
  }
}

/// What a person is shown of a chat with tools, a short line for each call.
struct ToolNotes {
  private let console: Console
  private let showsResults: Bool

  init(_ console: Console, showsResults: Bool = false) {
    (self.console, self.showsResults) = (console, showsResults)
  }

  /// Notes a step.
  func take(_ step: ToolStep) {
    switch step {
    case .turn, .usage, .call: break
    case .server(let name, let tools?, let milliseconds, _):
      console.detail("MCP server \(name): \(tools.counted("tool")), \(milliseconds) ms")
    case .server: break
    case .preamble(let text):
      let text = Sanitizer.oneLine(text)
      if !text.isEmpty { console.detail("the model: \(text)") }
    case .refused(let run):
      console.note("the model called \(run.shownName.quoted), which it was not offered")
    case .result(let run, let content):
      let arguments = Sanitizer.oneLine(run.arguments, limit: 60)
      let size = ByteCount.text(run.bytes + run.leftOut)
      let cut = run.leftOut > 0 ? ", cut to \(ByteCount.text(run.bytes))" : ""
      let what = run.isError ? "failed" : "\(size)\(cut)"
      console.note("\(run.shownName) \(arguments): \(what), \(run.milliseconds) ms")
      if showsResults || run.isError && console.isVerbose { show(content) }
    }
  }

  private func show(_ content: [ChatMessage.Content]) {
    for case .text(let text) in content where !text.isEmpty {
      console.writeAside(text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n", isDim: true)
    }
  }
}
