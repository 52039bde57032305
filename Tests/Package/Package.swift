// swift-tools-version:6.1
import PackageDescription

/// A module in a package of its own, as somebody else would keep one: it knows Kontor by its product `Platform`, and its tests by
/// `Conformance`.
/// To serve it, a Kontor adds this package to its dependencies and the module to Portals/Kontor/Modules.swift.
let package = Package(
    name: "greenhouse",
    products: [.library(name: "Greenhouse", targets: ["Greenhouse"])],
    dependencies: [.package(name: "kontor", path: "../..")],
    targets: [
        .target(
            name: "Greenhouse", dependencies: [.product(name: "Platform", package: "kontor")],
            resources: [.embedInCode("Migrations")]),
        .testTarget(
            name: "GreenhouseTests",
            dependencies: [
                "Greenhouse", .product(name: "Platform", package: "kontor"), .product(name: "Conformance", package: "kontor"),
            ]),
    ]
)
