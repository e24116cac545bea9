@testable import ByokCore
@testable import ByokKit
import Foundation

/// An address as libcurl reads it, with what its own transfers read theirs.
///
/// Source: https://curl.se/libcurl/c/libcurl-url.html; the numbers are of its ABI.
struct CurlAddress: Equatable {
  /// In lower case.
  let scheme: String
  /// As it was written, but for an IPv6 address, which is in brackets and canonical.
  let host: String
  /// Also where it is the scheme's own.
  let port: Int
  /// Begins with `/`; without parts that are `.` or `..`.
  let path: String
  /// With its `?`; empty if there is none.
  let query: String

  /// Reads an address; `nil` if libcurl refuses it, or has read a user, a password or a fragment.
  init?(_ text: String) {
    guard let functions = Functions.loaded, let handle = unsafe functions.make() else {
      preconditionFailure("libcurl.so.4 is not installed")
    }
    defer { unsafe functions.free(handle) }
    guard unsafe functions.set(handle, Part.whole, text, 0) == 0 else { return nil }
    let parts = [Part.scheme, Part.host, Part.port, Part.path].compactMap {
      unsafe functions.part($0, of: handle)
    }
    let others = [Part.user, Part.password, Part.fragment]
    guard parts.count == 4, let port = Int(parts[2]),
      others.allSatisfy({ unsafe functions.part($0, of: handle) == nil })
    else { return nil }
    (scheme, host, self.port, path) = (parts[0], parts[1], port, parts[3])
    query = unsafe functions.part(Part.query, of: handle).map { "?" + $0 } ?? ""
  }

  /// `CURLUPART_…`.
  private enum Part {
    static let whole: CInt = 0
    static let scheme: CInt = 1
    static let user: CInt = 2
    static let password: CInt = 3
    static let host: CInt = 5
    static let port: CInt = 6
    static let path: CInt = 7
    static let query: CInt = 8
    static let fragment: CInt = 9
  }
}

/// The functions of libcurl's reader of addresses, from the library that byok loads.
@safe private struct Functions: Sendable {
  typealias Make = @convention(c) () -> UnsafeMutableRawPointer?
  typealias Free = @convention(c) (UnsafeMutableRawPointer) -> Void
  typealias Set =
    @convention(c) (UnsafeMutableRawPointer, CInt, UnsafePointer<CChar>, CUnsignedInt)
    -> CInt
  typealias Get =
    @convention(c) (
      UnsafeMutableRawPointer, CInt, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
      CUnsignedInt
    ) -> CInt

  let make: Make
  let free: Free
  let set: Set
  private let get: Get
  private let freeText: Free

  /// `CURLU_DEFAULT_PORT`.
  private static let defaultPort: CUnsignedInt = 1

  static let loaded = Functions()

  private init?() {
    let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
    let libraries = unsafe names.lazy.compactMap { unsafe dlopen($0, RTLD_LAZY | RTLD_LOCAL) }
    guard let library = unsafe libraries.first,
      let make = unsafe Self.find("curl_url", in: library, as: Make.self),
      let free = unsafe Self.find("curl_url_cleanup", in: library, as: Free.self),
      let set = unsafe Self.find("curl_url_set", in: library, as: Set.self),
      let get = unsafe Self.find("curl_url_get", in: library, as: Get.self),
      let freeText = unsafe Self.find("curl_free", in: library, as: Free.self)
    else { return nil }
    unsafe (self.make, self.free, self.set, self.get, self.freeText) = (
      make, free, set, get, freeText
    )
  }

  private static func find<Function>(
    _ name: String, in library: UnsafeMutableRawPointer, as type: Function.Type
  ) -> Function? {
    unsafe dlsym(library, name).map { unsafe unsafeBitCast($0, to: type) }
  }

  /// A part of an address, raw; `nil` if it has none.
  func part(_ part: CInt, of handle: UnsafeMutableRawPointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard unsafe get(handle, part, &text, Self.defaultPort) == 0, let text = unsafe text else {
      return nil
    }
    defer { unsafe freeText(text) }
    return unsafe String(cString: text)
  }
}
