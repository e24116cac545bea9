internal import ByokCore

/// Decides to which call of a reply a piece belongs, however the provider numbers them.
///
/// Most number them; some leave the number out, and some give the same one to every call.
struct ToolCallIndex: Sendable {
  private var ids: [String] = []
  /// The latest call of each number.
  private var places: [Int: Int] = [:]

  /// The place of a piece's call among the reply's calls.
  mutating func place(of call: ToolCallChunk) -> Int {
    let id = call.id ?? ""
    let startsCall = call.function?.name?.isEmpty == false
    guard let number = call.index else {
      if !id.isEmpty { return ids.firstIndex(of: id) ?? add(id) }
      return startsCall || ids.isEmpty ? add(id) : ids.count - 1
    }
    if let place = places[number] {
      // Some servers change a call's id on the way, but then they do not name its function again.
      let isAnother = startsCall && !id.isEmpty && !ids[place].isEmpty && ids[place] != id
      if !isAnother {
        if ids[place].isEmpty { ids[place] = id }
        return place
      }
    }
    let place = add(id)
    places[number] = place
    return place
  }

  private mutating func add(_ id: String) -> Int {
    ids.append(id)
    return ids.count - 1
  }
}
