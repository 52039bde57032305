// swift-tools-version:6.1
import PackageDescription

/// Each floor of the house imports only what lies below it:
/// C libraries → Postgres, Redis, Markup, Language → Platform → Modules → Portals → Kontor.
let package = Package(
    name: "kontor",
    products: [
        .library(name: "Platform", targets: ["Platform"]),
        .library(name: "Conformance", targets: ["Conformance"]),
        .executable(name: "kontor", targets: ["Kontor"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.1"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    ],
    targets: [
        // C libraries, from the distribution's -dev packages
        .systemLibrary(name: "CPQ", path: "Core/CLibraries/CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSodium", path: "Core/CLibraries/CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZlib", path: "Core/CLibraries/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CXML", path: "Core/CLibraries/CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CXLSX", path: "Core/CLibraries/CXLSX", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CCurl", path: "Core/CLibraries/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZip", path: "Core/CLibraries/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CResolv", path: "Core/CLibraries/CResolv", providers: [.apt(["libc6-dev"])]),
        // Without pkgConfig: it would add -D_FILE_OFFSET_BITS=64, which packages may not set, and nothing that is needed.
        .systemLibrary(name: "CHiredis", path: "Core/CLibraries/CHiredis", providers: [.apt(["libhiredis-dev"])]),

        // Core
        .room("Postgres", in: "Core", [
            "CPQ",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Subprocess", package: "swift-subprocess"),
        ]),
        .room("Redis", in: "Core", [
            "CHiredis",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ]),
        .room("Markup", in: "Core", []),
        .room("Language", in: "Core", [.product(name: "Yams", package: "Yams")]),
        .room("Platform", in: "Core", [
            "Postgres", "Markup", "Language", "CSodium", "CXML", "CXLSX", "CZip", "CCurl", "CResolv",
            .product(name: "JWTKit", package: "jwt-kit"),
            .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "CryptoExtras", package: "swift-crypto"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ], resources: [.embedInCode("Migrations")]),

        // Modules
        .room("CRM", in: "Modules", ["Platform"], resources: [.embedInCode("Migrations")]),

        // Portals
        .room("Web", in: "Portals", [
            "Platform", "CZlib",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
        ]),
        .room("Customer", in: "Portals", ["Web"]),
        .room("Admin", in: "Portals", ["Web"]),
        .room("Site", in: "Portals", ["Web"]),
        .room("API", in: "Portals", ["Web"]),
        .executableTarget(
            name: "Kontor",
            dependencies: [
                "CRM", "Customer", "Admin", "Site", "API", "Redis",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Portals/Kontor",
            swiftSettings: .house
        ),

        // Tests
        .target(name: "Support", dependencies: ["Platform", .product(name: "Subprocess", package: "swift-subprocess")], path: "Tests/Support", swiftSettings: .house),
        .target(
            name: "Conformance",
            dependencies: [
                "Customer", "API", "Support",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/Conformance", swiftSettings: .house
        ),
        .tests("Conformance", ["Kontor"]),
        .tests("Sample", of: ["Conformance", "Support", "Platform"]),
        .tests("Postgres"),
        .tests("Redis", ["Support"]),
        .tests("Markup", exclude: ["Cases"]),
        .tests("Language"),
        .tests("Platform", [
            "Support", "CXLSX", "CZip", .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
        ], exclude: ["Files"]),
        .tests("CRM", ["Support"]),
        .tests("Portal", of: [
            "Customer", "Admin", "Site", "API", "CRM", "Kontor", "Redis", "Support", "Conformance",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CRM", "Customer", "Support",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/Benchmarks",
            swiftSettings: .house
        ),
    ]
)

extension Target {
    /// A target whose folder has its name.
    static func room(
        _ name: String, in floor: String, _ dependencies: [Dependency], resources: [Resource]? = nil
    ) -> Target {
        .target(
            name: name, dependencies: dependencies, path: "\(floor)/\(name)",
            resources: resources, swiftSettings: .house
        )
    }

    /// The tests of one room, in `Tests/<room>Tests`.
    static func tests(_ room: String, _ more: [Dependency] = [], exclude: [String] = []) -> Target {
        .tests(room, of: [.init(stringLiteral: room)] + more, exclude: exclude)
    }

    static func tests(_ name: String, of rooms: [Dependency], exclude: [String] = []) -> Target {
        .testTarget(
            name: "\(name)Tests", dependencies: rooms, path: "Tests/\(name)Tests", exclude: exclude, swiftSettings: .house)
    }
}

extension [SwiftSetting] {
    static var house: [SwiftSetting] {
        [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault")]
    }
}
