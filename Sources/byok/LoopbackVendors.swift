#if DEBUG
internal import ByokCore

/// The network of a test build, where local servers replace some hosts.
///
/// `BYOK_TEST_VENDORS` has `HOST=URL`, separated by commas. Release builds have none of this: there,
/// nothing sends a vendor's credentials elsewhere.
struct LoopbackVendors: Transport {
  private var network: any Transport
  private let places: [String: BaseURL]

  /// - Throws: A usage error when the variable names another machine.
  init(_ network: any Transport, _ environment: Environment) throws(ByokError) {
    self.network = network
    var places: [String: BaseURL] = [:]
    let variable = "BYOK_TEST_VENDORS"
    for pair in (environment.value(variable) ?? "").split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      let place = try BaseURL(parts.last ?? "", from: variable)
      guard parts.count == 2, place.isLoopback else {
        throw ByokError(.usage, "\(variable) must have HOST=URL of this machine")
      }
      places[parts[0]] = place
    }
    self.places = places
  }

  private func moved(_ request: HTTPRequest) throws(TransportFailure) -> HTTPRequest {
    guard let place = places[request.base.host] else { return request }
    var moved = request
    moved.url = place.origin + request.url.dropFirst(request.base.origin.count)
    do throws(ByokError) {
      moved.base = try BaseURL(place.origin + request.base.path, from: "")
    } catch {
      throw TransportFailure(cause: .unusable, message: error.message)
    }
    return moved
  }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try network.send(try moved(request), keyLine: keyLine, to: receiver)
  }

  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try network.send(try moved(request), secretBody: body, to: receiver)
  }

  func trusting(_ authorities: ExtraAuthorities) -> any Transport {
    var copy = self
    copy.network = network.trusting(authorities)
    return copy
  }

  func details(for request: HTTPRequest) -> [String] { network.details(for: request) }

  func keptOpen() -> any Transport {
    var copy = self
    copy.network = network.keptOpen()
    return copy
  }
}
#endif
