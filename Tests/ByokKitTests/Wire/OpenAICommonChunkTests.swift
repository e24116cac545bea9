import ByokTestSupport
import Testing

@testable import ByokKit

/// The quick way to read a chunk comes to what the general one comes to, or leaves it to that.
@Suite struct OpenAICommonChunkTests {
  private static func read(_ text: String) -> OpenAIChunk? {
    OpenAIChunk(common: Array(text.utf8))
  }

  /// A chunk as OpenAI sends them.
  private static func chunk(_ delta: String, _ finish: String = "null", _ more: String = "")
    -> String
  {
    #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"m-1","#
      + #""service_tier":"default","choices":[{"index":0,"delta":\#(delta),"logprobs":null,"#
      + #""finish_reason":\#(finish)}],"usage":null\#(more)}"#
  }

  static let common = [
    chunk(#"{"content":"Hel"}"#), chunk(#"{"role":"assistant","content":"","refusal":null}"#),
    chunk("{}", #""stop""#), chunk(#"{"content":"a\n\"b\"\\ \u00e9\ud83d\ude00\ud83d"}"#),
    chunk(#"{"content":"é😀日本"}"#), chunk(#"{"content":null}"#, #""length""#),
    chunk(#"{"content":"a"}"#, "null", #","obfuscation":"x7Yz","error":null,"n":-1.5e+10"#),
    chunk(#"{ "content" : "a" , "tool_calls" : null }"#),
    #"{"choices":[{"delta":{"content":"a"}}]}"#,
    #" { "choices" : [ { } ] } "#
      .replacing("{ }", with: #"{"index":0}"#),
    #"{"choices":[{"delta":{"content":"a","reasoning":null}}],"x":true,"y":false,"z":0}"#,
    #"{"id":"a","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","#
      + #""content":"a","refusal":null,"annotations":[]},"logprobs":{"content":[{"token":"a"}]},"#
      + #""finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"#
      + #""total_tokens":4,"prompt_tokens_details":{"cached_tokens":2},"#
      + #""completion_tokens_details":{"reasoning_tokens":1}}}"#,
    #"{"choices":[{"index":0}],"usage":{"prompt_tokens":-1,"cost":"0.5","cached_tokens":7}}"#,
  ]

  @Test(arguments: common) func `what chunks look like is read quickly, and alike`(
    _ text: String
  ) throws {
    let chunk = try #require(Self.read(text))
    #expect(try OpenAIChat().general(Array(text.utf8)) == chunk)
  }

  static let others = [
    "", "{", "{}", "[]", "null", #"{"choices":[]}"#, #"{"choices":null}"#,
    #"{"choices":[{"delta":{"content":"a"}}]} x"#, #"{"choices":[{"delta":{"content":"a"}}],}"#,
    #"{"choices":[{"delta":{"content":"a"},}]}"#, #"{"choices":[{"delta":{"content":"a",}}]}"#,
    #"{"choices":[{"delta":{"content":"a"}},{"delta":{"content":"b"}}]}"#,
    #"{"choices":[{"delta":{"content":"a","content":"b"}}]}"#,
    #"{"choices":[{"delta":{"content":"a"}}],"choices":[{"index":1}]}"#,
    #"{"id":"a","id":"b","choices":[{"index":0}]}"#, #"{"id":7,"choices":[{"index":0}]}"#,
    #"{"choices":[{"index":"0"}]}"#, #"{"choices":[{"index":00}]}"#,
    #"{"choices":[{"index":1.0}]}"#,
    #"{"choices":[{"index":9999999999}]}"#, #"{"choices":[{"index":-1}]}"#,
    #"{"choices":[{"delta":{"content":["a"]}}]}"#, #"{"choices":[{"delta":{"reasoning":"a"}}]}"#,
    #"{"choices":[{"delta":{"refusal":"a"}}]}"#, #"{"choices":[{"delta":{"tool_calls":[]}}]}"#,
    #"{"choices":[{"message":{"content":["a"]}}]}"#, #"{"choices":[{"delta":null}]}"#,
    #"{"choices":[{"finish_reason":1}]}"#, #"{"type":"error","choices":[{"index":0}]}"#,
    #"{"error":{"message":"no"},"choices":[{"index":0}]}"#,
    #"{"usage":{"cost":0.5},"choices":[{"index":0}]}"#, #"{"usage":[1],"choices":[{"index":0}]}"#,
    #"{"usage":{},"usage":null,"choices":[{"index":0}]}"#,
    #"{"\u0065rror":"no","choices":[{"index":0}]}"#, #"{"choices":[{"delt\u0061":{}}]}"#,
    #"{"choices":[{"delta":{"conten\u0074":"a"}}]}"#, #"{"a":tru,"choices":[{"index":0}]}"#,
    #"{"a":01,"choices":[{"index":0}]}"#, #"{"a":1.,"choices":[{"index":0}]}"#,
    #"{"a":-,"choices":[{"index":0}]}"#, #"{"a":1e,"choices":[{"index":0}]}"#,
    #"{"a":+1,"choices":[{"index":0}]}"#, #"{"a":"\x","choices":[{"index":0}]}"#,
    #"{"a":"\u12g4","choices":[{"index":0}]}"#, "{\"a\":\"\n\",\"choices\":[{\"index\":0}]}",
  ]

  @Test(arguments: others) func `every other shape is left to the general way`(_ text: String) {
    #expect(Self.read(text) == nil)
  }

  @Test func `a chunk that is cut or changed at any byte is read alike, or left`() throws {
    let chat = OpenAIChat()
    for text in Self.common {
      let bytes = Array(text.utf8)
      let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
      for place in 0...end {
        #expect(OpenAIChunk(common: Array(bytes[..<place])) == nil)
        for byte in Array("\"\\},".utf8) + [0xFF] {
          var changed = bytes
          changed[place] = byte
          guard let quick = OpenAIChunk(common: changed) else { continue }
          #expect(try chat.general(changed) == quick, "\(String(decoding: changed, as: UTF8.self))")
        }
      }
    }
  }
}
