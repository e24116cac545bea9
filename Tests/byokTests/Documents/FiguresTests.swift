import Testing

@testable import byok

@Suite struct FiguresTests {
  @Test(arguments: [(0, "0"), (18, "18"), (100, "100"), (1024, "1,024"), (1_048_576, "1,048,576")])
  func `a comma is before every third digit`(_ number: Int, _ text: String) {
    #expect(Figures.count(number) == text)
  }

  @Test(
    arguments: [
      (64, "64 bytes"), (4096, "4 KiB"), (96 << 10, "96 KiB"), (1 << 20, "1 MiB"),
      (4 << 30, "4 GiB"), (1500, "1,500 bytes"), (1025 << 10, "1025 KiB"),
    ])
  func `a size has the largest unit that divides it`(_ bytes: Int, _ text: String) {
    #expect(Figures.size(bytes) == text)
  }

  @Test func `a duration is in seconds`() {
    #expect(Figures.duration(1) == "1 second")
    #expect(Figures.duration(300) == "300 seconds")
  }
}
