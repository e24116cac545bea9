import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct TemplateUseTests {
  private func use(
    _ prompt: String?, system: String? = nil, _ values: String...
  ) throws -> TemplateUse {
    let template = PromptTemplate(system: system, prompt: prompt)
    return try TemplateUse(
      "review", of: ["review": template], values: values.compactMap(TemplateValue.init))
  }

  @Test(
    arguments: [
      ("Say {{input}}!", "this", "Say this!"), ("{{input}} {{ input }}", "x", "x x"),
      ("Brief.", "this", "Brief.\n\nthis"), ("Brief.", "", "Brief."), (nil, "this", "this"),
      ("{{}} {{a b}} {{in", "", "{{}} {{a b}} {{in"), ("{{ {{input}} }}", "x", "{{ x }}"),
      ("{{input}}", "{{language}} {{input}}", "{{language}} {{input}}"),
    ] as [(String?, String, String)])
  func `input is filled in where it has a place, else it follows`(
    prompt: String?, input: String, filled: String
  ) throws {
    #expect(try use(prompt).prompt(input) == filled)
  }

  @Test func `values fill prompt and instructions, the last of a name`() throws {
    let use = try use(
      "{{input}} in {{to}}", system: "You speak {{to}}, {{how}}.", "to=French", "how=a=b",
      "to=Dutch")
    #expect(try use.prompt("One") == "One in Dutch")
    #expect(try use.system() == "You speak Dutch, a=b.")
  }

  @Test func `a value that is missing is named`() throws {
    let use = try use("{{input}} in {{to}}", system: "Be {{how}}.")
    let failures = [
      #expect(throws: ByokError.self) { try use.prompt("One") },
      #expect(throws: ByokError.self) { try use.system() },
    ]
    #expect(failures.map { $0?.hints } == [["-p to=VALUE"], ["-p how=VALUE"]])
    #expect(failures.allSatisfy { $0?.kind == .usage })
  }

  @Test func `a value without a place is refused, and so is one for the input`() {
    for value in ["too=x", "input=x"] {
      let failure = #expect(throws: ByokError.self) { try use("{{input}} in {{to}}", value) }
      #expect(failure?.hints == ["it uses to"])
    }
    #expect(throws: ByokError.self) { try use("{{input}}", "a=b") }
  }

  @Test func `a template is found by its name, or the nearest is named`() {
    let failure = #expect(throws: ByokError.self) {
      try TemplateUse("reveiw", of: ["review": PromptTemplate()], values: [])
    }
    #expect(failure?.kind == .usage)
    #expect(failure?.hints == ["did you mean 'review'?"])
  }

  @Test func `a prompt without a place for the input is enough`() throws {
    #expect(try use("Tell a joke.").isEnough)
    #expect(try !use("Tell {{input}}.").isEnough)
    #expect(try !use(nil, system: "Brief.").isEnough)
  }

  @Test(arguments: ["a=b", "a-1_b=", "é=x=y"])
  func `a value has a name`(_ argument: String) {
    #expect(TemplateValue(argument: argument) != nil)
  }

  @Test(arguments: ["", "a", "=b", "a b=c", "{a}=b"])
  func `what has no name is no value`(_ argument: String) {
    #expect(TemplateValue(argument: argument) == nil)
  }
}
