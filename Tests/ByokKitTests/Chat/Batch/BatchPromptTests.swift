import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BatchPromptTests {
  private func read(_ line: String) throws(ByokError) -> BatchPrompt {
    var prompt = BatchPrompt()
    try prompt.read(object: Array(line.utf8))
    return prompt
  }

  private func flaw(_ line: String) -> ByokError? {
    do throws(ByokError) {
      _ = try read(line)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a line has a prompt with all that it is asked with`() throws {
    let prompt = try read(
      #"""
      {"id": "a", "prompt": "p", "system": "s", "model": "m", "params": {"temperature": 1,
      "top_p": 0.5, "max_tokens": 7, "seed": 3, "stop": ["x", "y"], "reasoning": "high"}}
      """#)
    #expect(prompt.id == .string("a") && prompt.prompt == "p" && prompt.system == "s")
    #expect(prompt.model == "m")
    let settings = prompt.settings
    #expect(settings.temperature == 1 && settings.topP == 0.5 && settings.maxTokens == 7)
    #expect(settings.seed == 3 && settings.stop == ["x", "y"] && settings.reasoning == .high)
  }

  @Test func `what is null is as what is not there`() throws {
    let prompt = try read(
      #"{"id": null, "prompt": "p", "system": null, "params": {"stop": "x", "seed": null}}"#)
    #expect(prompt.id == nil && prompt.system == nil)
    #expect(prompt.settings.stop == ["x"] && prompt.settings.seed == nil)
    #expect(try read(#"{"id": 7, "prompt": "p", "params": null}"#).id == .integer(7))
  }

  @Test(arguments: [
    (#"["p"]"#, "the line is not a JSON object"), (#""p""#, "the line is not a JSON object"),
    (#"{"prompt": "p""#, "the line is not JSON: column 15: a comma or '}' is expected"),
    (#"{"id": 1.5, "prompt": "p"}"#, "'id' must be a string or a whole number"),
    (#"{"id": ["a"], "prompt": "p"}"#, "'id' must be a string or a whole number"),
    (#"{"prompt": 7}"#, "'prompt' must be a string"),
    (#"{"prompt": "p", "system": ["s"]}"#, "'system' must be a string"),
    (#"{"prompt": "p", "model": true}"#, "'model' must be a string"),
    (#"{"prompt": "p", "params": [1]}"#, "'params' must be an object"),
    (
      #"{"prompt": "p", "params": {"temperature": "hot"}}"#, "'params.temperature' must be a number"
    ),
    (#"{"prompt": "p", "params": {"seed": -1}}"#, "'params.seed' must be \(Int.expectation)"),
    (
      #"{"prompt": "p", "params": {"max_tokens": 1.5}}"#,
      "'params.max_tokens' must be \(Int.expectation)"
    ),
    (#"{"prompt": "p", "params": {"stop": ["x", 1]}}"#, "'params.stop' must be a string"),
    (
      #"{"prompt": "p", "params": {"reasoning": 5}}"#,
      "'params.reasoning' must be \(ReasoningLevel.expectation)"
    ),
    (#"{"prompt": "p", "params": {"top_k": 5}}"#, "unknown field 'params.top_k'"),
    (#"{"promt": "p"}"#, "unknown field 'promt'"), (#"{"id": 1}"#, "the line has no prompt"),
    (#"{"prompt": ""}"#, "the line has no prompt"),
  ])
  func `what is wrong with a line is said`(_ line: String, _ message: String) {
    let error = flaw(line)
    #expect(error?.message == message)
    #expect(error?.exitStatus == 2)
  }

  @Test func `a name nearly right is corrected, one that is not gets the list`() {
    #expect(flaw(#"{"promt": "p"}"#)?.hints == ["did you mean 'prompt'?"])
    #expect(
      flaw(#"{"zzzzzzzz": "p"}"#)?.hints == ["known fields: id, prompt, system, model, params"])
  }

  @Test(arguments: [[0x61, 0xFF], [0x61, 0x00, 0x62], [0xC3]] as [[UInt8]])
  func `a line that is no text is refused`(_ line: [UInt8]) {
    var prompt = BatchPrompt()
    #expect(throws: ByokError(.usage, "the line is not UTF-8 text")) { try prompt.read(text: line) }
  }

  @Test func `the name of a line with a flaw is kept`() {
    var prompt = BatchPrompt()
    #expect(throws: ByokError.self) {
      try prompt.read(object: Array(#"{"id": "a", "prompt": 7}"#.utf8))
    }
    #expect(prompt.id == .string("a"))
  }
}
