// swift-tools-version: 6.2
import PackageDescription

// Targets are listed bottom-up; an arrow in the dependency graph never points up this list.
// Each heavy dependency has one door: Yams in Policies, GRDB in Store, libcurl in Transport, zlib in Incidents.
let package = Package(
    name: "cordon",
    products: [.executable(name: "cordon", targets: ["cordon"])],
    dependencies: [
        // command line
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // cryptography
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        // storage
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // documents
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // system libraries
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CCurl", dependencies: ["CLibcurl"]),

        // the nouns
        .target(
            name: "Incidents",
            dependencies: ["CZlib", .product(name: "Crypto", package: "swift-crypto")]
        ),
        // outbound bytes
        .target(name: "Transport", dependencies: ["CCurl"]),
        .target(
            name: "AWS",
            dependencies: ["Transport", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .target(name: "Policies", dependencies: ["Incidents", .product(name: "Yams", package: "Yams")]),
        .target(name: "Store", dependencies: ["Incidents", .product(name: "GRDB", package: "GRDB.swift")]),
        .target(
            name: "Notifier",
            dependencies: [
                "Incidents", "Transport", "Policies", .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "Response",
            dependencies: ["Incidents", "AWS", "Policies"]
        ),
        .executableTarget(
            name: "cordon",
            dependencies: [
                "Incidents", "Transport", "AWS", "Policies", "Store", "Notifier", "Response",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // speed: make bench
        .executableTarget(
            name: "ContainmentBenchmark",
            dependencies: ["Incidents", "Transport", "AWS", "Policies", "Store", "Response"],
            path: "Benchmarks/Containment"
        ),

        // tests, one target a module, plus the whole on an emulated organization
        .testTarget(name: "IncidentsTests", dependencies: ["Incidents"], resources: [.copy("Findings")]),
        .testTarget(name: "TransportTests", dependencies: ["Transport"]),
        .testTarget(
            name: "AWSTests",
            dependencies: ["AWS", "Transport"],
            exclude: ["Oracle"],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(name: "PoliciesTests", dependencies: ["Policies", "Incidents"]),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "Incidents", .product(name: "GRDB", package: "GRDB.swift")]
        ),
        .testTarget(name: "NotifierTests", dependencies: ["Notifier", "Incidents", "Transport", "Policies"]),
        .testTarget(
            name: "ResponseTests",
            dependencies: ["Response", "Incidents", "AWS", "Transport", "Policies", "Store"]
        ),
        .testTarget(name: "OrganizationTests", dependencies: ["Incidents"]),
    ]
)

for target in package.targets where target.type != .system && target.name != "CCurl" {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .treatAllWarnings(as: .error),
    ]
}
