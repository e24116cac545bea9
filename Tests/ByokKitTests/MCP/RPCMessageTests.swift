import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct RPCMessageTests {
  @Test(
    arguments: [
      (#"{"jsonrpc":"2.0","id":1,"result":{}}"#, [.response(1, .success(.object([:])))]),
      (#" {"jsonrpc":"2.0","id":"7","result":null}"#, [.response(7, .success(.null))]),
      (
        #"{"id":2.0,"error":{"code":-32601,"message":"no"}}"#,
        [.response(2, .failure(RPCError(code: -32_601, message: "no")))]
      ),
      (
        #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what"}}"#,
        [.failure(RPCError(code: -32_700, message: "what"))]
      ),
      (
        #"{"jsonrpc":"2.0","id":"a","method":"ping"}"#, [.request(id: .string("a"), method: "ping")]
      ),
      (#"{"jsonrpc":"2.0","method":"x"}"#, [.notification(method: "x", .object([:]))]),
      (
        #"[{"jsonrpc":"2.0","id":1,"result":1},{"jsonrpc":"2.0","id":2,"result":2}]"#,
        [.response(1, .success(.integer(1))), .response(2, .success(.integer(2)))]
      ),
      (#"{"level":"info","id":4}"#, nil), (#"{"method":"GET","id":3}"#, nil), ("[]", nil),
      ("Listening on stdio", nil), ("", nil), ("42", nil), (#"{"jsonrpc":"2.0","id":1,"#, nil),
      (#"{"jsonrpc":"2.0","id":1,"result":{}} trailing"#, nil), ("[1,2]", nil),
    ] as [(String, [RPCMessage]?)])
  func `lines are messages or stray`(_ line: String, _ messages: [RPCMessage]?) {
    #expect(RPCMessage.read(Array(line.utf8)) == messages)
  }

  @Test func `a request has its number as the token of its progress`() throws {
    let request = RPCRequest(
      method: "tools/call", params: ["name": .string("x")], meta: ["a": .integer(1)],
      tracksProgress: true)
    #expect(
      String(decoding: try request.message(5), as: UTF8.self)
        == #"{"id":5,"jsonrpc":"2.0","method":"tools/call","params":"#
        + #"{"_meta":{"a":1,"progressToken":5},"name":"x"}}"#)
    #expect(
      String(decoding: try RPCRequest(method: "m").message(nil), as: UTF8.self)
        == #"{"jsonrpc":"2.0","method":"m"}"#)
  }
}
