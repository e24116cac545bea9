// swift-tools-version: 6.3

import PackageDescription

/// Settings every Swift target shares: the language mode of the day after tomorrow, and no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

let package = Package(
  name: "byok",
  products: [
    .executable(name: "byok", targets: ["byok"])
  ],
  targets: [
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    // libcurl, declared by hand and loaded at the first request: commands that need no network
    // must not pay for its 36 shared objects.
    .target(name: "CCurl", cSettings: strictC),
    // The few Linux calls that Swift cannot import because they are variadic.
    .target(name: "CLinux", cSettings: strictC),
    .target(
      name: "ByokKit", dependencies: ["CSodium", "CCurl", "CLinux"], swiftSettings: strict),
    .executableTarget(name: "byok", dependencies: ["ByokKit"], swiftSettings: strict),
    .target(name: "ByokTestSupport", path: "Tests/ByokTestSupport", swiftSettings: strict),
    .testTarget(
      name: "ByokKitTests", dependencies: ["ByokKit", "ByokTestSupport", "CCurl"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "byokTests", dependencies: ["ByokKit", "ByokTestSupport", "byok", "ByokBench"],
      exclude: ["Scripts"], swiftSettings: strict),
    // What `make bench` runs.
    .executableTarget(
      name: "ByokBench", dependencies: ["ByokTestSupport"], path: "Tests/ByokBench",
      swiftSettings: strict),
  ]
)
