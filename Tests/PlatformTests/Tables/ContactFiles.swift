import FoundationEssentials

/// A file of contacts as another program exports them, or a hostile one; the people in them are made up.
func contactFile(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Files")
    return try Array(Data(contentsOf: folder.appending(path: "\(name).csv")))
}
