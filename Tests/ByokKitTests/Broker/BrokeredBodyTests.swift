import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BrokeredBodyTests {
  @Test(arguments: [
    (
      #"{"model":"m","stream":true}"#,
      #"{"stream_options":{"include_usage":true},"model":"m","stream":true}"#
    ),
    (
      #"{"stream_options":{},"stream":true}"#,
      #"{"stream_options":{"include_usage":true},"stream":true}"#
    ),
    (
      #"{"stream_options":{"a":1},"stream":true}"#,
      #"{"stream_options":{"include_usage":true,"a":1},"stream":true}"#
    ),
    (
      #"{"stream":true,"stream_options": {"include_usage" : false , "a":1}}"#,
      #"{"stream":true,"stream_options": {"include_usage" : true , "a":1}}"#
    ),
    (
      #"{"stream_options": null, "stream":true}"#,
      #"{"stream_options": {"include_usage":true}, "stream":true}"#
    ),
    (
      #"{"stream_options":{"include_usage":null},"stream":true}"#,
      #"{"stream_options":{"include_usage":true},"stream":true}"#
    ),
    (
      " {\n \"stream\" : true , \"x\":1.50e+0, \"y\":\"\\u0041\"}\n",
      " {\"stream_options\":{\"include_usage\":true},\n \"stream\" : true , \"x\":1.50e+0,"
        + " \"y\":\"\\u0041\"}\n"
    ),
  ])
  func `the usage is asked for, and all else is as it was`(
    _ text: String, _ wanted: String
  ) throws {
    let bytes = Array(text.utf8)
    let body = try BrokeredBody(bytes)
    #expect(body.streams)
    let asking = try #require(body.askingForUsage(bytes))
    #expect(String(decoding: asking, as: UTF8.self) == wanted)
    // What was put in is what a reader finds.
    #expect(try BrokeredBody(asking).usageOption == .asked)
  }

  @Test(arguments: [
    ("{}", #"{"stream_options":{"include_usage":true}}"#),
    (" { }\n", " {\"stream_options\":{\"include_usage\":true} }\n"),
    (#"{"stream_options":{ }}"#, #"{"stream_options":{"include_usage":true }}"#),
  ])
  func `an empty document is not one with a comma too many`(
    _ text: String, _ wanted: String
  ) throws {
    let bytes = Array(text.utf8)
    let asking = try #require(try BrokeredBody(bytes).askingForUsage(bytes))
    #expect(String(decoding: asking, as: UTF8.self) == wanted)
    #expect(try BrokeredBody(asking).usageOption == .asked)
  }

  @Test func `who asks is left alone`() throws {
    let bytes = Array(#"{"stream":true,"stream_options":{"include_usage":true}}"#.utf8)
    #expect(try BrokeredBody(bytes).askingForUsage(bytes) == nil)
  }

  @Test(arguments: [
    "", "[]", "null", #""a""#, "{", #"{"model":"a","model":"b"}"#,
    #"{"stream":true,"stream":false}"#,
    #"{"max_tokens":1,"max_tokens":100000}"#, #"{"model":"a","mod\u0065l":"b"}"#,
    #"{"stream_options":{"include_usage":true,"include_usage":false}}"#, #"{"model":"a"} {}"#,
    #"{"model":"a",}"#, #"{model:"a"}"#, #"{"a":NaN}"#, "{\"a\":\"\n\"}", #"{"a":01}"#,
  ])
  func `what has no one reading is refused`(_ text: String) {
    #expect(throws: BrokerRefusal.self) { try BrokeredBody(Array(text.utf8)) }
  }

  @Test(arguments: [
    (#"{"max_tokens":5}"#, 5), (#"{"max_completion_tokens":6}"#, 6),
    (#"{"max_output_tokens":7}"#, 7), (#"{"generationConfig":{"maxOutputTokens":8}}"#, 8),
    (#"{"generation_config":{"max_output_tokens":9}}"#, 9),
    (#"{"options":{"num_predict":10}}"#, 10),
    (#"{"max_tokens":5,"max_completion_tokens":50}"#, 50),
  ])
  func `the largest limit of the reply counts`(_ text: String, _ limit: Int) throws {
    #expect(try BrokeredBody(Array(text.utf8)).outputLimit == limit)
  }

  @Test func `several replies are counted`() throws {
    #expect(try BrokeredBody(Array(#"{"n":3}"#.utf8)).replies == 3)
    let gemini = #"{"generationConfig":{"candidateCount":2,"maxOutputTokens":4}}"#
    #expect(try BrokeredBody(Array(gemini.utf8)).replies == 2)
    #expect(try BrokeredBody(Array(#"{"best_of":5,"n":2}"#.utf8)).replies == 5)
    #expect(try BrokeredBody(Array("{}".utf8)).replies == 1)
    #expect(try BrokeredBody(Array(#"{"n":-5}"#.utf8)).replies == 1)
    #expect(try BrokeredBody(Array("{}".utf8)).outputLimit == nil)
  }

  @Test func `an image is no long text`() throws {
    let image = String(repeating: "iVBORw0KGgo", count: 10_000)
    let url = #"{"url":"data:image/png;base64,\#(image)"}"#
    let text = #"{"messages":[{"content":[{"image_url":\#(url)}]}]}"#
    let tokens = try BrokeredBody(Array(text.utf8)).inputTokens
    #expect((1500..<1600).contains(tokens))
    let words = #"{"messages":[{"content":"\#(String(repeating: "some words ", count: 1000))"}]}"#
    #expect(try BrokeredBody(Array(words.utf8)).inputTokens > 2700)
  }
}
