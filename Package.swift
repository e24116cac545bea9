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

/// Settings of what goes into the binary.
///
/// The library's regular expressions stay out: they are 2 MB, and a pattern could hang the program.
let shipped =
  strict + [.unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])]

let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

let package = Package(
  name: "byok",
  products: [
    .executable(name: "byok", targets: ["byok"]),
    .library(name: "ByokKit", targets: ["ByokKit"]),
  ],
  targets: [
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    // libcurl, declared by hand and loaded at the first request: commands that need no network
    // must not pay for its 36 shared objects.
    .target(name: "CCurl", cSettings: strictC),
    // The few Linux calls that Swift cannot import because they are variadic.
    .target(name: "CLinux", cSettings: strictC),
    // The rows of models as data, which goes into the binary as it is.
    .target(
      name: "CCatalogue",
      exclude: ["NOTICE", "models.jsonl", "overrides.jsonl", "providers.json"],
      cSettings: strictC + [.unsafeFlags(["-std=gnu23"])]),
    // Knows nothing of language models.
    .target(
      name: "ByokCore", dependencies: ["CSodium", "CCurl", "CLinux"], swiftSettings: shipped),
    // The library that programs import.
    .target(name: "ByokKit", dependencies: ["ByokCore", "CCatalogue"], swiftSettings: shipped),
    // The program: command line, documents, commands, printing. None of it is worth size for speed.
    .executableTarget(
      name: "byok", dependencies: ["ByokCore", "ByokKit"],
      swiftSettings: shipped + [.unsafeFlags(["-Osize"], .when(configuration: .release))]),
    .target(
      name: "ByokTestSupport", dependencies: ["ByokCore"], path: "Tests/ByokTestSupport",
      swiftSettings: strict),
    .target(
      name: "ByokKitTestSupport", dependencies: ["ByokCore", "ByokKit", "ByokTestSupport"],
      path: "Tests/ByokKitTestSupport", swiftSettings: strict),
    .testTarget(
      name: "ByokCoreTests",
      dependencies: ["ByokCore", "ByokTestSupport", "ByokKitTestSupport", "CCurl"],
      swiftSettings: strict),
    .testTarget(
      name: "ByokKitTests",
      dependencies: ["ByokCore", "ByokKit", "ByokTestSupport", "ByokKitTestSupport", "CCurl"],
      swiftSettings: strict),
    // A program like any other that imports the library: it sees only what is public.
    .testTarget(
      name: "LibraryTests", dependencies: ["ByokKit"], packageAccess: false, swiftSettings: strict),
    .testTarget(
      name: "byokTests",
      dependencies: [
        "ByokCore", "ByokKit", "ByokTestSupport", "ByokKitTestSupport", "byok", "ByokBench",
      ],
      exclude: ["Mistakes.txt", "Scripts"], swiftSettings: strict),
    // What `make bench` runs.
    .executableTarget(
      name: "ByokBench", dependencies: ["ByokTestSupport"], path: "Tests/ByokBench",
      swiftSettings: strict),
  ]
)
